"""Proposals of every kind that wait for one person as the second of two, the oldest first."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roadstead.oversight.approvals.kinds import KINDS, Kind, open_kinds
from roadstead.oversight.approvals.proposals import Row
from roadstead.platform.accounts.models import User
from roadstead.platform.invitations import invitation_links, tokens

BY_KIND: Final = KINDS.keys() - {"link"}  # links are confirmed by others as well: `confirmable_by`


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
    kinds = {of} if of else open_kinds()
    of_kinds = (
        _waiting(KINDS[name], row)
        for name in kinds
        if name in BY_KIND and KINDS[name].may(user)
        for row in KINDS[name].rows(user, None)
        if not _is_by(user, KINDS[name], row)
    )
    return sorted([*of_kinds, *_of_accounts(user, kinds, now)], key=_age)


def proposals_of(
    user: User, kinds: Collection[str], *, now: datetime
) -> tuple[list[WaitingProposal], list[WaitingProposal]]:
    """Return the proposals that wait for this person, and their own that wait for a second person, each with the oldest
    first. `kinds`: those of which anything waits (`open_kinds`); every one is read once.
    """
    waiting, own = [*_of_accounts(user, kinds, now)], []
    for name, kind in ((each, KINDS[each]) for each in kinds if each in KINDS):
        for row in kind.rows(user, None):
            if _is_by(user, kind, row):
                own.append(_waiting(kind, row))
            elif name in BY_KIND and kind.may(user):
                waiting.append(_waiting(kind, row))
    return sorted(waiting, key=_age), sorted(own, key=_age)


def _is_by(user: User, kind: Kind, row: Row) -> bool:
    return user.pk in kind.proposers(row)


def _waiting(kind: Kind, row: Row) -> WaitingProposal:
    return WaitingProposal(
        subject=row.pk,
        label=kind.label,
        page=kind.page,
        number=kind.number(row),
        by=kind.proposers(row)[-1],
        since=kind.since(row),
    )


def _age(proposal: WaitingProposal) -> tuple[datetime, str, int]:
    return proposal.since, proposal.page, proposal.subject


def _of_accounts(user: User, kinds: Collection[str], now: datetime) -> Iterator[WaitingProposal]:
    for name, label, rows in (
        ("link", KINDS["link"].label, invitation_links.confirmable_by(user, now=now)),
        ("token", _("Token of a system"), tokens.confirmable_tokens(user, now=now)),
    ):
        for row in rows if name in kinds else ():
            if row.proposed_at:
                yield WaitingProposal(
                    subject=row.pk,
                    label=label,
                    page="people",
                    number=None,
                    by=row.proposed_by_id,
                    since=row.proposed_at,
                )
