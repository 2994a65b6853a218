"""State of a carrier's filings for one voyage: which list is filed for which state, in time or not, and what is due."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from roadstead.engine.voyages.quality.facts import StateDeadline


class FilingStatus(StrEnum):
    """Status of one list for one state. DUE: not filed, and the deadline is to come."""

    ON_TIME = "on_time"
    LATE = "late"
    PARTS_MISSING = "parts_missing"
    DUE = "due"
    OVERDUE = "overdue"
    FILED = "filed"  # no deadline is known
    NOT_FILED = "not_filed"  # no deadline is known


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledList:
    """Lists filed of one kind: "passengers", "crew" or "cargo". `missing_parts`: as numbers; "?" if unknown."""

    kind: str
    first_at: datetime | None = None
    missing_parts: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """One list for one state. `state` is empty if no deadline is known for any."""

    of: FiledList
    state: str
    due: StateDeadline | None
    status: FilingStatus

    @property
    def is_open(self) -> bool:
        return self.status in OPEN


OPEN = frozenset({FilingStatus.DUE, FilingStatus.OVERDUE, FilingStatus.PARTS_MISSING, FilingStatus.NOT_FILED})


def filings(of: FiledList, deadlines: Sequence[StateDeadline], now: datetime) -> list[Filing]:
    """Return the state of one list by state, the earliest deadline first."""
    if not deadlines:
        return [Filing(of=of, state="", due=None, status=_status(of, None, now))]
    found = [Filing(of=of, state=due.state, due=due, status=_status(of, due, now)) for due in deadlines]
    return sorted(found, key=lambda each: each.due.at if each.due else now)


def next_due(found: Iterable[Filing], now: datetime) -> Filing | None:
    """Return the open filing whose deadline comes next; None if there is none to come."""
    coming = [each for each in found if each.is_open and each.due and each.due.at > now]
    return min(coming, key=lambda each: each.due.at if each.due else now, default=None)


def _status(of: FiledList, due: StateDeadline | None, now: datetime) -> FilingStatus:
    if of.first_at is None:
        if due is None:
            return FilingStatus.NOT_FILED
        return FilingStatus.DUE if due.at > now else FilingStatus.OVERDUE
    if of.missing_parts:
        return FilingStatus.PARTS_MISSING
    if due is None:
        return FilingStatus.FILED
    return FilingStatus.ON_TIME if of.first_at <= due.at else FilingStatus.LATE
