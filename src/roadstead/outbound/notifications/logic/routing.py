"""Routing of notifications of an alert: which people of each state, and by which ways. Pure.

An alert's `states` already reflect its list's handling and a silent entry's owner (alerts.evidence, decision 0012).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from roadstead.engine.records import Action
from roadstead.engine.reference.caricom import CENTRE, REGION
from roadstead.platform.handling.logic.gate import Medium, Recipient


class Audience(StrEnum):
    """Audience within a state."""

    DUTY = "duty"  # people on duty at the border
    KEEPERS = "keepers"  # people who may know of silent entries
    NAMED = "named"  # people named by the list's owner, on the page only


# act of alerts.Event: kind of notice. Nobody is notified of acts that are not here (taken, released).
NOTICE_KINDS: Final[dict[str, str]] = {
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
# Acts that notify nobody, but after which an existing notice needs no response about the alert.
SETTLING_KINDS: Final[dict[str, str]] = {
    "clear": "cleared",
    "close": "closed",
    "outcome": "dealt with",
    "doc_check": "selected",
    "scan": "selected",
    "examine": "selected",
    "free": "released",
}
RESPONSE_KINDS: Final = frozenset({"new", "changed", "referred", "to agree to", "confirmed"})  # somebody must respond
# Channels are used again for a notice that reaches a kind of more weight.
WEIGHT: Final[dict[str, int]] = {"referred": 1, "to agree to": 2, "confirmed": 3}  # others: 0


@dataclass(frozen=True, slots=True)
class Addressee:
    """Addressee: one state (or the regional centre, accounts.organisations.CENTRE) and its audience."""

    state: str
    audience: Audience


def route(*, states: Sequence[str], action: str, named: Sequence[int]) -> tuple[Addressee, ...]:
    """Return an addressee for every state that the alert concerns: all on the route, not only the last (S25)."""
    audience = Audience.NAMED if named else Audience.KEEPERS if action == Action.DISCREET else Audience.DUTY
    return tuple(Addressee(state, audience) for state in dict.fromkeys(states))


def channel_recipient(way: str, state: str) -> Recipient:
    """Return the recipient for the gate: readers of a channel are not known by name. `state`: that of the channel."""
    owner = REGION if state == CENTRE else state
    return Recipient(way=Medium(way), state=owner, holder=owner)
