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
    "date-unknown": "the sender marks the date as unknown",
    "date-not-understood": "this is not a date in the form YYMMDD or CCYYMMDD",
    "date-impossible": "this date does not exist",
    "date-after-limit": "the date is after the voyage",
    "century-unknown": "the year has two digits, and there is no voyage date to show the century",
    "other-calendar": "the date is from another calendar, and we did not convert it",
    "form-mismatch": "the date does not match its format code, so we read it by its length",
    "month-first": "we read the month before the day, because no other date is possible",
    "only-a-time": "this is a time of day without a date",
    "time-impossible": "this time of day does not exist; we used the date alone",
    "zone-ignored": "we did not use the time zone, because times are local to the port",
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
