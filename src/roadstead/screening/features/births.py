"""The birth date declared against those listed: equal, nearly, only the year, or contradicting."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from roadstead.screening.features.score import NOTHING_KNOWN, Score


class Day(NamedTuple):
    """A birth date as far as it is known; 0 where it is not. A date that does not exist is used as far as it goes."""

    year: int
    month: int
    day: int


Test = Callable[[Day, Day], bool]


def equal(a: Day, b: Day) -> bool:
    return a == b and bool(a.day)


def new_year(a: Day, b: Day) -> bool:
    """1 January is written where only the year is known, so it says less when equal and nothing when not."""
    return a == b and (a.month, a.day) == (1, 1)


def swapped(a: Day, b: Day) -> bool:
    return a.year == b.year and (a.month, a.day) == (b.day, b.month) and bool(a.day)


def same_month(a: Day, b: Day) -> bool:
    return (a.year, a.month) == (b.year, b.month) and bool(a.month)


def month_only(a: Day, b: Day) -> bool:
    return same_month(a, b) and not (a.day and b.day)


def slip(a: Day, b: Day) -> bool:
    """A day off or its digits turned, or the year off by one."""
    by_a_day = abs(a.day - b.day) <= 1 or f"{a.day:02}" == f"{b.day:02}"[::-1]
    return a.month == b.month and bool(a.day and b.day) and by_a_day and abs(a.year - b.year) <= 1


def within_a_month(a: Day, b: Day) -> bool:
    return bool(a.day and b.day) and abs(_ordinal(a) - _ordinal(b)) <= 31


def year_only(a: Day, b: Day) -> bool:
    return not (a.month and b.month) or (1, 1) in {a[1:], b[1:]}


def same_year(a: Day, b: Day) -> bool:
    return a.year == b.year and year_only(a, b)


def year_off(a: Day, b: Day) -> bool:
    return abs(a.year - b.year) == 1 and not (a.month and b.month)


def neither_has_a_day(a: Day, b: Day) -> bool:
    return not (a.day and b.day)


# First that holds counts. Bits: matching theory needs log₂ of the chance that a stranger agrees so; 14 is log₂ of
# the 16,000 birth dates in use.
LADDER: Final[tuple[tuple[Test, float, str], ...]] = (
    (new_year, 11.0, "Born {listed}, as listed, though 1 January often stands for the year alone"),
    (equal, 14.0, "Born {listed}, as listed"),
    (swapped, 8.0, "Born {declared}; listed {listed}, which is the same with day and month swapped"),
    (month_only, 7.0, "Born {declared}; listed {listed}: the month agrees and one side has no day"),
    (slip, 6.0, "Born {declared}; listed {listed}: a slip of the pen apart"),
    (same_month, 2.0, "Born {declared}; listed {listed}: the month agrees"),
    (same_year, 4.5, "Born {declared}; listed {listed}: the year agrees and one side has no more"),
    (within_a_month, 1.0, "Born {declared}; listed {listed}: within a month"),
    (year_off, 2.0, "Born {declared}; listed {listed}: a year apart, and one side has only the year"),
    (neither_has_a_day, -8.0, "Born {declared}; listed {listed}: the dates contradict"),
    (lambda _a, _b: True, -10.0, "Born {declared}; listed {listed}: the dates contradict"),
)
IN_RANGE, BESIDE_RANGE, OUT_OF_RANGE = 3.5, 1.0, -8.0
CONTRADICTION: Final = -8.0  # bits, and everything below


def birth_date(declared: str, listed: Iterable[str]) -> Score:
    """The best of the dates of an entry; nothing where either side is silent."""
    dates = tuple(listed)
    if not dates or not day(declared).year:
        return NOTHING_KNOWN
    return max((one_birth_date(declared, other) for other in dates), key=lambda score: score.bits)


@lru_cache(maxsize=131_072)
def one_birth_date(declared: str, listed: str) -> Score:
    """One date declared against one listed (or a range, "1965/1967")."""
    if "/" in listed:
        return _in_range(declared, listed)
    a, b = day(declared), day(listed)
    if not a.year or not b.year:
        return NOTHING_KNOWN
    bits, words = next((bits, words) for holds, bits, words in LADDER if holds(a, b))
    return Score(bits, words.format(declared=declared, listed=listed) + ".")


def _in_range(declared: str, listed: str) -> Score:
    born, first, last = (day(text).year for text in (declared, *listed.split("/", 1)))
    if not (born and first and last):
        return NOTHING_KNOWN
    outside = max(first - born, born - last, 0)
    bits = (IN_RANGE, BESIDE_RANGE)[outside] if outside < 2 else OUT_OF_RANGE
    words = ("inside", "a year outside")[outside] if outside < 2 else "outside"
    return Score(bits, f"Born {declared}; listed as born from {first} to {last}: {words}.")


@lru_cache(maxsize=131_072)
def day(text: str) -> Day:
    """Year, month and day of an ISO date, which may be partial; a year before 1850 or no date at all is unknown."""
    pieces = text.split("-")
    if not all(piece.isdecimal() and len(piece) <= 4 for piece in pieces[:3]) or int(pieces[0]) < 1850:
        return Day(0, 0, 0)
    year, month, of_month = (*map(int, pieces[:3]), 0, 0)[:3]
    return Day(year, month, of_month)


@lru_cache(maxsize=131_072)
def _ordinal(born: Day) -> int:
    """Days since the year 1, roughly where the date does not exist."""
    try:
        return date(*born).toordinal()
    except ValueError:
        return born.year * 365 + born.month * 30 + born.day
