"""Hours of a contact method as people type them: "08:00 to 16:00", "Mon-Fri 8-16", "day and night". Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Final

ALWAYS: Final = re.compile(
    r"24 ?/ ?7|24 ?h(ours?|rs?|oras|eures)?|at any time|always|day and night|día y noche|jour et nuit|dag en nacht"
)
CLOCK: Final = r"([01]?\d|2[0-3])(?:[:.h]([0-5]\d)?)?"
SPAN: Final = re.compile(rf"\b{CLOCK}\s*(?:-|–|to|until|till|a|à|tot)\s*{CLOCK}\b")
WORKING_DAYS: Final = re.compile(
    r"weekdays?|working days?|business days?|días (?:laborables|hábiles)|jours ouvrables|werkdagen"
    r"|mon(?:day)?\s*(?:-|–|to)\s*fri(?:day)?|lun(?:es)?\s*(?:-|–|a)\s*vie(?:rnes)?|lun(?:di)?\s*(?:-|–|à|au)\s*ven(?:dredi)?"
    r"|ma(?:andag)?\s*(?:-|–|tot)\s*vr(?:ijdag)?"
)
FILLERS: Final = re.compile(r"[\s,;.()]+|\b(?:daily|every day|local time|from|de|van)\b")
DAY: Final = timedelta(days=1)
ALL_DAY: Final = (time(0), time(0))
NIGHT_BEGINS, NIGHT_ENDS = time(20), time(6)


def is_open(hours: str, at: datetime, is_working: Callable[[date], bool]) -> bool | None:
    """Return whether `at`, by the clock of the place, is within the hours; None if they cannot be read. "": always."""
    text = hours.strip().casefold()
    if not text or ALWAYS.fullmatch(text):
        return True
    spans = [(_clock(*found.group(1, 2)), _clock(*found.group(3, 4))) for found in SPAN.finditer(text)]
    rest, working = WORKING_DAYS.subn("", SPAN.sub("", text))
    if FILLERS.sub("", rest) or not (spans or working):
        return None
    return any(_within(begins, ends, at, is_working if working else _every_day) for begins, ends in spans or [ALL_DAY])


def coming_night(now: datetime) -> datetime:
    """Return now if it is night by this clock, else 23:00 of the day."""
    is_night = now.time() >= NIGHT_BEGINS or now.time() < NIGHT_ENDS
    return now if is_night else now.replace(hour=23, minute=0, second=0, microsecond=0)


def _within(begins: time, ends: time, at: datetime, counts: Callable[[date], bool]) -> bool:
    """Hours that end at or before their beginning end on the next day."""
    clock, day = at.time(), at.date()
    if begins < ends:
        return counts(day) and begins <= clock < ends
    return (counts(day) and clock >= begins) or (counts(day - DAY) and clock < ends)


def _clock(hour: str, minute: str | None) -> time:
    return time(int(hour), int(minute or 0))


def _every_day(day: date) -> bool:
    return True
