"""A person answers a notice: it is acknowledged once, by name, and escalates no more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.db.models import Q, QuerySet

from roadstead.accounts.models import Role, User
from roadstead.accounts.permissions import OFFICERS, may_decide_alerts
from roadstead.audit.models import note
from roadstead.casework.evidence import CENTRE
from roadstead.casework.models import Alert
from roadstead.dissemination.duty import names_of
from roadstead.dissemination.escalation import Level
from roadstead.dissemination.models import Notice

MOST_TOLD: Final = 10  # notices of one alert on its page


def mine(user: User) -> QuerySet[Notice, Notice]:
    """Of the own state; at the centre its own, and what nobody in the state answered."""
    rows = Notice.objects.visible_to(user)
    rows = rows.select_related("alert__voyage", "alert__bill", "acknowledged_by", "event__who")
    rows = rows.defer("alert__bill__declared")
    return rows.filter(state=user.state_id) if user.state_id else rows.filter(Q(state=CENTRE) | Q(level=Level.CENTRE))


def waiting(user: User) -> int:
    """The number at the bell: of what the roster gave to others an officer hears nothing. A state's supervisor is
    called only once the officer on duty did not answer."""
    rows = mine(user).filter(acknowledged_at=None)
    if user.role == Role.SUPERVISOR and user.state_id:
        rows = rows.filter(level__gte=Level.SUPERVISOR)
    elif user.role in OFFICERS:
        rows = rows.filter(Q(on_duty=[]) | Q(on_duty__contains=[user.pk]) | Q(level=Level.CENTRE))
    return rows.count()


def acknowledge(notice: Notice, *, by: User, now: datetime) -> bool:
    """Whether it was not acknowledged before; the first name stays."""
    rows = Notice.objects.visible_to(by).filter(pk=notice.pk, acknowledged_at=None)
    if not rows.update(acknowledged_by=by, acknowledged_at=now, escalates_at=None):
        return False
    note(by, "acknowledged", f"notice {notice.reference}", states=notice.states)
    return True


def opened(reference: str, alert: Alert, *, by: User, now: datetime) -> bool:
    """Whoever may decide and opens the alert from its notice has answered it; whether it was not answered before."""
    if not reference or not may_decide_alerts(by):
        return False
    notice = mine(by).filter(reference=reference, alert=alert).first()
    return notice is not None and acknowledge(notice, by=by, now=now)


def told(alert: Alert, user: User) -> list[Any]:
    """Who was told of an alert and by what, the newest ten, as far as the user may know: each state of itself."""
    rows = Notice.objects.visible_to(user).filter(alert=alert).select_related("alert", "acknowledged_by", "event__who")
    return with_names(rows.prefetch_related("deliveries__channel").order_by("-created_at", "-id")[:MOST_TOLD])


def with_names(rows: Iterable[Notice]) -> list[Any]:
    """The notices with `duty`: the names of whom the roster named."""
    notices: list[Any] = list(rows)
    names = names_of([person for each in notices for person in each.on_duty])
    for each in notices:
        each.duty = [names[person] for person in each.on_duty if person in names]
    return notices
