"""Deletion of the watch log by whole days, and of the text of entries about somebody whose data were erased (S6)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from roadstead.casework.cases.models import Case
from roadstead.casework.log.models import LogDay, LogEntry, LogLink, ShiftHandover
from roadstead.engine.deadlines.spans import Span
from roadstead.oversight.retention.graph import blank, erase, with_references

MAX_ROWS: Final = 200  # days and handovers at a time, the oldest first
MAX_ENTRIES: Final = 5000  # blanked at a time


def delete_old(period: str, now: datetime) -> int:
    """Delete days of logs that ended longer ago than `period` ("12 months") with their entries, and handovers signed
    longer ago; return their number. Entries that an open case needs stay; of the others of their day the text goes.
    """
    kept = LogLink.objects.filter(kind="case", number__in=Case.objects.filter(closed_at=None).values("pk"))
    held = set(kept.values_list("entry__log", flat=True))
    days = LogDay.objects.exclude(pk__in=held).order_by("day").values_list("pk", "day")[:MAX_ROWS]
    over = [pk for pk, day in days if _ended(day, period, now)]
    for table, ids in with_references("log_logday", over).items():
        erase(table, sorted(ids))
    late = [pk for pk, day in LogDay.objects.filter(pk__in=held).values_list("pk", "day") if _ended(day, period, now)]
    _blank(LogEntry.objects.filter(log__in=late).exclude(pk__in=kept.values("entry")).values_list("pk", flat=True))
    signed = ShiftHandover.objects.order_by("signed_out_at").values_list("pk", "signed_out_at")[:MAX_ROWS]
    handovers = [pk for pk, at in signed if Span.parse(period).after(at) <= now]
    erase("log_shifthandover", handovers)
    return len(over) + len(handovers)


def blank_entries_about(travellers: Collection[int]) -> None:
    """Remove the text of entries that name one of these travellers. The entry, its time and its digest stay."""
    links = LogLink.objects.filter(kind="traveller", number__in=travellers)
    _blank(links.values_list("entry", flat=True))


def _blank(entries: Any) -> None:
    rows = LogEntry.objects.filter(pk__in=entries, removed_at=None)
    blank("log_logentry", list(rows.order_by().values_list("pk", flat=True)[:MAX_ENTRIES]))


def _ended(day: date, period: str, now: datetime) -> bool:
    """Return True if the day ended that long ago in every time zone."""
    return Span.parse(period).after(datetime.combine(day, time(), tzinfo=UTC) + timedelta(days=2)) <= now
