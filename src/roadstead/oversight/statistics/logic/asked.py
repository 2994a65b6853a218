"""What the address of the figures asks for: a period, and whose voyages, lists, carriers, ways of travel. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from roadstead.engine.records import Mode

DAYS: Final = ("7", "30", "90")
LONGEST: Final = timedelta(days=731)  # what one page counts at once
MODES: Final = tuple(mode.value for mode in Mode)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`since` and `until`: first and last day (UTC) on which a voyage's first list came. "" is everything."""

    since: date
    until: date
    days: str = ""  # of DAYS; "": the two days were typed
    state: str = ""  # alpha-3, on the voyage's way
    source: str = ""  # a list's title or a rule's code: what raised it
    carrier: str = ""
    mode: str = ""

    @classmethod
    def of(cls, address: Mapping[str, str], today: date) -> Asked:
        """What we do not know is taken for nothing; no period is the last 30 days."""
        since, until = _day(address.get("from", "")), _day(address.get("to", ""))
        days = address.get("days", "30")
        if since or until:
            until = until or today
            since = max(since or until, until - LONGEST)
            days = ""
        else:
            days = days if days in DAYS else "30"
            since, until = today - timedelta(days=int(days) - 1), today
        mode = address.get("mode", "")
        return cls(
            since=min(since, until),
            until=max(since, until),
            days=days,
            state=address.get("state", "")[:3],
            source=address.get("source", "")[:100],
            carrier=address.get("carrier", "")[:12],
            mode=mode if mode in MODES else "",
        )

    @property
    def span(self) -> tuple[datetime, datetime]:
        """From the first instant to the one after the last."""
        midnight = datetime.combine(self.since, time(), UTC)
        return midnight, datetime.combine(self.until, time(), UTC) + timedelta(days=1)


def _day(text: str) -> date | None:
    """A day as typed, within what calendars and this service can mean."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2999 else None
