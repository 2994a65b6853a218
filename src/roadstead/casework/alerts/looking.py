"""Who has an alert open now: two people at one alert see each other. A page says so every quarter of a minute."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from roadstead.casework.alerts.models import Alert, Looking
from roadstead.casework.alerts.standing import speaker
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_decide_alerts

BEAT: Final = 15  # seconds between two signs of life of a page
LASTS: Final = timedelta(seconds=3 * BEAT)  # a page whose third sign is missing has been closed


def look(alert: Alert, user: User, now: datetime) -> None:
    """This person has the page open. Whoever only reads (an auditor) is in nobody's way and is not shown."""
    if not may_decide_alerts(user):
        return
    of = speaker(alert, user)
    Looking.objects.filter(user=user, seen_at__lt=now - LASTS).delete()
    Looking.objects.bulk_create(
        [Looking(alert=alert, user=user, seen_at=now, states=[of] if of else alert.states)],
        update_conflicts=True,
        unique_fields=["alert", "user"],
        update_fields=["seen_at", "states"],
    )


def others(alert: Alert, user: User, now: datetime) -> list[str]:
    """The names of the others who have it open."""
    rows = Looking.objects.visible_to(user).filter(alert=alert, seen_at__gte=now - LASTS).exclude(user=user)
    return [str(row.user) for row in rows.select_related("user").order_by("user__last_name", "user_id")]
