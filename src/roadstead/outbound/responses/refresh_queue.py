"""Queue of voyages whose responses must be refreshed after an officer's decision; a worker refreshes them.

It cannot be done in the officer's own transaction, which does not see what other states decided about the person.
"""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import connection

from roadstead.casework.alerts.models import Alert
from roadstead.filings.intake.queue import CHANNEL
from roadstead.filings.voyages.models import Voyage
from roadstead.outbound.responses.issue import refresh_responses
from roadstead.outbound.responses.models import PendingRefresh
from roadstead.platform.database.scope import REGION, scoped

MAX_VOYAGES = 20  # voyages refreshed in one pass


def queue_refresh(alert: Alert) -> None:
    """Queue a refresh of the responses of the alert's voyage, and wake a worker. Both take effect only on commit."""
    PendingRefresh.objects.create(voyage_id=alert.voyage_id, states=alert.states)
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify(%s, '')", [CHANNEL])


def run_due_refreshes() -> int:
    """Refresh queued voyages in a transaction of its own; return the number of responses written."""
    with scoped(REGION):
        due = list(PendingRefresh.objects.select_for_update(skip_locked=True).order_by("id")[:MAX_VOYAGES])
        if not due:
            return 0
        voyages = Voyage.objects.filter(pk__in={row.voyage_id for row in due}).order_by("pk")
        written = sum(refresh_responses(voyage, now=datetime.now(UTC)) for voyage in voyages)
        PendingRefresh.objects.filter(pk__in=[row.pk for row in due]).delete()
        return written
