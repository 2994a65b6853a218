"""Spans of time as laws and rules write them: "40 minutes", "72 hours", "3 days", "2 working days", "6 months"."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final, Self

MAX_NUMBER: Final = 100_000  # larger numbers are typing errors


class Unit(StrEnum):
    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working days"
    MONTHS = "months"
    YEARS = "years"


SINGULAR: Final = {unit.value.removesuffix("s"): unit for unit in Unit}
UNITS: Final = {**SINGULAR, **{unit.value: unit for unit in Unit}}
ELAPSED: Final = {Unit.MINUTES: timedelta(minutes=1), Unit.HOURS: timedelta(hours=1), Unit.DAYS: timedelta(days=1)}
IN_MONTHS: Final = {Unit.MONTHS: 1, Unit.YEARS: 12}


@dataclass(frozen=True, slots=True)
class Span:
    """A number of units. A negative number counts back from a planned moment."""

    number: int
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse a whole number, a blank and a unit. Raises ValueError for anything else."""
        return cls(*_parse(text))

    def __str__(self) -> str:
        unit = self.unit.removesuffix("s") if abs(self.number) == 1 else self.unit
        return f"{self.number} {unit}"

    def after(self, moment: datetime) -> datetime:
        """Return the moment later by this span, by the clock of `moment` itself. The 31st becomes the last day of a
        shorter month.

        Raises ValueError for working days, which need a calendar (`due`).
        """
        if self.unit in ELAPSED:
            return moment + self.number * ELAPSED[self.unit]
        if self.unit not in IN_MONTHS:
            raise ValueError(f"{self}: working days need the calendar of a state")
        years, month = divmod(moment.month - 1 + self.number * IN_MONTHS[self.unit], 12)
        year = moment.year + years
        day = min(moment.day, calendar.monthrange(year, month + 1)[1])
        return moment.replace(year=year, month=month + 1, day=day)


@lru_cache(maxsize=1000)
def _parse(text: str) -> tuple[int, Unit]:
    number, _, unit = text.partition(" ")
    digits = number.removeprefix("-")
    if unit not in UNITS or not (digits.isascii() and digits.isdigit() and int(digits) < MAX_NUMBER):
        raise ValueError(f"{text!r} is no span of time: write a whole number and a unit, as 2 working days")
    return int(number), UNITS[unit]
