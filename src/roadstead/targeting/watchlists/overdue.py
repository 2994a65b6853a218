"""Due dates of reviews. Overdue entries raise no alerts and are shown on the board (S22)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from roadstead.engine.matching.policy import is_past
from roadstead.targeting.watchlists.models import Entry

REMIND_DAYS: Final = 30  # days before


@dataclass(frozen=True, slots=True, kw_only=True)
class DueEntry:
    """An entry with its due date. `by`: the earlier of review and expiry, as text; `why`: review or expiry."""

    entry: Entry
    by: str
    why: str


def overdue(entries: Iterable[Entry], today: date) -> list[DueEntry]:
    """Return entries that no longer alert because a day has passed, the longest overdue first."""
    found = (_due(entry) for entry in entries)
    return sorted((due for due in found if is_past(due.by, today)), key=lambda due: due.by)


def due_soon(entries: Iterable[Entry], today: date) -> list[DueEntry]:
    """Return entries that are due within the next month."""
    last = (today + timedelta(days=REMIND_DAYS)).isoformat()
    coming = (due for entry in entries if today.isoformat() <= (due := _due(entry)).by <= last)
    return sorted(coming, key=lambda due: due.by)


def _due(entry: Entry) -> DueEntry:
    review, expires = str(entry.listed.get("review") or ""), str(entry.listed.get("expires") or "")
    by = min(filter(None, (review, expires)), default="")
    return DueEntry(entry=entry, by=by, why="review" if by == review else "expiry")
