"""Dates and times of PADIS: DDMMYY and HHMM, separate (101226:1420); DDMMMYY in SSR texts.

Dates of travel are of this century.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Final

from roadstead.engine.formats.reading import Notebook
from roadstead.engine.sentences import Sentence
from roadstead.engine.text import dates

CENTURY: Final = "20"
DAY_FIRST: Final = "2"  # UN/EDIFACT 2379
HOURS_AND_MINUTES: Final = 4  # some add seconds
CACHE_SIZE: Final = 65_536  # cached dates: the bookings of a flight repeat the same ones


def moment(day: str, time: str = "") -> str:
    """Return an ISO time: "101226", "1420" gives "2026-12-10T14:20"; without time the day; "" if not a day."""
    found = _day(day.strip()) if day.strip() else ""
    clock = _time(time.strip())
    return f"{found}T{clock}" if found and clock else found


@lru_cache(maxsize=CACHE_SIZE)
def _day(day: str) -> str:
    if len(day) == 6 and day.isascii() and day.isdigit():
        try:
            return date(2000 + int(day[4:]), int(day[2:4]), int(day[:2])).isoformat()
        except ValueError:
            return ""
    return dates.parse(day, form=DAY_FIRST, century=CENTURY).iso


def _time(time: str) -> str:
    digits = time[:HOURS_AND_MINUTES]
    is_time = len(digits) == HOURS_AND_MINUTES and digits.isascii() and digits.isdigit()
    return f"{digits[:2]}:{digits[2:]}" if is_time and digits[:2] < "24" and digits[2:] < "60" else ""


@lru_cache(maxsize=CACHE_SIZE)
def past(text: str, flight_date: str) -> dates.ParsedDate:
    """Return a birth or issue date: a two-digit year is the latest not after the flight."""
    return dates.parse(_close(text), not_after=flight_date)


@lru_cache(maxsize=CACHE_SIZE)
def later(text: str) -> dates.ParsedDate:
    """Return an expiry date, of this century."""
    return dates.parse(_close(text), century=CENTURY)


def _close(text: str) -> str:
    """Return the text without the blanks of old line breaks, as in "14J UN79"."""
    return "".join(text.split())


def report(read: dates.ParsedDate, field: str, whose: Sentence | str, sent: str, number: int, notes: Notebook) -> None:
    """Report a problem of a date in an SSR, with the same codes as PAXLST."""
    if not read.problem:
        return
    kind = "impossible" if read.problem == "date-after-limit" else read.problem.removeprefix("date-")
    words = Sentence(
        "%(whose)s, %(field)s %(sent)s: %(problem)s. Correct it and send it again.",
        {
            "whose": whose,
            "field": Sentence(field),
            "sent": sent[:20].strip(),
            "problem": Sentence(dates.PROBLEMS[read.problem]),
        },
    )
    say = notes.error if not read.iso or read.problem == "date-after-limit" else notes.warning
    say = notes.warning if read.problem == "date-unknown" else say
    say(f"{field.replace(' ', '-')}-{kind}", words, number, segment="SSR", field=field, sent=sent)
