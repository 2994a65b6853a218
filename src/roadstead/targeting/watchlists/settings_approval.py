"""Second approval of list settings: one supervisor of the owner proposes, another approves (0010)."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from roadstead.engine.refusals import refuse
from roadstead.platform.accounts import second_person
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_approve_list_settings, may_load_lists
from roadstead.platform.approvals import acts as approvals
from roadstead.platform.approvals.models import WAITING
from roadstead.targeting.watchlists.models import REGION, ListProposal, WatchList

Row = TypeVar("Row", bound=ListProposal)
NOT_THE_OWNERS = "only supervisors of its owner can change the settings of a list"
NO_REASON = "give a reason: the second officer decides on it"


def may_set(watch_list: WatchList, user: User) -> bool:
    """Return True for supervisors of the owner: those of the list's state, or those of the centre for the region's."""
    return may_load_lists(user) and watch_list.owner == (user.state_id or REGION)


def propose_change(made: Row, *, why: str, by: User, now: datetime) -> Row:
    """Propose settings; an undecided earlier proposal is replaced, so that only one is open at a time."""
    refuse({NOT_THE_OWNERS: not may_set(made.watch_list, by), NO_REASON: not why.strip()})
    WatchList.objects.select_for_update().get(pk=made.watch_list.pk)
    approvals.replace(type(made)._default_manager.filter(WAITING, watch_list=made.watch_list), now=now)
    made.owner = made.watch_list.owner
    approvals.propose(made, reason=why, by=by, now=now)
    made.save()
    return made


def decide_change(seen: Row, approve: bool, *, by: User, now: datetime) -> Row:
    """Approve as a second supervisor, or reject as the first may too. `seen`: the row as visible to this user."""
    refuse({NOT_THE_OWNERS: not may_set(seen.watch_list, by)})  # first: the database locks no row for another state
    found = type(seen)._default_manager.select_for_update(of=("self",)).select_related("watch_list").get(pk=seen.pk)
    if approve:
        second_person.approve(found, by=by, may=may_approve_list_settings, now=now)
    else:
        second_person.reject(found, by=by, now=now)
    return found
