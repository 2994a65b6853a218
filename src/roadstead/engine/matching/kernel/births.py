"""Evidence of birth dates in bits, as `text.dates.relation` and `features.evidence.birth_date`.

A date is four numbers: first and last possible day as ordinals, and the same as yyyymmdd; zeros if unknown. A test
compares it with its Python twin.
"""

from __future__ import annotations

from typing import Final

from roadstead.engine.matching.features.evidence import BITS, MOST_YEARS, NEW_YEAR, UNDATED
from roadstead.engine.matching.kernel.compiled import I32, compiled
from roadstead.engine.text.dates import Relation
from roadstead.engine.text.dates.relation import CLOSE_DAYS

EQUAL: Final = BITS[Relation.EQUAL]
SWAPPED: Final = BITS[Relation.SWAPPED]
MONTH_EQUAL: Final = BITS[Relation.MONTH_EQUAL]
NEAR: Final = BITS[Relation.NEAR]
YEAR_EQUAL: Final = BITS[Relation.YEAR_EQUAL]
CLOSE: Final = BITS[Relation.CLOSE]
CONTRADICTS: Final = BITS[Relation.CONTRADICTS]
NO_DATE: Final = UNDATED.bits
IN_DISGUISE: Final = EQUAL + NEW_YEAR  # 1 January often stands for the year alone


@compiled
def birth_bits(declared: I32, first: int, last: int, birth: I32) -> float:
    """Return the best bits over the dates of an entry (rows `first` to `last` of `birth`); 0 if none was declared."""
    if declared[0] == 0:
        return 0.0
    if first == last:
        return NO_DATE
    best = CONTRADICTS
    for place in range(first, last):
        best = max(best, _one(declared, birth, place))
    return best


@compiled
def _one(declared: I32, birth: I32, place: int) -> float:
    """Compare one date with one."""
    start, end = birth[place, 0], birth[place, 1]
    years = birth[place, 3] // 10000 - birth[place, 2] // 10000
    if start == 0 or years >= MOST_YEARS:  # unreadable, or an interval that fits anyone: as if there were no date
        return NO_DATE
    if declared[0] == declared[1] and start == end:
        return _days(declared[0], start, declared[2], birth[place, 2])
    return _partial(
        declared[0],
        declared[1],
        start,
        end,
        declared[2] // 10000,
        birth[place, 2] // 10000,
        declared[3] // 10000,
        birth[place, 3] // 10000,
    )


@compiled
def _days(a: int, b: int, code: int, other: int) -> float:
    if a == b:
        return IN_DISGUISE if code % 10000 == 101 else EQUAL
    year, other_year = code // 10000, other // 10000
    day, other_day = code % 10000, other % 10000
    if year == other_year and day // 100 == other_day % 100 and day % 100 == other_day // 100:
        return SWAPPED
    if abs(a - b) <= 1 or (day == other_day and abs(year - other_year) == 1) or _digits_swapped(code, other):
        return NEAR
    if year == other_year and (_is_stand_in(day) or _is_stand_in(other_day)):
        return YEAR_EQUAL
    return CLOSE if abs(a - b) <= CLOSE_DAYS else CONTRADICTS


@compiled
def _is_stand_in(day: int) -> bool:
    return day == 101 or day == 701


@compiled
def _digits_swapped(one: int, other: int) -> bool:
    """Return True if two neighbouring digits are swapped and nothing else differs."""
    while one % 10 == other % 10:
        one //= 10
        other //= 10
    return one // 100 == other // 100 and one % 10 == other // 10 % 10 and one // 10 % 10 == other % 10


@compiled
def _partial(
    first: int,
    last: int,
    other_first: int,
    other_last: int,
    year: int,
    other_year: int,
    last_year: int,
    other_last_year: int,
) -> float:
    """Compare two dates of which at least one has no day."""
    monthly = last - first < CLOSE_DAYS and other_last - other_first < CLOSE_DAYS
    if first <= other_last and other_first <= last:
        return MONTH_EQUAL if monthly else YEAR_EQUAL
    is_first = last < other_first
    days = other_first - last if is_first else first - other_last
    years = other_year - last_year if is_first else year - other_last_year
    near = days <= CLOSE_DAYS if monthly else years <= 1
    return CLOSE if near else CONTRADICTS
