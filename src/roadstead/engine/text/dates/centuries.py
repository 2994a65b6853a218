"""Century of a two-digit year: settled by the voyage's date or by the kind of date, never by today's date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from roadstead.engine.text.dates.parsed import ParsedDate, make_date, problem
from roadstead.engine.text.dates.relation import earliest, latest


@dataclass(frozen=True, slots=True, kw_only=True)
class Centuries:
    """Rule for two-digit years.

    `not_after`: for births, the latest date that is not after this day. `century`: "20" for travel and documents.
    """

    not_after: date | None = None
    century: str = ""

    def make_date(self, year: str, month: int, day: int) -> ParsedDate:
        """Return the date of a year with two or four digits."""
        if len(year) != 2:
            return make_date(int(year), month, day)
        if self.century:
            return make_date(int(self.century + year), month, day)
        if self.not_after is None:
            return problem("century-unknown")
        return self._latest(int(year), month, day, self.not_after)

    def _latest(self, year: int, month: int, day: int, limit: date) -> ParsedDate:
        for century in (limit.year // 100, limit.year // 100 - 1):
            found = make_date(century * 100 + year, month, day)
            first = earliest(found.iso)
            if first and first <= limit:
                return found
        return problem("date-impossible")


def centuries(not_after: str, century: str) -> Centuries:
    """Make the rule from an ISO date (or time, or partial date) and the two digits of a century; others are dropped."""
    known = century if len(century) == 2 and century.isascii() and century.isdigit() else ""
    return Centuries(not_after=latest(not_after), century=known)
