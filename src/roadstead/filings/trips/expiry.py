"""Deletion of what filers saved, by the retention policy of its category (S6)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from roadstead.engine.deadlines.spans import Span
from roadstead.filings.trips.models import SavedCraft, SavedPerson, Trip

MAX_ROWS: Final = 1000  # at a time, the oldest first


def delete_old(period: str, now: datetime) -> int:
    """Delete trips, craft and people that were last used longer ago than `period` ("12 months"); return their number.

    Trips go first, and with them their people's places; declarations stay with their voyage.
    """
    return sum(_delete(model, period, now) for model in (Trip, SavedPerson, SavedCraft))


def _delete(model: type[Trip | SavedPerson | SavedCraft], period: str, now: datetime) -> int:
    oldest = model.objects.order_by("used_at").values_list("pk", "used_at")[:MAX_ROWS]
    over = [pk for pk, used_at in oldest if Span.parse(period).after(used_at) <= now]
    model.objects.filter(pk__in=over).delete()
    return len(over)
