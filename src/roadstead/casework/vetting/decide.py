"""Decisions of the centre's analysts about possible matches, and the result for an applicant that follows from them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_noop as _

from roadstead.casework.vetting.models import Finding, Result, SheetStatus, VettingMatch, VettingSheet
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.platform.accounts import second_person
from roadstead.platform.accounts.cooperation_permissions import may_approve_vetting, may_decide_vetting
from roadstead.platform.accounts.models import User
from roadstead.platform.approvals import acts as approvals
from roadstead.platform.approvals.models import Decision
from roadstead.platform.audit.models import log
from roadstead.platform.handling.ceiling import check_ceiling
from roadstead.platform.outbox import queue as outbox
from roadstead.platform.outbox.models import EventKind

MAX_WHY_CHARS: Final = 2000
NOT_OPEN: Final = _("The letter for this sheet has been sent. The sheet is opened again when a list changes.")
ALREADY: Final = _("This match has been decided already. Load the page again.")


@transaction.atomic
def decide_match(pk: int, finding: str, why: str, *, by: User, now: datetime) -> VettingMatch:
    """Decide a possible match. `SAME` waits for a second person. Raises FieldRefused or NotAllowed."""
    row = _lock(pk, by)
    if row.is_waiting or row.is_decided:
        raise NotAllowed(ALREADY)
    if finding not in list(Finding):
        raise FieldRefused(_("Choose what you have found."), field="finding")
    if not why.strip():
        raise FieldRefused(_("Write what your decision rests on."), field="why")
    check_ceiling(why)
    row.finding, row.earlier = finding, None
    row.needs_second = finding == Finding.SAME
    approvals.propose(row, reason=why[:MAX_WHY_CHARS], by=by, now=now)
    if not row.needs_second:
        approvals.approve_alone(row, by=by, now=now)
    row.save()
    if row.needs_second:
        outbox.write(EventKind.PROPOSAL, row.pk, of="vetting")
    _note(by, f"match {finding}", row)
    return row


@transaction.atomic
def confirm_match(pk: int, approve: bool, why: str, *, by: User, now: datetime) -> VettingMatch:
    """Approve as the second person, or reject: then the match is open again."""
    row = _lock(pk, by)
    if approve:
        second_person.approve(row, by=by, may=may_approve_vetting, now=now, reason=why)
    else:
        if not why.strip():
            raise FieldRefused(_("Write why you reject it."), field="why")
        check_ceiling(why)
        second_person.reject(row, by=by, now=now, reason=why[:MAX_WHY_CHARS])
        row.finding = ""
        row.save(update_fields=["finding"])
    _note(by, "match approved" if approve else "match rejected", row)
    return row


@transaction.atomic
def reopen_match(pk: int, *, by: User) -> VettingMatch:
    """Open a decided match again, before the letter is sent."""
    row = _lock(pk, by)
    if not row.is_decided:
        raise NotAllowed(ALREADY)
    row.finding, row.earlier, row.needs_second = "", None, True
    row.proposed_by, row.proposed_at, row.decided_by, row.decided_at = None, None, None, None
    row.decision = row.decision_reason = ""  # the reason stays, as the text to begin with
    row.save()
    _note(by, "match opened again", row)
    return row


def result_of(matches: Iterable[VettingMatch]) -> str:
    """Return what the letter says of an applicant with these matches; "" while one is open."""
    rows = [row for row in matches if row.gone_at is None]
    if not all(row.is_decided for row in rows):
        return ""
    found = {row.finding for row in rows}
    for finding, result in ((Finding.SAME, Result.HELD), (Finding.CHECKS, Result.CHECKS)):
        if finding in found:
            return result
    return Result.NONE


def open_matches(sheet: VettingSheet) -> int:
    """Return the number of matches that wait for a decision, of the first person or the second."""
    rows = VettingMatch.objects.filter(applicant__sheet=sheet, gone_at=None)
    return rows.exclude(decision=Decision.APPROVED).count()


def _lock(pk: int, by: User) -> VettingMatch:
    if not may_decide_vetting(by):
        raise NotAllowed(_("Analysts and supervisors of the regional centre decide about matches. Ask one of them."))
    rows = VettingMatch.objects.visible_to(by).select_related("applicant__sheet")
    row = rows.select_for_update(of=("self",)).get(pk=pk)
    if row.applicant.sheet.status != SheetStatus.OPEN:
        raise NotAllowed(NOT_OPEN)
    return row


def _note(by: User, act: str, row: VettingMatch) -> None:
    """Write an audit line of the centre's alone: a state may not know of matches, not even its auditor."""
    log(by, act, f"vetting {row.applicant.sheet_id}", states=[], detail=f"row {row.applicant.row}, match {row.pk}")
