"""Propose, approve, reject: the same steps for everything that needs a second approval.

The caller has locked the row, and has checked that the person may propose or decide this kind of thing at all.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Final

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext_noop as _

from roadstead.engine.refusals import NotAllowed
from roadstead.platform.approvals.models import Approvable, Decision

OWN_PROPOSAL: Final = _("you cannot approve your own proposal: ask a second person")
ALREADY_DECIDED: Final = _("this has already been decided or withdrawn: reload the page")
DECISION_COLUMNS: Final = ("decided_by", "decided_at", "decision", "decision_reason")  # columns written with a decision
REASON_AS_WRITTEN: Final = "%(reason)s"  # the reason may begin with a name, which keeps its spelling
# Returns why a person cannot be the second one beside these accounts, and who can; "" if nothing prevents it.
DependenceCheck = Callable[[Collection[int]], str]


def propose(row: Approvable, *, reason: str, by: AbstractBaseUser | None, now: datetime) -> None:
    """Mark the row as waiting for a decision. The row is not saved here."""
    row.proposed_by_id, row.proposed_at, row.reason = by.pk if by else None, now, reason.strip()
    row.decided_by_id, row.decided_at, row.decision, row.decision_reason = None, None, "", ""


def check_second(by: AbstractBaseUser, first: Iterable[int | None], why_not: DependenceCheck) -> None:
    """Raise NotAllowed if `by` took part in the proposal, or is not independent of those who did; it says who can."""
    known = {pk for pk in first if pk is not None}
    if by.pk in known:
        raise NotAllowed(OWN_PROPOSAL)
    if reason := why_not(known):
        raise NotAllowed(REASON_AS_WRITTEN, reason=reason)


def approve(
    *rows: Approvable,
    by: AbstractBaseUser,
    now: datetime,
    why_not: DependenceCheck,
    reason: str = "",
    others: Iterable[int | None] = (),
) -> None:
    """Approve the rows as the second person, and save all or none. `others`: further people who took part."""
    for row in rows:
        _check_waiting(row)
    check_second(by, [*(row.proposed_by_id for row in rows), *others], why_not)
    for row in rows:
        _decide(row, Decision.APPROVED, reason, by, now)


def approve_alone(row: Approvable, *, by: AbstractBaseUser | None, now: datetime) -> None:
    """Approve a row that needs no second person, as it is proposed. A new row is not saved here.

    Whether a row needs a second person is set when it is made, and never changed afterwards.
    """
    if row.needs_second:
        raise NotAllowed(OWN_PROPOSAL)
    _decide(row, Decision.APPROVED, "", by, now)


def reject(row: Approvable, *, by: AbstractBaseUser, now: datetime, reason: str = "") -> None:
    """Reject a proposal. The person need not be independent: a rejection binds nobody. Its proposer withdraws it."""
    _check_waiting(row)
    _decide(row, Decision.WITHDRAWN if by.pk == row.proposed_by_id else Decision.REJECTED, reason, by, now)


def replace(rows: Iterable[Approvable], *, now: datetime) -> None:
    """Close proposals that nobody decided, because a newer one or an event has replaced them."""
    for row in rows:
        _decide(row, Decision.REPLACED, "", None, now)


def _check_waiting(row: Approvable) -> None:
    if not row.is_waiting:
        raise NotAllowed(ALREADY_DECIDED)


def _decide(row: Approvable, decision: Decision, reason: str, by: AbstractBaseUser | None, now: datetime) -> None:
    row.decided_by_id, row.decided_at = by.pk if by else None, now
    row.decision, row.decision_reason = decision, reason.strip()
    if row.pk:
        row.save(update_fields=DECISION_COLUMNS)
