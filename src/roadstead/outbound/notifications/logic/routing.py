"""Who is told of an alert, and how: pure. An alert's `states` already follow its list's handling and a silent entry's
owner (casework.evidence, decision 0012); what is added here is which people of each, and by which ways."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from roadstead.engine.records import Action
from roadstead.engine.reference.caricom import CENTRE, REGION
from roadstead.platform.handling.logic.gate import Recipient, Way


class Audience(StrEnum):
    """Which people of a state."""

    DUTY = "duty"  # whoever is on duty at the border
    KEEPERS = "keepers"  # those who may know of silent entries
    NAMED = "named"  # the people named by the list's owner, on the page alone


# act of casework.Event: kind of notice. What is not here (taken, released) is told to nobody.
KINDS: Final[dict[str, str]] = {
    "raised": "new",
    "changed": "changed",
    "met again": "new",
    "lapsed": "lapsed",
    "refer": "referred",
    "propose": "to agree to",
    "confirm": "confirmed",
    "agree": "confirmed",
    "reopen": "new",
    "return": "new",
}
# These tell nobody anything new, but a notice that was told before asks nothing more about the alert.
SETTLES: Final[dict[str, str]] = {
    "clear": "cleared",
    "close": "closed",
    "outcome": "dealt with",
    "doc_check": "selected",
    "scan": "selected",
    "examine": "selected",
    "free": "released",
}
ASKS: Final = frozenset({"new", "changed", "referred", "to agree to", "confirmed"})  # somebody has to answer
# Channels are used again for a notice that reaches a kind of more weight.
WEIGHT: Final[dict[str, int]] = {"referred": 1, "to agree to": 2, "confirmed": 3}  # others: 0


@dataclass(frozen=True, slots=True)
class Told:
    """One state (or the regional centre, accounts.organisations.CENTRE) and its audience."""

    state: str
    audience: Audience


def route(*, states: Sequence[str], action: str, named: Sequence[int]) -> tuple[Told, ...]:
    """Every state that the alert concerns, each once: all on the route, not only the last (S25)."""
    audience = Audience.NAMED if named else Audience.KEEPERS if action == Action.DISCREET else Audience.DUTY
    return tuple(Told(state, audience) for state in dict.fromkeys(states))


def by_channel(way: str, state: str) -> Recipient:
    """Who reads what a channel carries: not known by name. `state`: as of the channel."""
    owner = REGION if state == CENTRE else state
    return Recipient(way=Way(way), state=owner, holder=owner)
