"""Propose, approve, reject, withdraw: the same for everything that two people decide.

The caller has locked the row, and has asked whether the person may propose or decide this kind of thing at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_noop as _

from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.independence import why_dependent
from roadstead.platform.accounts.models import User
from roadstead.platform.approvals.models import Approvable, Decision

OWN: Final = _("a second person approves: nobody approves what they proposed")
DECIDED: Final = _("this was decided already, or taken back: look at the page again")
NOT_YOURS: Final = _("who proposed it takes it back; you can reject it")
COLUMNS: Final = ("decided_by", "decided_at", "decision", "decision_reason")


def propose(row: Approvable, *, reason: str, by: User, now: datetime) -> None:
    """The row waits from now on. It is not saved here."""
    row.proposed_by, row.proposed_at, row.reason = by, now, reason.strip()
    row.decided_by, row.decided_at, row.decision, row.decision_reason = None, None, "", ""


def approve(
    row: Approvable,
    *,
    by: User,
    now: datetime,
    may: Callable[[User], bool],
    reason: str = "",
    others: Iterable[int | None] = (),
) -> None:
    """The second person approves. NotAllowed for whoever proposed it (or is in `others`, who had a hand in it), and for
    anybody who is not independent of them; the sentence says who can. `may`: who may approve this kind at all."""
    _still_waits(row)
    first = [row.proposed_by_id, *others]
    if by.pk in first:
        raise NotAllowed(OWN)
    if dependent := why_dependent(by, first, may=may, now=now):
        raise NotAllowed(dependent)
    _settle(row, Decision.APPROVED, reason, by, now)


def approve_alone(row: Approvable, *, by: User | None, now: datetime, reason: str = "") -> None:
    """What needs no second person is in force as it is proposed; the one person stands for both."""
    row.needs_second = False
    _settle(row, Decision.APPROVED, reason, by, now)


def reject(row: Approvable, *, by: User, now: datetime, reason: str = "") -> None:
    """Anybody who may decide it, independent or not: what is rejected binds nobody. By whoever proposed it, it is
    withdrawn."""
    _still_waits(row)
    _settle(row, Decision.WITHDRAWN if by.pk == row.proposed_by_id else Decision.REJECTED, reason, by, now)


def _still_waits(row: Approvable) -> None:
    if not row.waits:
        raise NotAllowed(DECIDED)


def _settle(row: Approvable, decision: Decision, reason: str, by: User | None, now: datetime) -> None:
    row.decided_by, row.decided_at, row.decision, row.decision_reason = by, now, decision, reason.strip()
    row.save(update_fields=[*COLUMNS, "needs_second"] if row.pk else None)
