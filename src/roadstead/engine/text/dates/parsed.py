"""Result of parsing a date: ISO text, precision, and the problem found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

FIRST_YEAR: Final = 1800  # earlier years are of other calendars (1400 Hijri, 1360 Shamsi) or typing errors


class Precision(StrEnum):
    NONE = ""
    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    INTERVAL = "interval"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedDate:
    """`iso` is "" if nothing could be read; `problem` is a key of PROBLEMS, or "" if there is none.

    A date may have both: the value read and the reason for doubt. `approximate`: the sender wrote "circa".
    """

    iso: str = ""
    precision: Precision = Precision.NONE
    problem: str = ""
    approximate: bool = False


PROBLEMS: Final = {
    "date-unknown": "the sender says that the date is not known",
    "date-not-understood": "this is not a date we can read; send YYMMDD or CCYYMMDD",
    "date-impossible": "there is no such day",
    "date-after-limit": "the date lies after the voyage",
    "century-unknown": "the year has two digits and there is no voyage date to tell the century by",
    "other-calendar": "the date is of another calendar; it was not converted",
    "form-mismatch": "the date does not have the form its code announces; it was read by its length",
    "month-first": "the month stands before the day; it was read so because nothing else is possible",
    "only-a-time": "a time of day, and no date",
    "time-impossible": "there is no such time of day; the date was kept",
    "zone-ignored": "the time zone was not used; times are taken as local to the port",
}


def problem(code: str) -> ParsedDate:
    return ParsedDate(problem=code)


def make_date(year: int, month: int, day: int) -> ParsedDate:
    """Return the date, partial if month or day is 0; a day without month is ignored."""
    if not FIRST_YEAR <= year <= date.max.year:
        return problem("date-impossible")
    if not month:
        return ParsedDate(iso=f"{year:04}", precision=Precision.YEAR)
    try:
        date(year, month, day or 1)
    except ValueError:
        return problem("date-impossible")
    if not day:
        return ParsedDate(iso=f"{year:04}-{month:02}", precision=Precision.MONTH)
    return ParsedDate(iso=f"{year:04}-{month:02}-{day:02}", precision=Precision.DAY)
