"""What is run every day of a test that has many cases; the others carry the mark `long`."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import Any

import pytest
from hypothesis import settings


def daily(cases: Iterable[Any], wanted: Container[Any]) -> list[Any]:
    """All cases for `parametrize`: those that are not `wanted` every day with the mark `long`."""
    return [case if case in wanted else pytest.param(case, marks=pytest.mark.long) for case in cases]


def examples(most: int) -> int:
    """How many examples Hypothesis tries of a test that needs no more than `most`: fewer every day."""
    return min(most, settings().max_examples)
