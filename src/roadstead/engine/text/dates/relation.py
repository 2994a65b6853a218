"""Comparison of a declared birth date with a listed one, from equal to contradicting, and its wording."""

from __future__ import annotations

import re
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final

from roadstead.engine.sentences import Sentence

# ── Days covered by partial ISO dates and intervals


ISO: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def earliest(iso: str) -> date | None:
    """Return the first day of "1980", "1980-04", "1980-04-16" or "1965/1967"; None for other texts."""
    covered = span(iso)
    return covered[0] if covered else None


def latest(iso: str) -> date | None:
    """Return the last day of an ISO date or interval; None for other texts."""
    covered = span(iso)
    return covered[1] if covered else None


@lru_cache(maxsize=65536)
def span(iso: str) -> tuple[date, date] | None:
    """Return first and last day. The time of "2026-11-25T16:20" is ignored."""
    start, slash, end = iso.partition("/")
    first = _spans_days(start)
    last = _spans_days(end) if slash else first
    if first is None or last is None or last[1] < first[0]:
        return None
    return first[0], last[1]


def _spans_days(iso: str) -> tuple[date, date] | None:
    if len(iso) == 10 and iso[4] == iso[7] == "-":
        whole = _day(iso)
        return (whole, whole) if whole else None
    found = ISO.fullmatch(iso.partition("T")[0])
    if found is None:
        return None
    year, month, day = (int(part) if part else 0 for part in found.groups())
    try:
        return _first_and_last(year, month, day, partial=found[2] is None, monthly=found[3] is None)
    except ValueError:
        return None


def _day(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso)
    except ValueError:
        return None


def _first_and_last(year: int, month: int, day: int, *, partial: bool, monthly: bool) -> tuple[date, date]:
    if partial:
        return date(year, 1, 1), date(year, 12, 31)
    if monthly:
        first = date(year, month, 1)
        return first, _end_of_month(first)
    return date(year, month, day), date(year, month, day)


def _end_of_month(first: date) -> date:
    if first.month == 12:
        return first.replace(day=31)
    return first.replace(month=first.month + 1) - timedelta(days=1)


Span = tuple[date, date]

CLOSE_DAYS: Final = 31
# Clerks write these for an unknown day, so only the year counts.
STAND_INS: Final = frozenset({(1, 1), (7, 1)})


class Relation(StrEnum):
    """Ordered from most to least in favour of the same person; UNKNOWN is neutral."""

    EQUAL = "equal"
    MONTH_EQUAL = "month_equal"
    YEAR_EQUAL = "year_equal"
    SWAPPED = "swapped"
    NEAR = "near"
    CLOSE = "close"
    UNKNOWN = "unknown"
    CONTRADICTS = "contradicts"


RELATION_WORDS: Final = {
    Relation.EQUAL: "Born %(declared)s, as listed.",
    Relation.MONTH_EQUAL: "Born %(declared)s, listed %(listed)s: same month; the day is not known on both sides.",
    Relation.YEAR_EQUAL: "Born %(declared)s, listed %(listed)s: same year; the rest is not known on both sides.",
    Relation.SWAPPED: "Born %(declared)s, listed %(listed)s: same date with day and month swapped.",
    Relation.NEAR: "Born %(declared)s, listed %(listed)s: one typing error apart (day, year, or two digits swapped).",
    Relation.CLOSE: "Born %(declared)s, listed %(listed)s: close dates, which is about as common among strangers.",
    Relation.UNKNOWN: "The birth date is not known on both sides.",
    Relation.CONTRADICTS: "Born %(declared)s, listed %(listed)s: different birth dates.",
}


def compare_dates(a: str, b: str) -> Relation:
    """Return the relation of two ISO dates, partial dates or intervals ("1965/1967"). Symmetric."""
    one, other = span(a), span(b)
    if one is None or other is None:
        return Relation.UNKNOWN
    if _is_day(one) and _is_day(other):
        return _days(one[0], other[0])
    return _partial(one, other)


def relation_words(relation: Relation, declared: str = "", listed: str = "") -> Sentence:
    """Return the sentence for analysts."""
    return Sentence(RELATION_WORDS[relation], {"declared": declared or "?", "listed": listed or "?"})


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
    """Return True if two neighbouring digits are swapped and nothing else differs."""
    differing = [place for place in range(len(one)) if one[place] != other[place]]
    if len(differing) != 2 or differing[1] - differing[0] != 1:
        return False
    left, right = differing
    return (one[left], one[right]) == (other[right], other[left])


def _partial(one: Span, other: Span) -> Relation:
    """Compare dates of which one has no day. Neighbouring years are close: years are often computed from an age."""
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
