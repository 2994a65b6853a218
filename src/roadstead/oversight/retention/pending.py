"""Data that a purge has to process: expired or to be masked, and not enforced yet (S6, S8).

What is enforced is marked on its schedules and not considered again. `schedule` removes the marks when it changes the
times, and when the subject has changed: a message about the voyage came, an officer acted on the alert, or a row was
deleted for which a message was kept (`migrations.0002_database`).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Q

from roadstead.filings.voyages.models import Manifest
from roadstead.oversight.retention.models import Hold, RetentionSchedule


def is_pending(now: datetime) -> Q:
    """Return the condition for schedules that are due by `now` and not enforced yet."""
    return Q(expires_at__lte=now, enforced_at=None) | Q(mask_at__lte=now, masked_at=None)


def held_voyages(now: datetime) -> Any:
    """Return the ids of held voyages as a query."""
    return Hold.objects.filter(lifted_at=None, until__gte=now.date()).order_by().values("voyage")


def due_voyages(now: datetime) -> list[int]:
    """Return ids of voyages with something to enforce, of their own, an alert or a selection, that are not held."""
    over = RetentionSchedule.objects.filter(is_pending(now)).order_by()
    own = over.filter(voyage__isnull=False).values_list("voyage", flat=True)
    of_alerts = over.filter(alert__isnull=False).values_list("alert__voyage", flat=True)
    of_selections = over.filter(selection__isnull=False).values_list("selection__voyage", flat=True)
    return sorted(
        (set(own) | set(of_alerts) | set(of_selections)) - set(held_voyages(now).values_list("voyage", flat=True))
    )


def due_messages(now: datetime) -> list[int]:
    """Return ids of messages with something to enforce. Called after voyages were deleted, on which messages depend."""
    over = (
        RetentionSchedule.objects.filter(is_pending(now), message__isnull=False)
        .order_by()
        .values_list("message", flat=True)
    )
    kept = Manifest.objects.filter(voyage__in=held_voyages(now)).order_by().values_list("message", flat=True)
    return sorted(set(over) - set(kept))


def mark_enforced(now: datetime, **of: Collection[Any]) -> None:
    """Mark the due schedules of these (`voyage__in`, `message__in`, `alert__in`, `selection__in`) as enforced."""
    clocks = RetentionSchedule.objects.filter(**of)
    clocks.filter(expires_at__lte=now, enforced_at=None).update(enforced_at=now)
    clocks.filter(mask_at__lte=now, masked_at=None).update(masked_at=now)
