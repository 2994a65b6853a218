"""What may happen to an alert, as one table. The buttons, the API and the tests are all drawn from it.

An alert is a possibility until a named officer decides (S13): only `clear`, `confirm` and `refer` decide.
"""

from __future__ import annotations

from enum import StrEnum


class AlertState(StrEnum):
    """Where an alert stands."""

    NEW = "new"
    REVIEWING = "reviewing"
    CLEARED = "cleared"
    CONFIRMED = "confirmed"
    REFERRED = "referred"
    CLOSED = "closed"
    LAPSED = "lapsed"


class Act(StrEnum):
    """What a person may do to an alert."""

    TAKE = "take"
    RELEASE = "release"
    CLEAR = "clear"
    CONFIRM = "confirm"
    REFER = "refer"
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
    (AlertState.REFERRED, Act.TAKE): AlertState.REVIEWING,
    (AlertState.LAPSED, Act.TAKE): AlertState.REVIEWING,
    (AlertState.CLEARED, Act.REOPEN): AlertState.REVIEWING,
    (AlertState.CONFIRMED, Act.REOPEN): AlertState.REVIEWING,
    (AlertState.CONFIRMED, Act.CLOSE): AlertState.CLOSED,
    (AlertState.CLOSED, Act.REOPEN): AlertState.REVIEWING,
}  # fmt: skip

# Acts that need the officer's reasons in writing (S14); `close` needs what came of it at the border.
NEEDS_NOTE = frozenset({Act.CLEAR, Act.CONFIRM, Act.REFER, Act.REOPEN, Act.CLOSE})
# Decisions about a person: what speaks for and what against must be in writing before either (S14).
NEEDS_BOTH_SIDES = frozenset({Act.CLEAR, Act.CONFIRM})
# Acts only the person who holds the alert may do.
NEEDS_HOLDER = frozenset({Act.RELEASE, Act.CLEAR, Act.CONFIRM, Act.REFER})

# What a supervisor may do without holding the alert: nobody's absence keeps it from being decided.
SUPERVISED = frozenset({Act.RELEASE})

OPEN = frozenset({AlertState.NEW, AlertState.REVIEWING, AlertState.REFERRED})

WORDS: dict[AlertState, str] = {
    AlertState.NEW: "Possible match, nobody has looked yet",
    AlertState.REVIEWING: "Possible match, being reviewed",
    AlertState.REFERRED: "Possible match, referred to a colleague",
    AlertState.CLEARED: "Not the same: cleared by an officer",
    AlertState.CONFIRMED: "Confirmed by an officer",
    AlertState.CLOSED: "Closed, outcome recorded",
    AlertState.LAPSED: "No longer met: what was declared or listed has changed",
}


class NotAllowed(Exception):
    """That cannot be done to an alert in this state, or not by this person, or not without a note."""


def after(state: AlertState, act: Act) -> AlertState:
    """The state that follows, or NotAllowed."""
    try:
        return TRANSITIONS[state, act]
    except KeyError:
        raise NotAllowed(f"cannot {act} an alert that is {state}") from None


def acts(state: AlertState) -> list[Act]:
    """What may be done to an alert in this state."""
    return [act for now, act in TRANSITIONS if now == state]
