"""What is set of a list is put forward by one supervisor of its owner, and in force when another agrees (0010)."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from roadstead.engine.refusals import NotAllowed, refuse
from roadstead.platform.accounts.independence import why_dependent
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_load_lists
from roadstead.targeting.watchlists.models import REGION, ByTwo, WatchList

Row = TypeVar("Row", bound=ByTwo)
NOT_THE_OWNERS = "a list is set by supervisors of its owner"
NO_REASON = "write down why: the second person decides by it"


def may_set(watch_list: WatchList, user: User) -> bool:
    """Only supervisors of the owner: those of the state whose list it is, those of the centre for the region's."""
    return may_load_lists(user) and watch_list.owner == (user.state_id or REGION)


def put_forward(made: Row, *, why: str, by: User, now: datetime) -> Row:
    """What was proposed before and not decided is put aside: one proposal is looked at at a time."""
    refuse({NOT_THE_OWNERS: not may_set(made.watch_list, by), NO_REASON: not why.strip()})
    WatchList.objects.select_for_update().get(pk=made.watch_list.pk)
    waiting = type(made)._default_manager.filter(watch_list=made.watch_list, approved=None)
    waiting.update(approved=False, decided_at=now)
    made.owner, made.why = made.watch_list.owner, why.strip()
    made.proposed_by, made.proposed_at = by, now
    made.save()
    return made


def decided(seen: Row, approve: bool, *, by: User, now: datetime) -> Row:
    """`seen`: as this person may see it. A second supervisor agrees, or declines as the first may too."""
    refuse({NOT_THE_OWNERS: not may_set(seen.watch_list, by)})  # first: the database locks no row for another state
    found = type(seen)._default_manager.select_for_update(of=("self",)).select_related("watch_list").get(pk=seen.pk)
    refuse(
        {
            "this proposal has been decided already": found.approved is not None,
            "a second supervisor agrees: nobody approves what they propose": approve and found.proposed_by_id == by.pk,
        }
    )
    if approve and (why := why_dependent(by, [found.proposed_by_id], may=may_load_lists, now=now)):
        raise NotAllowed(why)
    found.approved, found.decided_by, found.decided_at = approve, by, now
    found.save(update_fields=["approved", "decided_by", "decided_at"])
    return found
