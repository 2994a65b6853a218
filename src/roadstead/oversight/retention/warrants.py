"""Deletion of warrants, a while after they have ended (S6). The audit log keeps who validated each."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import Q
from django.db.models.functions import Coalesce

from roadstead.cooperation.warrants.logic.statuses import Status
from roadstead.cooperation.warrants.models import Warrant
from roadstead.engine.deadlines.spans import Span
from roadstead.oversight.retention.graph import erase, with_references
from roadstead.targeting.watchlists.warrant_entries import blank_entry

MAX_ROWS: Final = 200  # at a time, the oldest first


def delete_old(period: str, now: datetime) -> int:
    """Delete warrants that ended longer ago than `period` ("12 months"), and drafts that are as old and were never
    signed, with all that belongs to them; return their number. Their entries lose whom they named.
    """
    rows = Warrant.objects.filter(Q(ended_at__isnull=False) | Q(status=Status.DRAFTED))
    oldest = rows.order_by(Coalesce("ended_at", "opened_at"))[:MAX_ROWS]
    over = [row for row in oldest if Span.parse(period).after(row.ended_at or row.opened_at) <= now]
    for row in over:
        blank_entry(row.owner, row.reference)
    for table, ids in with_references("warrants_warrant", [row.pk for row in over]).items():
        erase(table, sorted(ids))
    return len(over)
