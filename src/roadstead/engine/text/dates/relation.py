"""How a declared birth date stands to a listed one, from the same day to a contradiction, and the words for it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Final

from roadstead.engine.text.dates.spans import span

Span = tuple[date, date]

CLOSE_DAYS: Final = 31
# Clerks write these for a day they do not know: a year in disguise.
STAND_INS: Final = frozenset({(1, 1), (7, 1)})


class Relation(StrEnum):
    """From most to least in favour of one person; UNKNOWN says nothing."""

    EQUAL = "equal"
    MONTH_EQUAL = "month_equal"
    YEAR_EQUAL = "year_equal"
    SWAPPED = "swapped"
    NEAR = "near"
    CLOSE = "close"
    UNKNOWN = "unknown"
    CONTRADICTS = "contradicts"


WORDS: Final = {
    Relation.EQUAL: "born {declared}, as listed",
    Relation.MONTH_EQUAL: "born {declared}, listed {listed}: the month agrees, the day is not known on both sides",
    Relation.YEAR_EQUAL: "born {declared}, listed {listed}: the year agrees as far as it is known",
    Relation.SWAPPED: "born {declared}, listed {listed}: the same date with day and month swapped",
    Relation.NEAR: "born {declared}, listed {listed}: one slip apart (a day, a year, or two digits swapped)",
    Relation.CLOSE: "born {declared}, listed {listed}: close to each other, as those of strangers are about as often",
    Relation.UNKNOWN: "the birth date is not known on both sides",
    Relation.CONTRADICTS: "born {declared}, listed {listed}: the birth dates contradict each other",
}


def compatible(a: str, b: str) -> Relation:
    """The relation of two ISO dates, partial dates or intervals ("1965/1967"); it is the same either way round."""
    one, other = span(a), span(b)
    if one is None or other is None:
        return Relation.UNKNOWN
    if _is_day(one) and _is_day(other):
        return _days(one[0], other[0])
    return _partial(one, other)


def relation_words(relation: Relation, declared: str = "", listed: str = "") -> str:
    """The sentence an analyst reads."""
    return WORDS[relation].format(declared=declared or "?", listed=listed or "?")


def _days(one: date, other: date) -> Relation:
    if one == other:
        return Relation.EQUAL
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return Relation.SWAPPED
    if _is_near(one, other):
        return Relation.NEAR
    if one.year == other.year and not STAND_INS.isdisjoint({(one.month, one.day), (other.month, other.day)}):
        return Relation.YEAR_EQUAL
    return Relation.CLOSE if abs((one - other).days) <= CLOSE_DAYS else Relation.CONTRADICTS


def _is_near(one: date, other: date) -> bool:
    if abs((one - other).days) <= 1:
        return True
    if (one.month, one.day) == (other.month, other.day) and abs(one.year - other.year) == 1:
        return True
    return _digits_swapped(one.isoformat().replace("-", ""), other.isoformat().replace("-", ""))


def _digits_swapped(one: str, other: str) -> bool:
    """Two neighbouring digits changed places and nothing else differs."""
    differing = [place for place in range(len(one)) if one[place] != other[place]]
    if len(differing) != 2 or differing[1] - differing[0] != 1:
        return False
    left, right = differing
    return (one[left], one[right]) == (other[right], other[left])


def _partial(one: Span, other: Span) -> Relation:
    """One side has no day. A year next to the other's counts as close: such years are often reckoned from an age."""
    monthly = _is_within_a_month(one) and _is_within_a_month(other)
    if one[0] <= other[1] and other[0] <= one[1]:
        return Relation.MONTH_EQUAL if monthly else Relation.YEAR_EQUAL
    earlier, later = (one[1], other[0]) if one[1] < other[0] else (other[1], one[0])
    near = (later - earlier).days <= CLOSE_DAYS if monthly else later.year - earlier.year <= 1
    return Relation.CLOSE if near else Relation.CONTRADICTS


def _is_day(covered: Span) -> bool:
    return covered[0] == covered[1]


def _is_within_a_month(covered: Span) -> bool:
    return (covered[1] - covered[0]).days < CLOSE_DAYS
