"""Lookouts and renewals as proposals for second approval: those that wait, their text, and the decision."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from roadstead.cooperation.lookouts import issue
from roadstead.cooperation.lookouts.models import LookoutPeriod
from roadstead.oversight.approvals.proposals import MAX_ROWS, Lines
from roadstead.platform.accounts.models import User
from roadstead.platform.approvals.models import WAITING
from roadstead.targeting.watchlists.models import REGION


def waiting(user: User, pk: int | None) -> QuerySet[LookoutPeriod, LookoutPeriod]:
    rows = LookoutPeriod.objects.visible_to(user).filter(WAITING, lookout__owner=user.state_id or REGION)
    rows = rows.select_related("lookout", "proposed_by")
    return rows[:MAX_ROWS] if pk is None else rows.filter(pk=pk)


def lines(row: LookoutPeriod) -> Lines:
    of = row.lookout
    return [
        (_("Lookout"), of.reference),
        (_("Looked for"), of.name),
        (_("Is a child"), of.is_child),
        (_("States that watch"), " ".join(of.chosen)),
        (_("Hours"), row.hours),
        (_("Ends now"), of.until or ""),
        (_("Legal basis"), of.basis),
        (_("Reason"), row.reason),
        (_("Proposed by"), row.proposed_by),
    ]


def decide(row: LookoutPeriod, approve: bool, why: str, by: User, now: datetime) -> object:
    return issue.decide(row.lookout_id, approve, why, by=by, now=now)
