"""Deletion of incident rooms, a while after they have ended, and of text about somebody whose data were erased (S6)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.db.models.functions import Least

from roadstead.casework.cases.models import Case
from roadstead.casework.rooms.models import Room, RoomEntry, RoomLink
from roadstead.engine.deadlines.spans import Span
from roadstead.oversight.retention.graph import blank, erase, with_references

MAX_ROWS: Final = 200  # at a time, the oldest first


def delete_old(period: str, now: datetime) -> int:
    """Delete rooms that ended, or were closed before, longer ago than `period` ("12 months"), with all that belongs to
    them; return their number. A room with an entry that an open case needs stays until the case is closed.
    """
    cases = Case.objects.filter(closed_at=None).values("pk")
    kept = RoomLink.objects.filter(kind="case", number__in=cases).values("room")
    ended = Room.objects.exclude(pk__in=kept).annotate(ended=Least("ends_at", "closed_at"))
    oldest = ended.order_by("ended").values_list("pk", "ended")[:MAX_ROWS]
    over = [pk for pk, at in oldest if Span.parse(period).after(at) <= now]
    for table, ids in with_references("rooms_room", over).items():
        erase(table, sorted(ids))
    return len(over)


def blank_room_entries_about(travellers: Collection[int]) -> None:
    """Remove the text of entries that a member has linked to one of these travellers. Their time and digest stay."""
    entries = RoomLink.objects.filter(kind="traveller", number__in=travellers).values("entry")
    rows = RoomEntry.objects.filter(pk__in=entries, removed_at=None)
    blank("rooms_roomentry", list(rows.order_by().values_list("pk", flat=True)))
