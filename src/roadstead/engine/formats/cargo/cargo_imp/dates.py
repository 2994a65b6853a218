"""Dates of Cargo-IMP, mostly without a year ("20JUN", "20JUN1039") or only a day of the month ("19")."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from roadstead.engine.formats.reading import Notebook
from roadstead.engine.sentences import Sentence

MONTHS: Final = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
WRITTEN: Final = re.compile(r"([0-9]{2})([A-Z]{3})((?:[0-9]{2}){0,3})")
CENTURY: Final = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class DateReader:
    """Reader of dates. `near`: ISO date, mostly of reception; a date without a year is the one nearest to it."""

    near: str
    notes: Notebook
    reported: set[str] = field(default_factory=set)  # dates without a year already reported

    def moment(self, text: str, number: int, tag: str, field: str) -> str:
        """Return the ISO date, with its time if given; "" and a problem if it cannot be determined."""
        found = WRITTEN.fullmatch(text)
        if found is None or found[2] not in MONTHS:
            self._report_impossible(text, number, tag, field)
            return ""
        day, month, rest = int(found[1]), MONTHS.index(found[2]) + 1, found[3]
        year, clock = _year_and_clock(rest)
        made = _date_or_none(year, month, day) if year else _nearest(day, month, self.near)
        if made is None and (self.near or year or _date_or_none(CENTURY, month, day) is None):
            self._report_impossible(text, number, tag, field)
        elif made is None:
            self._report_open_year(text, f"{day} {found[2].capitalize()}", number, tag, field)
        return f"{made.isoformat()}{_time(clock)}" if made else ""

    def of_month(self, text: str) -> str:
        """Return the ISO date of a day of the month ("19") nearest to `near`; "" without `near`."""
        day = int(text[:2]) if re.fullmatch(r"[0-9]{2}", text) else 0
        middle = _day(self.near)
        if not day or middle is None:
            return ""
        months = [divmod(middle.year * 12 + middle.month - 1 + step, 12) for step in (-1, 0, 1)]
        found = [made for year, month in months if (made := _date_or_none(year, month + 1, day))]
        return min(found, key=lambda each: abs(each - middle)).isoformat() if found else ""

    def _report_open_year(self, text: str, day: str, number: int, tag: str, field: str) -> None:
        if text in self.reported:
            return
        self.reported.add(text)
        words = Sentence(
            "The %(field)s is %(day)s, without a year. We take the year from the day we received the message.",
            {"field": Sentence(field), "day": day},
        )
        self.notes.note("year-open", words, number, segment=tag, field=field, sent=text)

    def _report_impossible(self, text: str, number: int, tag: str, field: str) -> None:
        words = Sentence(
            "%(text)s is not a valid date for the %(field)s. Write it as 20JUN, or as 20JUN1430 with a time.",
            {"text": text[:20], "field": Sentence(field)},
        )
        self.notes.warning("day-impossible", words, number, segment=tag, field=field, sent=text)


def is_day(text: str) -> bool:
    """Return True if the text has the form of a date: "20JUN", "20JUN1039", "19JUN26"."""
    found = WRITTEN.fullmatch(text)
    return found is not None and found[2] in MONTHS


def next_day(iso: str) -> str:
    day = _day(iso)
    return (day + timedelta(days=1)).isoformat() if day else iso


def written(iso: str) -> str:
    """Return "20JUN" or "20JUN1039" for an ISO date; any other text unchanged."""
    day = _day(iso[:10])
    return f"{day.day:02}{MONTHS[day.month - 1]}{iso[11:16].replace(':', '')}" if day else iso


def _year_and_clock(rest: str) -> tuple[int, str]:
    """Split "26", "1039" and "262100" into year (0: none) and time ("": none)."""
    if len(rest) in (2, 6):
        return CENTURY + int(rest[:2]), rest[2:]
    return 0, rest


def _time(clock: str) -> str:
    good = len(clock) == 4 and clock[:2] < "24" and clock[2:] < "60"
    return f"T{clock[:2]}:{clock[2:]}" if good else ""


def _nearest(day: int, month: int, near: str) -> date | None:
    middle = _day(near)
    if middle is None:
        return None
    found = [made for year in range(middle.year - 1, middle.year + 2) if (made := _date_or_none(year, month, day))]
    return min(found, key=lambda each: abs(each - middle), default=None)


def _date_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _day(iso: str) -> date | None:
    try:
        found = date.fromisoformat(iso[:10]) if iso else None
    except ValueError:
        return None
    return found if found and date.min.year + 2 < found.year < date.max.year - 2 else None
