"""Deletion of requests between states, a while after they have ended, and of drafts that nobody went on with (S6)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from roadstead.cooperation.requests.models import Draft, Request
from roadstead.engine.deadlines.spans import Span
from roadstead.oversight.retention.graph import erase, with_references

MAX_ROWS: Final = 200  # at a time, the oldest first


def delete_old(period: str, now: datetime) -> int:
    """Delete requests that ended longer ago than `period` ("12 months"), with all that belongs to them, and drafts
    saved longer ago; return their number.
    """
    return _requests(period, now) + _drafts(period, now)


def _requests(period: str, now: datetime) -> int:
    oldest = Request.objects.exclude(ended_at=None).order_by("ended_at").values_list("pk", "ended_at")[:MAX_ROWS]
    over = [pk for pk, ended_at in oldest if ended_at and Span.parse(period).after(ended_at) <= now]
    # A later request that names an earlier one stays, and names none.
    Request.objects.filter(earlier__in=over).update(earlier=None)
    for table, rows in with_references("requests_request", over).items():
        erase(table, sorted(rows))
    return len(over)


def _drafts(period: str, now: datetime) -> int:
    oldest = Draft.objects.order_by("saved_at").values_list("pk", "saved_at")[:MAX_ROWS]
    over = [pk for pk, saved_at in oldest if Span.parse(period).after(saved_at) <= now]
    Draft.objects.filter(pk__in=over).delete()
    return len(over)
