"""The versions of a list as its page tells them: what each changed, and what voyages on their way met of it."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import msgspec

from roadstead.engine.records import Problem
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_know_of_silent, may_load_lists
from roadstead.targeting.watchlists.differences import ProblemsByCost
from roadstead.targeting.watchlists.models import REGION, LookBack, Version, WatchList

SHOWN: Final = 10  # versions; the page says how many older ones there are


class Told(NamedTuple):
    """One version. `look_back`: None where it changed nothing. `counted`: whether this person may read its numbers."""

    version: Version
    look_back: LookBack | None
    counted: bool


def versions_of(watch_list: WatchList, user: User) -> dict[str, Any]:
    """Context of `partials/list_versions.html`. Numbers of a look back are of all states and of silent entries: for the
    list's owner alone, and there for who may know of these. What was not read names entries: for who loads them."""
    rows = list(watch_list.versions.select_related("loaded_by", "look_back")[:SHOWN])
    own = watch_list.owner == (user.state_id or REGION)
    told = rows and own and may_load_lists(user)
    return {
        "versions": [Told(row, getattr(row, "look_back", None), own and may_know_of_silent(user)) for row in rows],
        "more": max(0, watch_list.versions.count() - len(rows)),
        "problems": ProblemsByCost.of(msgspec.convert(rows[0].problems, list[Problem]) if told else ()),
        "of_documents": bool(rows) and set(rows[0].counts) == {"documents"},
    }
