"""The one birth date filter of those who have none: what cannot be the same person by birth date is dropped."""

from __future__ import annotations

from datetime import date
from typing import Final

from roadstead.engine.records import Entry, Traveller

NEAR: Final = 31  # days


def may_be(traveller: Traveller, entry: Entry) -> bool:
    """Unknown on a side, or any of the entry's dates near enough."""
    return not traveller.born or not entry.born or any(near(traveller.born, born) for born in entry.born)


def near(declared: str, listed: str) -> bool:
    """Equal, year-only within a year, swapped, within 31 days, or the same day a year apart."""
    first, _, last = listed.partition("/")
    if last or len(first) < 10 or len(declared) < 10:
        return int(first[:4]) - 1 <= int(declared[:4]) <= int((last or first)[:4]) + 1
    one, other = _day(declared), _day(first)
    if one is None or other is None:
        return declared[:4] == first[:4]
    swapped = (one.year, one.month, one.day) == (other.year, other.day, other.month)
    year_apart = abs(one.year - other.year) == 1 and (one.month, one.day) == (other.month, other.day)
    return swapped or year_apart or abs((one - other).days) <= NEAR


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
