"""Suspension and the end of a warrant: its entry is withdrawn everywhere, its alerts close, states are notified."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _

from roadstead.cooperation.warrants.decide import ONLY_AUTHORITY
from roadstead.cooperation.warrants.draft import ONLY_CLERKS
from roadstead.cooperation.warrants.history import check_possible, check_reason, lock, write
from roadstead.cooperation.warrants.logic.statuses import DECIDED, Status, WarrantAct
from roadstead.cooperation.warrants.models import Warrant
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.cooperation_permissions import may_draft_warrants, may_validate_warrants
from roadstead.platform.accounts.models import User
from roadstead.platform.approvals import acts as approvals
from roadstead.platform.directory.roster import zone_of
from roadstead.platform.outbox import queue as outbox
from roadstead.platform.outbox.models import EventKind, OutboxEvent
from roadstead.targeting.watchlists import warrant_entries as entries

EXPIRED = "The last day of the warrant is over."
ANOTHER_PERSON = _("Whoever drafted a warrant does not withdraw it alone. Ask another person of the central authority.")


@transaction.atomic
def suspend(pk: int, why: str, *, by: User, now: datetime) -> Warrant:
    """Withdraw the entry for a while. One person may: less is watched then."""
    row = _for_authority(pk, WarrantAct.SUSPENDED, by)
    _leave(row, WarrantAct.SUSPENDED, check_reason(why), by=by, now=now)
    return row


@transaction.atomic
def executed(pk: int, why: str, *, by: User, now: datetime) -> Warrant:
    """Record that the person was found and surrendered or arrested: the warrant ends."""
    row = _for_authority(pk, WarrantAct.EXECUTED, by)
    _leave(row, WarrantAct.EXECUTED, check_reason(why), by=by, now=now)
    return row


@transaction.atomic
def withdraw(pk: int, why: str, *, by: User, now: datetime) -> Warrant:
    """Withdraw a warrant. A draft by its clerks; one that two people have decided by another than its clerk."""
    row = lock(pk, by)
    is_decided = Status(row.status) in DECIDED
    if not (may_validate_warrants(by) if is_decided else may_draft_warrants(by)):
        raise NotAllowed(ONLY_AUTHORITY if is_decided else ONLY_CLERKS)
    check_possible(row, WarrantAct.WITHDRAWN)
    if is_decided and row.opened_by_id == by.pk:
        raise NotAllowed(ANOTHER_PERSON)
    _leave(row, WarrantAct.WITHDRAWN, check_reason(why), by=by, now=now)
    return row


def end_due(events: Sequence[OutboxEvent], now: datetime) -> None:
    """Handle `EventKind.WARRANT_ENDS`: expire warrants whose last day is over."""
    rows = Warrant.objects.select_for_update().filter(pk__in=[event.subject for event in events], ended_at=None)
    for row in rows.order_by("pk"):
        if entries.end_of_day(row.until, zone_of(row.owner)) <= now:
            _leave(row, WarrantAct.EXPIRED, EXPIRED, by=None, now=now)


def _for_authority(pk: int, act: WarrantAct, by: User) -> Warrant:
    row = lock(pk, by)
    if not may_validate_warrants(by):
        raise NotAllowed(ONLY_AUTHORITY)
    check_possible(row, act)
    return row


def _leave(row: Warrant, act: WarrantAct, why: str, *, by: User | None, now: datetime) -> None:
    """Withdraw the entry, if there is one, and write the act. Who has an alert of it is notified later."""
    for validation in row.validations.filter(decision=""):
        approvals.replace([validation], now=now)
    had_entry = False
    if entry := entries.entry_of(row.owner, row.reference):
        entries.end_entry(entry, why=why, by=by, now=now)
        had_entry = True
    saving = []
    if act is not WarrantAct.SUSPENDED:
        row.ended_at, row.end_reason = now, why
        saving = ["ended_at", "end_reason"]
    write(row, act, {"why": why} if by else {}, by=by, now=now, saving=saving)
    if had_entry or act is not WarrantAct.SUSPENDED:
        outbox.write(EventKind.WARRANT, row.pk, of="suspended" if act is WarrantAct.SUSPENDED else "ended")
