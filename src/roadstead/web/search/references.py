"""Alerts, cases and notifications by their number or reference, and messages by receipt or flight."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from roadstead.casework.alerts.state_decisions import as_seen_by
from roadstead.casework.cases.models import Case
from roadstead.filings.intake.models import Message
from roadstead.filings.voyages.models import Manifest
from roadstead.outbound.notifications.acknowledgement import own_notices
from roadstead.platform.accounts.models import Role, User
from roadstead.web.search.found import MAX_COUNTED, MAX_SHOWN, Group, Row, findable_alerts, limited
from roadstead.web.search.recognise import SearchTerm
from roadstead.web.templatetags.clock import utc
from roadstead.web.templatetags.declared import declared_as
from roadstead.web.templatetags.names import carrier, matched_name

RELATED = ("traveller", "bill", "voyage")


def alerts(user: User, asked: SearchTerm, now: datetime) -> Group:
    """Return the alert with this number."""
    rows = _alerts(findable_alerts(user).filter(pk=asked.alert), user) if asked.alert else ()
    return Group(kind="alerts", rows=[_alert_row(each) for each in rows], count=len(rows))


def _alerts(rows: QuerySet[Any, Any], user: User) -> Sequence[Any]:
    """Return these alerts as they are for the reader."""
    return as_seen_by(rows.select_related(*RELATED), user)


def _alert_row(alert: Any) -> Row:
    return Row(
        title=_("Alert %(number)s: %(about)s") % {"number": alert.pk, "about": declared_as(alert)},
        href=reverse("alert", args=[alert.pk]),
        reference=f"alert {alert.pk}",
        details=[matched_name(alert)],
        voyage=alert.voyage,
        tag=("alert", alert.tagged),
    )


def cases(user: User, asked: SearchTerm, now: datetime) -> Group:
    """Return the case with this number."""
    rows = Case.objects.visible_to(user).filter(pk=asked.case) if asked.case else ()
    shown = [
        Row(
            title=_("Case %(number)s: %(title)s") % {"number": each.pk, "title": each.title},
            href=reverse("case", args=[each.pk]),
            reference=f"case {each.pk}",
            details=[_("Closed") if each.closed_at else _("Open")],
        )
        for each in rows
    ]
    return Group(kind="cases", rows=shown, count=len(shown))


def notices(user: User, asked: SearchTerm, now: datetime) -> Group:
    """Return the notification with this reference, unless it is about an alert that search does not show."""
    found = own_notices(user).filter(reference=asked.notice) if asked.notice else ()
    known = {each.pk: each for each in _alerts(findable_alerts(user).filter(pk__in=[n.alert_id for n in found]), user)}
    shown = [
        Row(
            title=each.reference,
            href=f"{reverse('notices')}?ref={each.reference}",
            reference=f"notice {each.reference}",
            details=[declared_as(known[each.alert_id])],
            voyage=known[each.alert_id].voyage,
            tag=("alert", known[each.alert_id].tagged),
        )
        for each in found
        if each.alert_id in known
    ]
    return Group(kind="notices", rows=shown, count=len(shown))


def messages(user: User, asked: SearchTerm, now: datetime) -> Group:
    """Return the message with this receipt; for a carrier also its own messages about a flight."""
    found = Message.objects.visible_to(user).defer("raw")
    rows: Sequence[Message] = list(found.filter(receipt=asked.receipt)) if asked.receipt else []
    if user.role == Role.CARRIER and asked.flights:
        about = Manifest.objects.visible_to(user).filter(flight_key__in=asked.flights).order_by()
        numbers = about.values_list("message_id", flat=True).distinct()
        rows = limited(found.filter(pk__in=numbers).order_by("-received_at")[: MAX_COUNTED + 1])
    shown = [
        Row(
            title=each.receipt,
            href=reverse("message", args=[each.receipt]),
            reference=f"receipt {each.receipt}",
            details=[str(carrier(each.carrier)), utc(each.received_at)],
            tag=("message", each.status),
        )
        for each in rows[:MAX_SHOWN]
    ]
    return Group(kind="messages", rows=shown, count=len(rows))
