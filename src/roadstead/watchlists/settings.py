"""How a list is worked with: its threshold and how long a cleared match holds. One supervisor proposes, another agrees.

Only supervisors of the list's owner may: those of the state whose list it is, those of the centre for the region's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from typing import Final

from django.db import transaction

from roadstead.accounts.models import User
from roadstead.accounts.permissions import may_load_lists
from roadstead.audit.models import note
from roadstead.screening.policy import Thresholds
from roadstead.watchlists.look_backs import look_back_at_list
from roadstead.watchlists.models import REGION, Proposal, WatchList

LOWEST: Final = 0.0  # bits; below, names alone are nobody's evidence
HIGHEST: Final = 60.0
LONGEST_CLEARED: Final = 3650  # days
FIELDS: Final = ("threshold", "second_person", "cleared_days", "second_stage")


class Refused(Exception):
    """That cannot be set, or not by this person. The message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What is proposed. `threshold` in bits, None: the default of the policy; `cleared_days` how long a pair holds;
    `second_stage`: whether the frozen model adds to the evidence."""

    threshold: float | None
    second_person: bool
    cleared_days: int
    second_stage: bool = False


def thresholds() -> Thresholds:
    """Of each list its own, by title, as the screening takes them."""
    rows = WatchList.objects.exclude(threshold=None)
    return Thresholds(by_list={row.title: row.threshold for row in rows if row.threshold is not None})


def evidence_alone() -> frozenset[str] | None:
    """Titles of the lists on which the second stage is switched off; None: it is on nowhere, and not asked."""
    rows = list(WatchList.objects.all())
    return frozenset(row.title for row in rows if not row.second_stage) if any(r.second_stage for r in rows) else None


def may_set(watch_list: WatchList, user: User) -> bool:
    return may_load_lists(user) and watch_list.owner == (user.state_id or REGION)


@transaction.atomic
def propose(watch_list: WatchList, wanted: Settings, *, why: str, by: User, now: datetime) -> Proposal:
    """Put it forward. What was proposed before and not decided is put aside: one proposal is looked at at a time."""
    _check(watch_list, wanted, why, by)
    WatchList.objects.select_for_update().get(pk=watch_list.pk)
    Proposal.objects.filter(watch_list=watch_list, approved=None).update(approved=False, decided_at=now)
    made = Proposal.objects.create(
        watch_list=watch_list,
        owner=watch_list.owner,
        threshold=wanted.threshold,
        second_person=wanted.second_person,
        cleared_days=wanted.cleared_days,
        second_stage=wanted.second_stage,
        why=why.strip(),
        proposed_by=by,
        proposed_at=now,
    )
    _note(by, "list settings proposed", made)
    return made


@transaction.atomic
def decide(proposal_id: int, approve: bool, *, by: User, now: datetime) -> Proposal:
    """A second supervisor agrees, and it is in force; or declines, as the first may too."""
    seen = Proposal.objects.visible_to(by).select_related("watch_list").get(pk=proposal_id)
    if not may_set(seen.watch_list, by):
        raise Refused("a list is set by supervisors of its owner")
    found = Proposal.objects.select_for_update().get(pk=proposal_id)
    if found.approved is not None:
        raise Refused("this proposal has been decided already")
    if approve and found.proposed_by_id == by.pk:
        raise Refused("a second supervisor agrees: nobody approves what they propose")
    found.approved, found.decided_by, found.decided_at = approve, by, now
    found.save(update_fields=["approved", "decided_by", "decided_at"])
    if approve:
        _put_in_force(found)
    _note(by, "list settings approved" if approve else "list settings declined", found)
    return found


def _put_in_force(agreed: Proposal) -> None:
    """Voyages on their way are screened by the new threshold too, before their next message; so by the model."""
    before = (agreed.watch_list.threshold, agreed.watch_list.second_stage)
    WatchList.objects.filter(pk=agreed.watch_list_id).update(**{name: getattr(agreed, name) for name in FIELDS})
    if (agreed.threshold, agreed.second_stage) != before:
        look_back_at_list(agreed.watch_list)


def _check(watch_list: WatchList, wanted: Settings, why: str, by: User) -> None:
    bits, days = wanted.threshold, wanted.cleared_days
    refusals = {
        "a list is set by supervisors of its owner": not may_set(watch_list, by),
        "write down why: the second person decides by it": not why.strip(),
        f"a threshold lies between {LOWEST:g} and {HIGHEST:g} bits": bits is not None
        and not (isfinite(bits) and LOWEST <= bits <= HIGHEST),
        f"a cleared match holds for 1 to {LONGEST_CLEARED} days": not 1 <= days <= LONGEST_CLEARED,
    }
    for refusal, holds in refusals.items():
        if holds:
            raise Refused(refusal)


def _note(by: User, action: str, proposal: Proposal) -> None:
    states = [] if proposal.owner == REGION else [proposal.owner]
    note(by, action, f"list {proposal.watch_list_id} proposal {proposal.pk}", states=states)
