"""Hit confirmations of an alert, as its own side sees them, and what their report is filled in with."""

from __future__ import annotations

from datetime import datetime

from roadstead.casework.alerts.models import Alert
from roadstead.cooperation.hits.values import report_values
from roadstead.cooperation.requests.models import Request, RequestLink
from roadstead.engine.requests.actions import OPEN
from roadstead.engine.requests.types.hit_confirmation import CODE
from roadstead.platform.accounts.models import User


def hits_of(alert: Alert, user: User) -> list[Request]:
    """Return the hit confirmations requested from this alert, the newest first."""
    links = RequestLink.objects.visible_to(user).filter(kind="alert", number=alert.pk)
    rows = Request.objects.visible_to(user).filter(type=CODE, pk__in=links.values("request"))
    return list(rows.select_related("asking__state", "asked__state").order_by("-pk"))


def is_awaiting_reply(alert: Alert, user: User) -> bool:
    """Return True while a hit confirmation from this alert waits for its reply."""
    return any(each.status in OPEN for each in hits_of(alert, user))


def alert_of(request: Request, user: User) -> Alert | None:
    """Return the alert from which this side requested the confirmation; None for the other side."""
    link = RequestLink.objects.visible_to(user).filter(request=request, kind="alert").first()
    rows = Alert.objects.visible_to(user).select_related("voyage", "traveller", "bill")
    return rows.filter(pk=link.number).first() if link else None


def report_of(request: Request, user: User, now: datetime) -> dict[str, str]:
    """Return what the report of what was done is filled in with; {} without the alert, as for the other side."""
    alert = alert_of(request, user)
    return {} if alert is None or alert.is_restricted else report_values(alert, user, now)
