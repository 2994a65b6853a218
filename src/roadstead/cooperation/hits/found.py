"""Hit confirmations of an alert, as its own side sees them, and what their report is filled in with."""

from __future__ import annotations

from datetime import datetime

from roadstead.casework.alerts.models import Alert
from roadstead.casework.alerts.powers import powers_used
from roadstead.cooperation.requests.models import Request, RequestLink
from roadstead.engine.requests.types.hit_confirmation import CODE
from roadstead.platform.accounts.models import User
from roadstead.platform.directory.roster import zone_of_officer


def hits_of(alert: Alert, user: User) -> list[Request]:
    """Return the hit confirmations requested from this alert, the newest first."""
    links = RequestLink.objects.visible_to(user).filter(kind="alert", number=alert.pk)
    rows = Request.objects.visible_to(user).filter(type=CODE, pk__in=links.values("request"))
    return list(rows.select_related("asking__state", "asked__state").order_by("-pk"))


def alert_of(request: Request, user: User) -> Alert | None:
    """Return the alert from which this side requested the confirmation; None for the other side."""
    link = RequestLink.objects.visible_to(user).filter(request=request, kind="alert").first()
    rows = Alert.objects.visible_to(user).select_related("voyage", "traveller", "bill")
    return rows.filter(pk=link.number).first() if link else None


def report_of(request: Request, user: User, now: datetime) -> dict[str, str]:
    """Return what the report of what was done is filled in with; {} without the alert. People who travel with the
    person are named by the officer, and by nobody else.
    """
    alert = alert_of(request, user)
    if alert is None or alert.is_restricted or alert.traveller is None:
        return {}
    voyage, zone = alert.voyage, zone_of_officer(user)
    used = powers_used(alert, user).last()
    at = (used.at if used else now).astimezone(zone)
    documents = alert.traveller.documents.order_by("pk")
    return {
        "where": alert.traveller.disembark or voyage.destination,
        "when": f"{at:%Y-%m-%d %H:%M} {zone.key}",
        "route": f"{voyage.origin} – {voyage.destination}",
        "destination": alert.traveller.disembark or voyage.destination,
        "documents": ", ".join(" ".join(filter(None, [each.type, each.number, each.issuer])) for each in documents),
    }
