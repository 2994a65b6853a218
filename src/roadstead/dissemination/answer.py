"""A person answers a notice: it is acknowledged once, by name, and escalates no more."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from roadstead.accounts.models import Role, User
from roadstead.audit.models import note
from roadstead.casework.evidence import CENTRE
from roadstead.dissemination.escalation import Level
from roadstead.dissemination.models import Notice


def mine(user: User) -> QuerySet[Notice, Notice]:
    """Of the own state; at the centre its own, and what nobody in the state answered."""
    rows = Notice.objects.visible_to(user).select_related("alert__voyage", "acknowledged_by")
    return rows.filter(state=user.state_id) if user.state_id else rows.filter(Q(state=CENTRE) | Q(level=Level.CENTRE))


def waiting(user: User) -> int:
    """The number at the bell. A state's supervisor is called only once the officer on duty did not answer."""
    rows = mine(user).filter(acknowledged_at=None)
    if user.role == Role.SUPERVISOR and user.state_id:
        rows = rows.filter(level__gte=Level.SUPERVISOR)
    return rows.count()


def acknowledge(notice: Notice, *, by: User, now: datetime) -> bool:
    """Whether it was not acknowledged before; the first name stays."""
    rows = Notice.objects.visible_to(by).filter(pk=notice.pk, acknowledged_at=None)
    if not rows.update(acknowledged_by=by, acknowledged_at=now, escalates_at=None):
        return False
    note(by, "acknowledged", f"notice {notice.reference}", states=notice.states)
    return True
