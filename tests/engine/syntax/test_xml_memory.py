"""A broken document leaves nothing behind: the collector rests while messages are read, and old cycles would stay."""

from __future__ import annotations

import gc

import pytest

from roadstead.engine.syntax.xml.parse import MAX_DEPTH, parse
from tests.garbage import only_new_objects_collected


@pytest.mark.parametrize("data", [b"<a><b>x</b><c></a>", b"<a>" * (MAX_DEPTH + 2), b"<a><b>cut"])
def test_a_broken_document_leaves_no_cycle_behind(data: bytes) -> None:
    parse(data)
    with only_new_objects_collected():
        for _ in range(20):
            assert parse(data)[1] is not None
        assert gc.collect() < 20
