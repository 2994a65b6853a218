"""Birth dates as numbers: the days they cover, and the codes by which rows are put in order."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Final

from roadstead.engine.matching.features.births import MOST_YEARS
from roadstead.engine.text.dates.spans import span

UNDATED: Final = 0  # the code of a row without a birth date
NOT_KNOWN: Final = (0, 0, 0, 0)
WHOLE: Final = len("2000-01-01")

Covered = tuple[int, int, int, int]  # first and last day as ordinals, then as yyyymmdd


@lru_cache(maxsize=131_072)
def covered(born: str) -> Covered:
    """The days an ISO date, partial date or interval may mean; NOT_KNOWN where it is none."""
    return covered_anew(born)


def covered_anew(born: str) -> Covered:
    """The same without remembering: for dates that hardly come again."""
    if len(born) == WHOLE and born[4] == born[7] == "-":  # as most are
        return _whole(born)
    found = span(born)
    if found is None:
        return NOT_KNOWN
    first, last = found
    return (
        first.toordinal(),
        last.toordinal(),
        _code(first.year, first.month, first.day),
        _code(last.year, last.month, last.day),
    )


def _whole(born: str) -> Covered:
    try:
        day = date.fromisoformat(born)
    except ValueError:
        return NOT_KNOWN
    ordinal, code = day.toordinal(), _code(day.year, day.month, day.day)
    return ordinal, ordinal, code, code


def codes(born: tuple[str, ...]) -> tuple[int, ...]:
    """A code for each row of an entry: yyyymmdd, yyyymm00, yyyy0000, or UNDATED."""
    if len(born) == 1:
        return _codes(born[0])
    found = dict.fromkeys(code for each in born for code in _codes(each))
    return tuple(found) or (UNDATED,)


@lru_cache(maxsize=131_072)
def _codes(born: str) -> tuple[int, ...]:
    first_day, last_day, first, last = covered(born)
    if first_day == last_day:
        return (first,)
    if first // 100 == last // 100:
        return (first // 100 * 100,)
    years = range(first // 10_000, last // 10_000 + 1)
    return tuple(year * 10_000 for year in years) if len(years) <= MOST_YEARS else (UNDATED,)


def _code(year: int, month: int, day: int) -> int:
    return year * 10_000 + month * 100 + day
