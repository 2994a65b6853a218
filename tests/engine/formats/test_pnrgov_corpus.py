"""Every real PNRGOV of the corpus says what its expected.json says; the few fields that we read otherwise have a cause.

XML is compared in test_pnrgov_xml.py: every field of both files agrees.
"""

from __future__ import annotations

import pytest

from roadstead.engine.formats import registry
from roadstead.engine.formats.reading import Reading
from tests.engine.formats.corpus_pnrgov import (
    NOT_FIELDS,
    PNRGOV,
    READ,
    Expected,
    compared,
    expected,
    missing_deviations,
)

pytestmark = pytest.mark.library

FILES = expected()
# What we read otherwise, and why.
DISAGREE = {
    ("rexx_group_comments.txt", "ssr.0"): "a remark in place of a seat: dropped and counted",
    ("rexx_group_comments.txt", "ssr.1"): "no traveller to give the seat to: kept unread, without its status",
}


def readings(name: str) -> list[Reading]:
    return list(registry.read((PNRGOV / name).read_bytes()))


def differing(name: str) -> set[tuple[str, str]]:
    return {(name, field) for field, wanted, read in compared(FILES[name], readings(name)) if wanted != read}


@pytest.mark.parametrize("name", FILES)
def test_every_expected_field_comes_out_or_differs_for_a_cause(name: str) -> None:
    assert differing(name) == {key for key in DISAGREE if key[0] == name}


@pytest.mark.parametrize(("name", "wanted"), FILES.items(), ids=list(FILES))
def test_every_deviation_is_reported(name: str, wanted: Expected) -> None:
    assert missing_deviations(wanted, readings(name)) == set()


def test_no_field_of_the_corpus_is_left_out_of_the_comparison() -> None:
    assert {field for wanted in FILES.values() for field in wanted} - NOT_FIELDS == set(READ)


def test_nearly_every_field_agrees() -> None:
    count = sum(len(list(compared(wanted, readings(name)))) for name, wanted in FILES.items())
    assert count - len(DISAGREE) >= 0.98 * count


def test_every_file_of_the_corpus_is_compared() -> None:
    names = {path.name for path in PNRGOV.iterdir()} - {"README.md", "expected.json"}
    assert names == set(FILES)
