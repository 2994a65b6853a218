"""What waits for one person as the second of two: every kind of proposal in one list, the oldest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roadstead.oversight.approvals.kinds import KINDS
from roadstead.platform.accounts.models import User
from roadstead.platform.invitations import inviting, tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One proposal that the person may approve or reject. `page` and `number`: the address where it is decided.
    `subject`: as in KINDS; of a link or a token its own number."""

    subject: int
    label: str | Promise
    page: str
    number: int | str | None
    by: int | None  # who proposed it; None: the library
    since: datetime


def waiting_for(user: User, *, now: datetime, of: str = "") -> list[Waiting]:
    """Without what the person had a hand in. Whether they are independent of whoever proposed is asked when they
    decide, and said there. `of`: of this kind alone, a key of KINDS or "token"."""
    found = [*_of_kinds(user, of), *_of_accounts(user, of, now)]
    return sorted(found, key=lambda each: (each.since, each.page, each.subject))


def _of_kinds(user: User, of: str) -> Iterator[Waiting]:
    for name, kind in KINDS.items():
        if name == "link" or (of and name != of) or not kind.may(user):  # links wait for others too: below
            continue
        for row in kind.rows(user, None):
            first = kind.proposers(row)
            if user.pk not in first:
                yield Waiting(
                    subject=row.pk,
                    label=kind.label,
                    page=kind.page,
                    number=kind.number(row),
                    by=first[-1],
                    since=kind.since(row),
                )


def _of_accounts(user: User, of: str, now: datetime) -> Iterator[Waiting]:
    for name, label, rows in (
        ("link", KINDS["link"].label, inviting.confirmable_by(user, now=now)),
        ("token", _("Token of a carrier"), tokens.to_confirm(user, now=now)),
    ):
        for row in rows if of in {"", name} else ():
            if row.proposed_at:
                yield Waiting(
                    subject=row.pk,
                    label=label,
                    page="people",
                    number=None,
                    by=row.proposed_by_id,
                    since=row.proposed_at,
                )
