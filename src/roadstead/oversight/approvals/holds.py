"""Liftings of holds as proposals for second approval: those that wait, their text, and the decision."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from roadstead.oversight.approvals.proposals import MAX_ROWS, Lines
from roadstead.oversight.retention import holds
from roadstead.oversight.retention.models import HoldLifting
from roadstead.platform.accounts.models import User
from roadstead.platform.approvals.models import WAITING


def waiting(user: User, pk: int | None) -> QuerySet[HoldLifting, HoldLifting]:
    """Return proposals on holds in force; an expired hold needs no lifting."""
    rows = HoldLifting.objects.visible_to(user).filter(WAITING, states=[user.state_id] if user.state_id else [])
    in_force = {"hold__lifted_at": None, "hold__until__gte": timezone.now().date()}
    rows = rows.filter(**in_force).select_related("hold", "proposed_by")
    return rows[:MAX_ROWS] if pk is None else rows.filter(pk=pk)


def lines(row: HoldLifting) -> Lines:
    return [
        (_("Voyage"), row.hold.voyage_id),
        (_("Reason for the hold"), row.hold.reason),
        (_("Last day"), row.hold.until),
        (_("Reason for lifting it"), row.reason),
        (_("Proposed by"), row.proposed_by),
    ]


def decide(row: HoldLifting, approve: bool, why: str, by: User, now: datetime) -> object:
    return holds.decide_to_lift(row.hold_id, approve=approve, by=by, now=now, reason=why)
