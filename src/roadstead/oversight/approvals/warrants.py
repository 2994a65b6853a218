"""Signed warrants as proposals for second approval: those that wait for validation, their text, and the decision."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from roadstead.cooperation.warrants import decide as warrants
from roadstead.cooperation.warrants.models import WarrantValidation
from roadstead.oversight.approvals.proposals import MAX_ROWS, Lines
from roadstead.platform.accounts.models import User
from roadstead.platform.approvals.models import WAITING


def waiting(user: User, pk: int | None) -> QuerySet[WarrantValidation, WarrantValidation]:
    rows = WarrantValidation.objects.visible_to(user).filter(WAITING, warrant__owner=user.state_id or "")
    rows = rows.select_related("warrant", "proposed_by", "file").defer("file__content")
    return rows[:MAX_ROWS] if pk is None else rows.filter(pk=pk)


def lines(row: WarrantValidation) -> Lines:
    of = row.warrant
    return [
        (_("Warrant"), of.reference),
        (_("Wanted person"), of.name),
        (_("Purpose"), of.get_purpose_display()),
        (_("Signed file"), row.file.get_check_result_display()),
        (_("Last day in force"), of.until.isoformat()),
        (_("Legal basis"), of.basis),
        (_("Proposed by"), row.proposed_by),
    ]


def decide(row: WarrantValidation, approve: bool, why: str, by: User, now: datetime) -> object:
    return warrants.decide(row.warrant_id, approve, why, by=by, now=now)
