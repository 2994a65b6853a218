"""Decisions of a second person, who must be independent of the proposer; the proposer is notified."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import Final

from roadstead.platform.accounts import account_notices
from roadstead.platform.accounts.courses import check_courses
from roadstead.platform.accounts.independence import why_dependent
from roadstead.platform.accounts.models import User
from roadstead.platform.approvals import acts
from roadstead.platform.approvals.models import Approvable, Decision

MAX_NAMED: Final = 3  # number of proposals named in one notice

Permission = Callable[[User], bool]


def approve(
    *rows: Approvable, by: User, may: Permission, now: datetime, reason: str = "", others: Iterable[int | None] = ()
) -> None:
    """Approve as `acts.approve` does. `may`: permission to approve this kind, for naming others who could approve."""
    check_courses(may, by)
    why_not = partial(why_dependent, by, may=may, now=now)
    acts.approve(*rows, by=by, now=now, why_not=why_not, reason=reason, others=others)
    _notify(rows, "approved", by, now)


def check_independent(by: User, first: Iterable[int | None], *, may: Permission, now: datetime) -> None:
    """Raise NotAllowed if `by` cannot be the second person beside these people."""
    acts.check_second(by, first, partial(why_dependent, by, may=may, now=now))


def reject(*rows: Approvable, by: User, now: datetime, reason: str = "") -> None:
    """Reject several proposals as `acts.reject` does."""
    for row in rows:
        acts.reject(row, by=by, now=now, reason=reason)
    _notify([row for row in rows if row.decision == Decision.REJECTED], "rejected", by, now)


def _notify(rows: Sequence[Approvable], kind: str, by: User, now: datetime) -> None:
    """Notify each person who proposed any of these, once."""
    people = User.objects.filter(pk__in={row.proposed_by_id for row in rows if row.proposed_by_id})
    for person in people:
        mine = [str(row) for row in rows if row.proposed_by_id == person.pk]
        more = f" + {len(mine) - MAX_NAMED}" if len(mine) > MAX_NAMED else ""
        account_notices.notify([person], kind, now, by=by, what=", ".join(mine[:MAX_NAMED]) + more)
