"""Ranges of rows whose birth date can agree with a declared one: only a few, since rows are in order of birth.

The class of a row says how much the date can add: unknown, year only, a date that agrees, a contradiction.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from roadstead.engine.matching.features.evidence import BITS, CONTRADICTION
from roadstead.engine.matching.kernel.compiled import F64, I32, U8, compiled
from roadstead.engine.text.dates import Relation

CONTRADICTS: Final = 0
YEAR_ONLY: Final = 1
AGREES: Final = 2
UNDATED: Final = 3
CLASSES: Final = 4
# Maximum bits of the birth date of a row, by class.
MOST_BY_CLASS: Final = np.array([CONTRADICTION, BITS[Relation.YEAR_EQUAL], BITS[Relation.EQUAL], 0.0])
MOST_RANGES: Final = 24
MONTHS: Final = 100
YEARS: Final = 10_000


@compiled
def ranges(birth: I32, row_code: I32, into: I32) -> int:
    """Write the ranges (first row, row after the last, class); return their number. `birth` is known (see `births`)."""
    if birth[0] != birth[1]:
        first, last = birth[2] // YEARS - 1, birth[3] // YEARS + 1
        return _add(first * YEARS, last * YEARS + 1231, AGREES, row_code, into, 0)
    code = birth[2]
    year, month, day = code // YEARS, code // MONTHS % 100, code % MONTHS
    number = _around(code, year, month, into, row_code)
    for step in range(-1, 2):
        number = _add((year + step) * YEARS, (year + step) * YEARS, YEAR_ONLY, row_code, into, number)
    for step in (-1, 1):
        number = _point((year + step) * YEARS + code % YEARS, row_code, into, number)
    number = _point(year * YEARS + day * MONTHS + month, row_code, into, number)
    number = _point(year * YEARS + 101, row_code, into, number)
    number = _point(year * YEARS + 701, row_code, into, number)
    return _turned(code, row_code, into, number)


@compiled
def _around(code: int, year: int, month: int, into: I32, row_code: I32) -> int:
    """Add the dates from two months before to the end of the next month: at least 31 days either way.

    Includes dates without a day, and the whole year for 1 January and 1 July, which often stand for the year alone.
    """
    if code % YEARS == 101 or code % YEARS == 701:
        return _add(year * YEARS + 1, year * YEARS + 1231, AGREES, row_code, into, 0)
    return _add(_month(year, month - 2), _month(year, month + 2) - 1, AGREES, row_code, into, 0)


@compiled
def _month(year: int, month: int) -> int:
    if month < 1:
        return (year - 1) * YEARS + (month + 12) * MONTHS
    if month > 12:
        return (year + 1) * YEARS + (month - 12) * MONTHS
    return year * YEARS + month * MONTHS


@compiled
def _turned(code: int, row_code: I32, into: I32, number: int) -> int:
    """Add the dates with two neighbouring digits swapped."""
    unit = 1
    for _ in range(7):
        low, high = code // unit % 10, code // (unit * 10) % 10
        if low != high:
            number = _point(code + (low - high) * unit * 9, row_code, into, number)
        unit *= 10
    return number


@compiled
def _point(code: int, row_code: I32, into: I32, number: int) -> int:
    return _add(code, code, AGREES, row_code, into, number)


@compiled
def _add(first: int, last: int, of_class: int, row_code: I32, into: I32, number: int) -> int:
    start = np.searchsorted(row_code, np.int32(max(first, 1)))
    end = np.searchsorted(row_code, np.int32(max(last, 0)), side="right")
    if end <= start:
        return number
    into[number, 0], into[number, 1], into[number, 2] = start, end, of_class
    return number + 1


@compiled
def mark(into: I32, number: int, row_class: U8) -> None:
    """Mark the rows of all ranges with their class; where ranges overlap, a date that agrees wins over a year."""
    for each in range(number):
        if into[each, 2] == YEAR_ONLY:
            row_class[into[each, 0] : into[each, 1]] = YEAR_ONLY
    for each in range(number):
        if into[each, 2] == AGREES:
            row_class[into[each, 0] : into[each, 1]] = AGREES


@compiled
def clear(into: I32, number: int, row_class: U8) -> None:
    for each in range(number):
        row_class[into[each, 0] : into[each, 1]] = CONTRADICTS


@compiled
def most_by_class(is_dated: bool, into: F64) -> None:
    """Write the maximum bits of the birth date by class; zeros if the traveller has no date."""
    for each in range(CLASSES):
        into[each] = MOST_BY_CLASS[each] if is_dated else 0.0
