"""Presence: the other people who have an alert open, by the heartbeat of their pages."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from roadstead.casework.alerts.models import Alert, Viewer
from roadstead.casework.alerts.state_decisions import (
    deciding_state,
)
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_decide_alerts

HEARTBEAT_SECONDS: Final = 15  # between two heartbeats of a page


# A page that missed three heartbeats has been closed.
PRESENCE_TIMEOUT: Final = timedelta(seconds=3 * HEARTBEAT_SECONDS)


def record_presence(alert: Alert, user: User, now: datetime) -> None:
    """Record that this person has the page open. People who only read (auditors) are not shown."""
    if not may_decide_alerts(user):
        return
    of = deciding_state(alert, user)
    Viewer.objects.filter(user=user, seen_at__lt=now - PRESENCE_TIMEOUT).delete()
    Viewer.objects.bulk_create(
        [Viewer(alert=alert, user=user, seen_at=now, states=[of] if of else alert.states)],
        update_conflicts=True,
        unique_fields=["alert", "user"],
        update_fields=["seen_at", "states"],
    )


def other_viewers(alert: Alert, user: User, now: datetime) -> list[str]:
    """Return the names of the others who have it open."""
    rows = Viewer.objects.visible_to(user).filter(alert=alert, seen_at__gte=now - PRESENCE_TIMEOUT).exclude(user=user)
    return [str(row.user) for row in rows.select_related("user").order_by("user__last_name", "user_id")]
