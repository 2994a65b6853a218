"""What the pages say of how a list is handled, and of what it raised."""

from __future__ import annotations

from typing import Any

from roadstead.platform.accounts.models import State, User
from roadstead.targeting.watchlists.handling import OF_ONE_STATE, PURPOSES, WORDS, may_handle
from roadstead.targeting.watchlists.models import REGION, WatchList


def handling_of(found: WatchList, user: User) -> dict[str, Any]:
    """Context for `partials/handling.html`."""
    states = State.objects.exclude(code=found.owner).order_by("name")
    return {
        "tlp": found.handling_code,
        "tlp_words": WORDS[found.handling_code].partition(": ")[2],
        "handling_purpose": PURPOSES.get(found.handling_purpose, ""),
        "shared_with": [state for state in states if state.code in found.may_share_with],
        "named": User.objects.filter(pk__in=found.named).order_by("username"),
        "may_handle": may_handle(found, user),
        "tlp_choices": {key: words for key, words in WORDS.items() if found.owner != REGION or key not in OF_ONE_STATE},
        "purpose_choices": PURPOSES,
        "states": states,
        "may_name": found.owner != REGION,
    }
