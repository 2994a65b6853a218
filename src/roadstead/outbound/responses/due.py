"""An officer decided: the voyage's answers are due again. Asked for in the officer's transaction, done by a worker.

The officer's own transaction must not do it: it does not see what other states have decided about the same person.
"""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import connection

from roadstead.casework.alerts.models import Alert
from roadstead.filings.intake.queue import CHANNEL
from roadstead.filings.voyages.models import Voyage
from roadstead.outbound.responses.give import refresh_responses
from roadstead.outbound.responses.models import Due
from roadstead.platform.database.scope import REGION, scoped

MOST = 20  # voyages looked at in one pass


def queue_refresh(alert: Alert) -> None:
    """Have the answers of the alert's voyage looked at again, and wake a worker. Both happen only if this commits."""
    Due.objects.create(voyage_id=alert.voyage_id, states=alert.states)
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify(%s, '')", [CHANNEL])


def do_what_is_due() -> int:
    """Look at the voyages that are due; how many rows of answers were written. A transaction of its own."""
    with scoped(REGION):
        due = list(Due.objects.select_for_update(skip_locked=True).order_by("id")[:MOST])
        if not due:
            return 0
        voyages = Voyage.objects.filter(pk__in={row.voyage_id for row in due}).order_by("pk")
        written = sum(refresh_responses(voyage, now=datetime.now(UTC)) for voyage in voyages)
        Due.objects.filter(pk__in=[row.pk for row in due]).delete()
        return written
