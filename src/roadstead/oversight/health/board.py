"""Status of the service for its operator: numbers that the health checks do not hold. No data of travellers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection
from django.db.models import Max

from roadstead.filings.intake.models import Message, Status
from roadstead.platform.audit.models import Checkpoint
from roadstead.platform.database.scope import Scope, region_scope
from roadstead.targeting.watchlists.models import REGION, Version

QUEUE_LENGTH: Final = "select count(*) from pgmq.q_intake"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceStatus:
    """Messages in the queue and set aside; when the list that is oldest was loaded, and the audit log last signed."""

    messages_waiting: int
    messages_set_aside: int
    oldest_list_at: datetime | None
    signed_at: datetime | None


def service_status(back: Scope) -> ServiceStatus:
    """Return the numbers of the whole service. `back`: the scope of the operator, who otherwise reads none of this."""
    with region_scope(back):
        with connection.cursor() as cursor:
            cursor.execute(QUEUE_LENGTH)
            waiting = int(cursor.fetchone()[0])
        signed = Checkpoint.objects.filter(fault="").values_list("at", flat=True).first()
        return ServiceStatus(
            messages_waiting=waiting,
            messages_set_aside=Message.objects.filter(status=Status.SET_ASIDE).count(),
            oldest_list_at=min(_newest_versions(), default=None),
            signed_at=signed,
        )


def _newest_versions() -> list[datetime]:
    """Return when the newest version of each regional list was loaded."""
    rows = Version.objects.filter(watch_list__owner=REGION, watch_list__is_manual=False).order_by()
    return list(rows.values("watch_list").annotate(newest=Max("loaded_at")).values_list("newest", flat=True))
