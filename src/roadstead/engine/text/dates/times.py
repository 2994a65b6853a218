"""Times of departure and arrival: local to the port, without zone, as carriers send them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from roadstead.engine.text.dates.compact import BY_LENGTH, FORMS, squeeze
from roadstead.engine.text.dates.parse import parse
from roadstead.engine.text.dates.parsed import ParsedDate, Precision

WRITTEN: Final = re.compile(
    r"(.+?)(?:[T ]\s*)([0-9]{1,2}):?([0-9]{2})(?::?[0-9]{2})?(?:\.[0-9]+)?\s?(Z|[+-][0-9:]{4,6})?"
)


def datetime_local(text: str, form: str = "") -> ParsedDate:
    """Return ISO "2026-11-25T16:20" for the formats 201, 203, 204 and 303 of UN/EDIFACT 2379, ISO and written times.

    Travel is in this century. Without a time, or with an impossible one, only the date is kept.
    """
    close = squeeze(text)
    found = _shape(close, form) or _shape(close, BY_LENGTH.get(len(close), ""))
    if found and "hour" in found.groupdict():
        return _at(parse(close, form=form, century="20"), found["hour"], found["minute"])
    spelled = WRITTEN.fullmatch(text.strip())
    day = parse(spelled[1], century="20") if spelled else ParsedDate()
    if spelled is None or day.precision is not Precision.DAY:
        return parse(text, form=form, century="20")
    return _at(replace(day, problem="zone-ignored") if spelled[4] else day, spelled[2], spelled[3])


def _shape(close: str, form: str) -> re.Match[str] | None:
    return FORMS[form].fullmatch(close) if form in FORMS else None


def _at(day: ParsedDate, hour: str, minute: str) -> ParsedDate:
    """Add the time to a day; 24:00 becomes 00:00 of the next day."""
    if day.precision is not Precision.DAY:
        return day
    if hour == "24" and minute == "00" and day.iso < date.max.isoformat():
        following = date.fromisoformat(day.iso) + timedelta(days=1)
        return replace(day, iso=f"{following.isoformat()}T00:00", precision=Precision.MINUTE)
    if int(hour) > 23 or int(minute) > 59:
        return replace(day, problem="time-impossible")
    return replace(day, iso=f"{day.iso}T{int(hour):02}:{minute}", precision=Precision.MINUTE)
