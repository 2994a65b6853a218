"""The day of a flight. A pass has the day of the year and no year; its issue has the last digit of one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

DECADE: Final = 10
DAYS: Final = 366
A_LEAP_YEAR: Final = 2024
A_PLAIN_YEAR: Final = 2025


def flight_date(day: int | None, issued: str, near: str) -> str:
    """ISO date of the day of the year: the one nearest to `near` (ISO date), in the year that the issue allows.

    "" where no day is given that settles the year.
    """
    if day is None or not near:
        return ""
    try:
        middle = date.fromisoformat(near[:10])
    except ValueError:
        return ""
    years = _years(day, issued, middle.year) or range(middle.year - 1, middle.year + 2)
    found = [in_year for year in years if (in_year := of_year(year, day)) is not None]
    return min(found, key=lambda each: abs(each - middle)).isoformat() if found else ""


def of_year(year: int, day: int) -> date | None:
    """None for day 366 of a year that has 365."""
    if not 2 <= year < date.max.year:
        return None
    found = date(year, 1, 1) + timedelta(days=day - 1)
    return found if found.year == year else None


def in_words(day: int) -> str:
    """ "14 August, or 13 August in a leap year"."""
    plain, leap = (of_year(year, day) for year in (A_PLAIN_YEAR, A_LEAP_YEAR))
    leap_words = f"{leap.day} {leap:%B}" if leap else ""
    if plain is None:
        return f"{leap_words} of a leap year"
    words = f"{plain.day} {plain:%B}"
    return words if words == leap_words else f"{words}, or {leap_words} in a leap year"


def _years(day: int, issued: str, near: int) -> list[int]:
    """Years that end as the issue says; the year after, where the flight's day of the year lies before the issue's."""
    if not (len(issued) == 4 and issued.isascii() and issued.isdigit()):
        return []
    last, issue_day = int(issued[0]), int(issued[1:])
    later = 1 if day < issue_day else 0
    first = near - near % DECADE + last + later
    return [first - DECADE, first, first + DECADE]
