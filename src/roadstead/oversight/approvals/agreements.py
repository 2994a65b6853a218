"""Sharing agreements as proposals for second approval: those that wait, their text, and the decision."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from roadstead.oversight.approvals.proposals import MAX_ROWS, Lines
from roadstead.platform.accounts.models import User
from roadstead.platform.directory import sharing
from roadstead.platform.directory.models import SharingAgreement


def waiting(user: User, pk: int | None) -> QuerySet[SharingAgreement, SharingAgreement]:
    rows = sharing.waiting(user)
    return rows[:MAX_ROWS] if pk is None else rows.filter(pk=pk)


def lines(row: SharingAgreement) -> Lines:
    return [
        (_("Partner"), row.partner),
        (_("Categories that may be shared"), ", ".join(row.categories)),
        (_("Measures"), ", ".join(row.measures) or _("all")),
        (_("Purpose"), row.purpose),
        (_("Strictest marking allowed"), f"TLP:{row.strictest_tlp.upper()}"),
        (_("Field profile"), row.fields),
        (_("Retention by the partner"), row.retention),
        (_("Onward transfer by the partner"), row.onward_transfer),
        (_("Decision it is based on"), row.reference),
        (_("First day"), row.valid_from),
        (_("Last day"), row.valid_to),
        (_("Reason"), row.reason),
        (_("Proposed by"), row.proposed_by),
    ]


def decide(row: SharingAgreement, approve: bool, why: str, by: User, now: datetime) -> object:
    return sharing.decide(row.pk, approve, by=by, now=now, reason=why)
