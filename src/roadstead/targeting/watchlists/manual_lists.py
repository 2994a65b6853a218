"""Manual lists (S21, S22, S23): their owners, the right to nominate, and creating a list.

An entry is nominated (`nominate`), a second person approves, and it is in force at once (`agree`).
"""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from roadstead.engine import records as model
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_load_lists, may_nominate, may_see_silent
from roadstead.platform.audit.models import log
from roadstead.targeting.watchlists.models import REGION, Entry, Nomination, WatchList
from roadstead.targeting.watchlists.nomination_checks import ReviewBounds

MAX_REVIEW_MONTHS: Final = 60  # the longest review period that can be set
NO_MONTHS: Final = f"choose 1 to {MAX_REVIEW_MONTHS} months for a review, and for minors no more than for adults"


def owns_manual_list(user: User, watch_list: WatchList) -> bool:
    """Return True for a manual list of the user's own state, or of the centre, that people change entry by entry."""
    is_own = watch_list.owner == (user.state_id or REGION)
    return is_own and watch_list.is_manual and not (watch_list.is_lookouts or watch_list.is_warrants)


def bounds_of(watch_list: WatchList, today: date) -> ReviewBounds:
    return ReviewBounds(
        today=today, months=watch_list.review_months, months_of_minors=watch_list.review_months_of_minors
    )


def are_months(months: int, of_minors: int) -> bool:
    return 1 <= of_minors <= months <= MAX_REVIEW_MONTHS


@transaction.atomic
def create_list(name: str, months: int, months_of_minors: int, *, by: User) -> WatchList:
    """Create a list of the user's own state, or of the region, that is changed by nominations alone."""
    owner, title = by.state_id or REGION, name.strip()
    if not may_load_lists(by):
        raise NotAllowed("only a supervisor can create a list")
    if not title or len(title) > 80:
        raise NotAllowed("give the list a name of at most 80 characters")
    if not are_months(months, months_of_minors):
        raise NotAllowed(NO_MONTHS)
    if WatchList.objects.filter(owner=owner, name=title).exists():
        raise NotAllowed("there is already a list with this name: choose another name")
    made = WatchList.objects.create(
        name=title,
        owner=owner,
        source="kept by hand",
        is_manual=True,
        review_months=months,
        review_months_of_minors=months_of_minors,
    )
    log_action(by, "list begun", made.owner, f"list {made.pk}")
    return made


def check_nominator(watch_list: WatchList, by: User) -> None:
    if not (may_nominate(by) and owns_manual_list(by, watch_list)):
        raise NotAllowed("only users of the list's owner can nominate entries, and only for a manual list")


def may_read(row: Nomination, user: User) -> bool:
    """Return True if the user may read the nomination: silent ones are for their proposer and users with that right."""
    return not row.silent or may_see_silent(user) or row.proposed_by_id == user.pk


def log_action(by: User | None, action: str, owner: str, subject: str) -> None:
    log(by, action, subject, states=[] if owner == REGION else [owner])


def known_in_force(watch_list: WatchList, user: User) -> QuerySet[Entry, Entry]:
    """Return the entries of the list that this user may know of."""
    rows = Entry.objects.visible_to(user).filter(watch_list=watch_list, removed_in=None)
    return rows if may_see_silent(user) else rows.exclude(listed__action=model.Action.DISCREET)


def is_silent(entry: Entry) -> bool:
    return bool(entry.listed.get("action") == model.Action.DISCREET)
