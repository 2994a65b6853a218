"""Confirmed matches of vetted applicants as proposals for second approval. Their number is that of the match."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from roadstead.casework.vetting.decide import confirm_match
from roadstead.casework.vetting.models import SheetStatus, VettingMatch
from roadstead.oversight.approvals.proposals import MAX_ROWS, Lines
from roadstead.platform.accounts.models import User
from roadstead.platform.approvals.models import WAITING


def waiting(user: User, pk: int | None) -> QuerySet[VettingMatch, VettingMatch]:
    if user.state_id is not None:
        return VettingMatch.objects.none()
    rows = VettingMatch.objects.visible_to(user).filter(WAITING, applicant__sheet__status=SheetStatus.OPEN)
    rows = rows.select_related("applicant", "proposed_by")
    return rows[:MAX_ROWS] if pk is None else rows.filter(pk=pk)


def lines(row: VettingMatch) -> Lines:
    return [
        (_("Applicant"), row.applicant.name),
        (_("Vetting sheet"), row.applicant.sheet_id),
        (_("List"), row.list_name),
        (_("Listed as"), row.entry_name),
        (_("Reason"), row.reason),
        (_("Proposed by"), row.proposed_by),
    ]


def decide(row: VettingMatch, approve: bool, why: str, by: User, now: datetime) -> object:
    return confirm_match(row.pk, approve, why, by=by, now=now)
