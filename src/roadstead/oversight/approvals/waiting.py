"""Proposals of every kind that wait for one person as the second of two, the oldest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roadstead.oversight.approvals.kinds import KINDS
from roadstead.platform.accounts.models import User
from roadstead.platform.invitations import invitation_links, tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingProposal:
    """Proposal that the person may approve or reject. `page`, `number`: address of the page where it is decided.
    `subject`: as in `KINDS`; for a link or a token its own id.
    """

    subject: int
    label: str | Promise
    page: str
    number: int | str | None
    by: int | None  # proposer; None: the rule library
    since: datetime


def waiting_for(user: User, *, now: datetime, of: str = "") -> list[WaitingProposal]:
    """Return the proposals that wait for this person, except those they took part in.

    Independence of the proposer is checked, and explained, when they decide. `of`: this kind alone, a key of `KINDS` or
    "token".
    """
    found = [*_of_kinds(user, of), *_of_accounts(user, of, now)]
    return sorted(found, key=lambda each: (each.since, each.page, each.subject))


def _of_kinds(user: User, of: str) -> Iterator[WaitingProposal]:
    for name, kind in KINDS.items():
        if name == "link" or (of and name != of) or not kind.may(user):  # links also wait for others: below
            continue
        for row in kind.rows(user, None):
            first = kind.proposers(row)
            if user.pk not in first:
                yield WaitingProposal(
                    subject=row.pk,
                    label=kind.label,
                    page=kind.page,
                    number=kind.number(row),
                    by=first[-1],
                    since=kind.since(row),
                )


def _of_accounts(user: User, of: str, now: datetime) -> Iterator[WaitingProposal]:
    for name, label, rows in (
        ("link", KINDS["link"].label, invitation_links.confirmable_by(user, now=now)),
        ("token", _("Token of a carrier"), tokens.confirmable_tokens(user, now=now)),
    ):
        for row in rows if of in {"", name} else ():
            if row.proposed_at:
                yield WaitingProposal(
                    subject=row.pk,
                    label=label,
                    page="people",
                    number=None,
                    by=row.proposed_by_id,
                    since=row.proposed_at,
                )
