"""Filters of the statistics, from the query string: a period, and state, list, carrier and mode of transport. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from roadstead.engine.records import Mode

DAYS: Final = ("7", "30", "90")
MAX_PERIOD: Final = timedelta(days=731)  # limit of one page
STATE_LETTERS: Final = 3  # of an ISO 3166-1 alpha-3 code
MODES: Final = tuple(mode.value for mode in Mode)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatisticsFilters:
    """Filters. `since`, `until`: first and last day (UTC) of a voyage's first list. "" means no filter."""

    since: date
    until: date
    days: str = ""  # one of `DAYS`; "": the two days were typed
    state: str = ""  # alpha-3, on the voyage's route
    source: str = ""  # what raised it: a list's title or a rule's code
    carrier: str = ""
    mode: str = ""

    @classmethod
    def parse(cls, address: Mapping[str, str], today: date) -> StatisticsFilters:
        """Parse the query string; unknown values are ignored. Without a period: the last 30 days."""
        since, until = _day(address.get("from", "")), _day(address.get("to", ""))
        days = address.get("days", "30")
        if since or until:
            until = until or today
            since = max(since or until, until - MAX_PERIOD)
            days = ""
        else:
            days = days if days in DAYS else "30"
            since, until = today - timedelta(days=int(days) - 1), today
        mode, state = address.get("mode", ""), address.get("state", "")
        return cls(
            since=min(since, until),
            until=max(since, until),
            days=days,
            state=state if len(state) == STATE_LETTERS else "",
            source=address.get("source", "")[:100],
            carrier=address.get("carrier", "")[:12],
            mode=mode if mode in MODES else "",
        )

    @property
    def span(self) -> tuple[datetime, datetime]:
        """Period from its first instant to the one after its last."""
        midnight = datetime.combine(self.since, time(), UTC)
        return midnight, datetime.combine(self.until, time(), UTC) + timedelta(days=1)


def _day(text: str) -> date | None:
    """Return a day as typed; None if it is no date or outside the years 2000 to 2999."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2999 else None
