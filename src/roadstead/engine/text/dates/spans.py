"""Partial ISO dates and intervals as the days they cover."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

ISO: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def earliest(iso: str) -> date | None:
    """The first day "1980", "1980-04", "1980-04-16" or "1965/1967" may mean; None if it is none of these."""
    covered = span(iso)
    return covered[0] if covered else None


def latest(iso: str) -> date | None:
    """The last day it may mean; None if it is no ISO date or interval."""
    covered = span(iso)
    return covered[1] if covered else None


@lru_cache(maxsize=65536)
def span(iso: str) -> tuple[date, date] | None:
    """Its first and last day. The time of "2026-11-25T16:20" is left aside."""
    start, slash, end = iso.partition("/")
    first = _days(start)
    last = _days(end) if slash else first
    if first is None or last is None or last[1] < first[0]:
        return None
    return first[0], last[1]


def _days(iso: str) -> tuple[date, date] | None:
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
