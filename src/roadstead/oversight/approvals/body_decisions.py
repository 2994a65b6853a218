"""Records of decisions of bodies as proposals for second approval: those that wait, their text, and the decision."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from roadstead.oversight.approvals.proposals import MAX_ROWS, Lines
from roadstead.oversight.registers import acts
from roadstead.oversight.registers.models import BodyDecision
from roadstead.platform.accounts.models import User


def waiting(user: User, pk: int | None) -> QuerySet[BodyDecision, BodyDecision]:
    rows = acts.waiting(user)
    return rows[:MAX_ROWS] if pk is None else rows.filter(pk=pk)


def lines(row: BodyDecision) -> Lines:
    return [
        (_("Body"), row.body),
        (_("Its reference"), row.reference),
        (_("Decided on"), row.decided_on),
        (_("Title"), row.title),
        (_("Text"), row.text),
        (_("Signed file"), row.file_name),
        (_("Effects"), row.effects.count()),
        (_("Proposed by"), row.proposed_by),
    ]


def decide(row: BodyDecision, approve: bool, why: str, by: User, now: datetime) -> object:
    return acts.decide(row.pk, approve, by=by, now=now, reason=why)
