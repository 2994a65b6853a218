"""Which days are working days in a state: weekends and public holidays of the `holidays` package, and what the
operator adds to them or takes off them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from functools import cache
from typing import Final

import holidays

# ISO 3166 alpha-3 of the member and associate states, as the package names them (alpha-2).
STATES: Final = {
    "AIA": "AI", "ATG": "AG", "BHS": "BS", "BLZ": "BZ", "BMU": "BM", "BRB": "BB", "CUW": "CW", "CYM": "KY",
    "DMA": "DM", "GRD": "GD", "GUY": "GY", "HTI": "HT", "JAM": "JM", "KNA": "KN", "LCA": "LC", "MSR": "MS",
    "SUR": "SR", "TCA": "TC", "TTO": "TT", "VCT": "VC", "VGB": "VG",
}  # fmt: skip
SATURDAY: Final = 5
ESTIMATED: Final = "(estimated)"  # how the package marks a day that the moon decides
DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One day that the operator adds to a state's holidays or takes off them, with its source."""

    day: date
    is_holiday: bool
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The days of one state by its own clock. An unknown state has weekends (Saturday, Sunday) and no holidays."""

    state: str
    zone: tzinfo
    corrections: tuple[Correction, ...] = field(default=())

    def holiday(self, day: date) -> str:
        """Its name; "" where the day is none. A weekend is no holiday."""
        if (own := self._corrected(day)) is not None:
            return (own.name or "public holiday") if own.is_holiday else ""
        return _holidays(self.state, day.year).get(day, "").removesuffix(ESTIMATED).strip()

    def is_working(self, day: date) -> bool:
        """A day that the operator took off the holidays is a working day even at a weekend."""
        if (own := self._corrected(day)) is not None:
            return not own.is_holiday
        return day.weekday() not in _weekend(self.state) and day not in _holidays(self.state, day.year)

    def estimated(self, first: date, last: date) -> str:
        """The name of a holiday within these days whose day is not certain; "" where there is none."""
        years = range(first.year, last.year + 1)
        found = [
            (day, name) for year in years for day, name in _holidays(self.state, year).items() if ESTIMATED in name
        ]
        near = (name for day, name in found if first <= day <= last and self._corrected(day) is None)
        return next(near, "").removesuffix(ESTIMATED).strip()

    def begins(self, day: date) -> datetime:
        """Midnight at the beginning of the day, in UTC terms comparable with any aware moment."""
        return datetime(day.year, day.month, day.day, tzinfo=self.zone)

    def _corrected(self, day: date) -> Correction | None:
        return next((each for each in reversed(self.corrections) if each.day == day), None)


def corrected(calendar: Calendar, corrections: Iterable[Correction]) -> Calendar:
    """The calendar with the operator's rows; of two for one day the later holds."""
    return Calendar(state=calendar.state, zone=calendar.zone, corrections=(*calendar.corrections, *corrections))


@cache
def _holidays(state: str, year: int) -> dict[date, str]:
    code = STATES.get(state)
    return dict(holidays.country_holidays(code, years=year)) if code else {}


@cache
def _weekend(state: str) -> frozenset[int]:
    code = STATES.get(state)
    return frozenset(holidays.country_holidays(code).weekend) if code else frozenset({SATURDAY, SATURDAY + 1})
