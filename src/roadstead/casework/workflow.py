"""What may happen to an alert, as one table. The buttons, the API and the tests are all drawn from it.

An alert is a possibility until a named officer decides (S13): only `clear`, `confirm` and `refer` decide. Where policy
asks for two officers, the first puts the confirmation forward (`propose`) and another one agrees (`agree`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from enum import StrEnum


class AlertState(StrEnum):
    """Where an alert stands."""

    NEW = "new"
    REVIEWING = "reviewing"
    CLEARED = "cleared"
    CONFIRMED = "confirmed"
    REFERRED = "referred"
    PROPOSED = "proposed"  # one officer would confirm; a second has to agree
    CLOSED = "closed"
    LAPSED = "lapsed"


class Act(StrEnum):
    """What a person may do to an alert."""

    TAKE = "take"
    RELEASE = "release"
    CLEAR = "clear"
    CONFIRM = "confirm"
    REFER = "refer"
    PROPOSE = "propose"
    AGREE = "agree"
    DECLINE = "decline"
    REOPEN = "reopen"
    CLOSE = "close"


class Turn(StrEnum):
    """What screening says of an alert, by itself. It decides about nobody: an officer's decision is never undone
    silently, it is laid before an officer again."""

    RAISED = "raised"
    CHANGED = "changed"  # the carrier's correction or a new list version changed the evidence
    LAPSED = "lapsed"  # what was declared or listed no longer meets
    MET_AGAIN = "met again"  # lapsed or cleared before, and now met by other identifiers


TRANSITIONS: dict[tuple[AlertState, Act], AlertState] = {
    (AlertState.NEW, Act.TAKE): AlertState.REVIEWING,
    (AlertState.REVIEWING, Act.RELEASE): AlertState.NEW,
    (AlertState.REVIEWING, Act.CLEAR): AlertState.CLEARED,
    (AlertState.REVIEWING, Act.CONFIRM): AlertState.CONFIRMED,
    (AlertState.REVIEWING, Act.REFER): AlertState.REFERRED,
    (AlertState.REVIEWING, Act.PROPOSE): AlertState.PROPOSED,
    (AlertState.PROPOSED, Act.AGREE): AlertState.CONFIRMED,
    (AlertState.PROPOSED, Act.DECLINE): AlertState.REVIEWING,
    (AlertState.REFERRED, Act.TAKE): AlertState.REVIEWING,
    (AlertState.LAPSED, Act.TAKE): AlertState.REVIEWING,
    (AlertState.CLEARED, Act.REOPEN): AlertState.REVIEWING,
    (AlertState.CONFIRMED, Act.REOPEN): AlertState.REVIEWING,
    (AlertState.CONFIRMED, Act.CLOSE): AlertState.CLOSED,
    (AlertState.CLOSED, Act.REOPEN): AlertState.REVIEWING,
}  # fmt: skip

# Acts that need the officer's reasons in writing (S14); `close` needs what came of it at the border.
NEEDS_NOTE = frozenset({Act.CLEAR, Act.CONFIRM, Act.REFER, Act.PROPOSE, Act.AGREE, Act.DECLINE, Act.REOPEN, Act.CLOSE})
# Decisions about a person: every attribute compared, and what speaks for and against, before any of them (S14).
NEEDS_BOTH_SIDES = frozenset({Act.CLEAR, Act.CONFIRM, Act.PROPOSE, Act.AGREE})
# Acts only the person who holds the alert may do.
NEEDS_HOLDER = frozenset({Act.RELEASE, Act.CLEAR, Act.CONFIRM, Act.REFER, Act.PROPOSE})
# Acts by which a person is confirmed: the answers to carriers point at one of these (S13).
CONFIRMS = frozenset({Act.CONFIRM, Act.AGREE})

# What a supervisor may do without holding the alert: nobody's absence keeps it from being decided.
SUPERVISED = frozenset({Act.RELEASE})

OPEN = frozenset({AlertState.NEW, AlertState.REVIEWING, AlertState.REFERRED, AlertState.PROPOSED})

# Decided by somebody; a confirmed one is closed when what came of it is written down.
DECIDED = frozenset({AlertState.CLEARED, AlertState.CONFIRMED, AlertState.CLOSED})
# Of what the region says of an alert of several states this holds for those that have not spoken.
FOR_ALL = frozenset({AlertState.NEW, AlertState.CLEARED, AlertState.LAPSED})

WORDS: dict[AlertState, str] = {
    AlertState.NEW: "Possible match, nobody has looked yet",
    AlertState.REVIEWING: "Possible match, being reviewed",
    AlertState.REFERRED: "Possible match, referred to a colleague",
    AlertState.PROPOSED: "Possible match, one officer would confirm, a second has to agree",
    AlertState.CLEARED: "Not the same: cleared by an officer",
    AlertState.CONFIRMED: "Confirmed by an officer",
    AlertState.CLOSED: "Closed, outcome recorded",
    AlertState.LAPSED: "No longer met: what was declared or listed has changed",
}


class NotAllowed(Exception):
    """That cannot be done in this state, or not by this person, or not without a note.

    `text`: a sentence with named places, as %(act)s; `said` puts it into the reader's language.
    """

    def __init__(self, text: str, **places: object) -> None:
        super().__init__(text % places if places else text)
        self.text, self.places = text, places

    def said(self, speak: Callable[[str], str] = str) -> str:
        """The words that stand in its places are spoken as well, where the language has them."""
        spoken = {name: speak(each) if isinstance(each, str) and each else each for name, each in self.places.items()}
        text = speak(self.text)
        return text % spoken if spoken else text


def after(state: AlertState, act: Act) -> AlertState:
    """The state that follows, or NotAllowed."""
    try:
        return TRANSITIONS[state, act]
    except KeyError:
        raise NotAllowed("cannot %(act)s an alert that is %(state)s", act=act.value, state=state.value) from None


def for_one(own: str | None, shared: str, *, several: bool) -> AlertState:
    """Where it stands for a state: by its own word, else by what holds for all (decision 0022)."""
    if own:
        return AlertState(own)
    return AlertState(shared) if not several or shared in FOR_ALL else AlertState.NEW


def for_all(shared: str, spoken: Collection[str], *, concerned: int) -> AlertState:
    """Where it stands for the region: confirmed where one state has confirmed it, cleared where every one has."""
    for strongest in (AlertState.CONFIRMED, AlertState.CLOSED):
        if strongest in spoken:
            return strongest
    every = concerned > 1 and sum(each in DECIDED for each in spoken) >= concerned
    return AlertState.CLEARED if every and shared in OPEN else AlertState(shared)


def acts(state: AlertState) -> list[Act]:
    """What may be done to an alert in this state."""
    return [act for now, act in TRANSITIONS if now == state]
