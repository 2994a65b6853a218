"""Working days of a state: weekends and public holidays of the `holidays` package, with the operator's corrections."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from functools import cache
from typing import Final

import holidays

# ISO 3166 alpha-3 codes of the member and associate states → the alpha-2 codes that the package uses.
STATES: Final = {
    "AIA": "AI", "ATG": "AG", "BHS": "BS", "BLZ": "BZ", "BMU": "BM", "BRB": "BB", "CUW": "CW", "CYM": "KY",
    "DMA": "DM", "GRD": "GD", "GUY": "GY", "HTI": "HT", "JAM": "JM", "KNA": "KN", "LCA": "LC", "MSR": "MS",
    "SUR": "SR", "TCA": "TC", "TTO": "TT", "VCT": "VC", "VGB": "VG",
}  # fmt: skip
SATURDAY: Final = 5
ESTIMATED: Final = "(estimated)"  # the package's mark for a date that depends on the moon
DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One day that the operator adds to or removes from a state's holidays."""

    day: date
    is_holiday: bool
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Working days of one state in its time zone. An unknown state has weekends (Saturday, Sunday) and no holidays."""

    state: str
    zone: tzinfo
    corrections: tuple[Correction, ...] = field(default=())

    def holiday(self, day: date) -> str:
        """Return the name of the holiday, or "". A weekend is no holiday."""
        if (own := self._correction(day)) is not None:
            return (own.name or "public holiday") if own.is_holiday else ""
        return _holidays(self.state, day.year).get(day, "").removesuffix(ESTIMATED).strip()

    def is_working(self, day: date) -> bool:
        """Return True for a working day. A day that the operator removed from the holidays is one even at a weekend."""
        if (own := self._correction(day)) is not None:
            return not own.is_holiday
        return day.weekday() not in _weekend(self.state) and day not in _holidays(self.state, day.year)

    def estimated_holiday(self, first: date, last: date) -> str:
        """Return the name of a holiday between these days whose date is only estimated, or ""."""
        years = range(first.year, last.year + 1)
        found = [
            (day, name) for year in years for day, name in _holidays(self.state, year).items() if ESTIMATED in name
        ]
        near = (name for day, name in found if first <= day <= last and self._correction(day) is None)
        return next(near, "").removesuffix(ESTIMATED).strip()

    def start_of_day(self, day: date) -> datetime:
        """Return midnight at the beginning of the day in the state's zone, as an aware moment."""
        return datetime(day.year, day.month, day.day, tzinfo=self.zone)

    def _correction(self, day: date) -> Correction | None:
        return next((each for each in reversed(self.corrections) if each.day == day), None)


def with_corrections(calendar: Calendar, corrections: Iterable[Correction]) -> Calendar:
    """Return the calendar with the operator's corrections. The later of two for one day wins."""
    return Calendar(state=calendar.state, zone=calendar.zone, corrections=(*calendar.corrections, *corrections))


@cache
def _holidays(state: str, year: int) -> dict[date, str]:
    code = STATES.get(state)
    return dict(holidays.country_holidays(code, years=year)) if code else {}


@cache
def _weekend(state: str) -> frozenset[int]:
    code = STATES.get(state)
    return frozenset(holidays.country_holidays(code).weekend) if code else frozenset({SATURDAY, SATURDAY + 1})
