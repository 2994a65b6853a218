"""Workflow of an alert as one table, from which buttons, API and tests are drawn.

An alert is a possible match until a named officer decides (S13): only `clear`, `confirm` and `refer` decide. Where
policy asks for two officers, the first proposes the confirmation (`propose`) and another one approves it (`agree`).

A rule on goods identifies nobody, so there is no match to clear or confirm: customs order a documentary check, a scan
or a physical examination, or release the goods (`GOODS_ACTS`), in one step, without taking the alert first.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Final

from roadstead.engine.refusals import NotAllowed


class AlertState(StrEnum):
    """States of an alert."""

    NEW = "new"
    REVIEWING = "reviewing"
    CLEARED = "cleared"
    CONFIRMED = "confirmed"
    REFERRED = "referred"
    PROPOSED = "proposed"  # one officer would confirm; a second has to approve
    CLOSED = "closed"
    EXPIRED = "lapsed"
    DOCUMENTS = "doc_check"  # goods: a documentary check is ordered
    SCAN = "scan"  # goods: a scan is ordered
    EXAMINE = "examine"  # goods: a physical examination is ordered


class Act(StrEnum):
    """Acts of a person on an alert."""

    TAKE = "take"
    RELEASE = "release"
    CLEAR = "clear"
    CONFIRM = "confirm"
    REFER = "refer"
    PROPOSE = "propose"
    APPROVE = "agree"
    REJECT = "decline"
    REOPEN = "reopen"
    CLOSE = "close"
    DOCUMENTS = "doc_check"
    SCAN = "scan"
    EXAMINE = "examine"
    RELEASE_GOODS = "free"
    OUTCOME = "outcome"  # an outcome at the border was recorded (`outcomes.record`); has no button
    RETURN = "return"  # the outcome was recorded by mistake: back to the queue


class SystemEvent(StrEnum):
    """Events that screening causes by itself. It decides about nobody: a decision of an officer is never undone
    silently, the alert is laid before an officer again.
    """

    RAISED = "raised"
    CHANGED = "changed"  # the carrier's correction or a new list version changed the evidence
    EXPIRED = "lapsed"  # declaration and list no longer match
    MET_AGAIN = "met again"  # expired or cleared before, and now matched by other identifiers


TRANSITIONS: dict[tuple[AlertState, Act], AlertState] = {
    (AlertState.NEW, Act.TAKE): AlertState.REVIEWING,
    (AlertState.REVIEWING, Act.RELEASE): AlertState.NEW,
    (AlertState.REVIEWING, Act.CLEAR): AlertState.CLEARED,
    (AlertState.REVIEWING, Act.CONFIRM): AlertState.CONFIRMED,
    (AlertState.REVIEWING, Act.REFER): AlertState.REFERRED,
    (AlertState.REVIEWING, Act.PROPOSE): AlertState.PROPOSED,
    (AlertState.PROPOSED, Act.APPROVE): AlertState.CONFIRMED,
    (AlertState.PROPOSED, Act.REJECT): AlertState.REVIEWING,
    (AlertState.REFERRED, Act.TAKE): AlertState.REVIEWING,
    (AlertState.EXPIRED, Act.TAKE): AlertState.REVIEWING,
    (AlertState.CLEARED, Act.REOPEN): AlertState.REVIEWING,
    (AlertState.CONFIRMED, Act.REOPEN): AlertState.REVIEWING,
    (AlertState.CONFIRMED, Act.CLOSE): AlertState.CLOSED,
    (AlertState.CLOSED, Act.REOPEN): AlertState.REVIEWING,
    (AlertState.NEW, Act.DOCUMENTS): AlertState.DOCUMENTS,
    (AlertState.NEW, Act.SCAN): AlertState.SCAN,
    (AlertState.NEW, Act.EXAMINE): AlertState.EXAMINE,
    (AlertState.NEW, Act.RELEASE_GOODS): AlertState.CLEARED,
    (AlertState.REVIEWING, Act.DOCUMENTS): AlertState.DOCUMENTS,
    (AlertState.REVIEWING, Act.SCAN): AlertState.SCAN,
    (AlertState.REVIEWING, Act.EXAMINE): AlertState.EXAMINE,
    (AlertState.REVIEWING, Act.RELEASE_GOODS): AlertState.CLEARED,
    (AlertState.DOCUMENTS, Act.PROPOSE): AlertState.PROPOSED,
    (AlertState.SCAN, Act.PROPOSE): AlertState.PROPOSED,
    (AlertState.DOCUMENTS, Act.SCAN): AlertState.SCAN,
    (AlertState.DOCUMENTS, Act.EXAMINE): AlertState.EXAMINE,
    (AlertState.DOCUMENTS, Act.RELEASE_GOODS): AlertState.CLEARED,
    (AlertState.DOCUMENTS, Act.REOPEN): AlertState.REVIEWING,
    (AlertState.SCAN, Act.EXAMINE): AlertState.EXAMINE,
    (AlertState.SCAN, Act.RELEASE_GOODS): AlertState.CLEARED,
    (AlertState.SCAN, Act.REOPEN): AlertState.REVIEWING,
    (AlertState.EXAMINE, Act.RELEASE_GOODS): AlertState.CLEARED,
    (AlertState.EXAMINE, Act.REOPEN): AlertState.REVIEWING,
    (AlertState.NEW, Act.RETURN): AlertState.NEW,
    (AlertState.REVIEWING, Act.RETURN): AlertState.REVIEWING,
    (AlertState.REFERRED, Act.RETURN): AlertState.REFERRED,
    (AlertState.PROPOSED, Act.RETURN): AlertState.PROPOSED,
    (AlertState.DOCUMENTS, Act.RETURN): AlertState.DOCUMENTS,
    (AlertState.SCAN, Act.RETURN): AlertState.SCAN,
    (AlertState.EXAMINE, Act.RETURN): AlertState.EXAMINE,
}
# Decisions about goods, the mildest first. Which of them is offered depends on the alert (Alert.is_goods).
GOODS_ACTS = (Act.DOCUMENTS, Act.SCAN, Act.EXAMINE, Act.RELEASE_GOODS)
# Goods selected for examination: decided at the desk, not examined yet.
SELECTED = frozenset({AlertState.DOCUMENTS, AlertState.SCAN, AlertState.EXAMINE})

# Acts that need the officer's reasons in writing (S14); `close` needs the outcome at the border.
NEEDS_NOTE = frozenset(
    {
        *(Act.CLEAR, Act.CONFIRM, Act.REFER, Act.PROPOSE, Act.APPROVE, Act.REJECT, Act.REOPEN, Act.CLOSE, Act.RETURN),
        *GOODS_ACTS,
    }
)
# Decisions about a person or a firm: every attribute must be compared, with the evidence for and against (S14).
NEEDS_BOTH_SIDES = frozenset({Act.CLEAR, Act.CONFIRM, Act.PROPOSE, Act.APPROVE})
# Acts that only the assignee of the alert may do.
NEEDS_ASSIGNEE = frozenset({Act.RELEASE, Act.CLEAR, Act.CONFIRM, Act.REFER, Act.PROPOSE, *GOODS_ACTS})
# Acts by which a person is confirmed: responses to carriers refer to one of these (S13).
CONFIRMS = frozenset({Act.CONFIRM, Act.APPROVE})

# Acts that a supervisor may do without holding the alert, so that nobody's absence blocks a decision.
SUPERVISED = frozenset({Act.RELEASE})

OPEN = frozenset({AlertState.NEW, AlertState.REVIEWING, AlertState.REFERRED, AlertState.PROPOSED})

# Decided by somebody; a confirmed one is closed when its outcome is recorded.
DECIDED = frozenset({AlertState.CLEARED, AlertState.CONFIRMED, AlertState.CLOSED, *SELECTED})
# States that are shown to the region as soon as one state has reached them, the strongest first.
STRONGEST = (AlertState.CONFIRMED, AlertState.CLOSED, AlertState.EXAMINE, AlertState.SCAN, AlertState.DOCUMENTS)
# Shared states of an alert of several states that hold for those that have not decided themselves.
FOR_ALL = frozenset({AlertState.NEW, AlertState.CLEARED, AlertState.EXPIRED})

STATE_LABELS: dict[AlertState, str] = {
    AlertState.NEW: "Possible match: not reviewed yet",
    AlertState.REVIEWING: "Possible match: being reviewed",
    AlertState.REFERRED: "Possible match: referred to a colleague",
    AlertState.PROPOSED: "Possible match: waiting for a second officer",
    AlertState.CLEARED: "Not a match: cleared by an officer",
    AlertState.CONFIRMED: "Match confirmed by an officer",
    AlertState.CLOSED: "Closed, outcome recorded",
    AlertState.EXPIRED: "No longer a match: the declaration or the list has changed",
    AlertState.DOCUMENTS: "Selected for a documentary check",
    AlertState.SCAN: "Selected for a scan",
    AlertState.EXAMINE: "Selected for a physical examination",
}
# Labels for goods, where there is nobody to match.
GOODS_LABELS: dict[AlertState, str] = {
    AlertState.NEW: "Goods: not reviewed yet",
    AlertState.REVIEWING: "Goods: being reviewed",
    AlertState.REFERRED: "Goods: referred to a colleague",
    AlertState.PROPOSED: "Goods: examination waiting for a second officer",
    AlertState.CLEARED: "Goods released by an officer",
    AlertState.CONFIRMED: "Confirmed by an officer",
    AlertState.EXPIRED: "The rule no longer applies: the declaration has changed",
}


def next_state(state: AlertState, act: Act) -> AlertState:
    """Return the state that follows; raise NotAllowed if there is none."""
    try:
        return TRANSITIONS[state, act]
    except KeyError:
        raise NotAllowed(NOT_POSSIBLE_NOW, state=STATE_LABELS[state]) from None


def has_work(state: AlertState, dealt_at: datetime | None, *, is_goods: bool) -> bool:
    """Return True if the alert is in a queue: to be decided, to be checked, or with a decision to be written.

    Whether a state asks for a written decision is not considered: that is a setting, which may change any day.
    """
    if dealt_at is None:
        return state in OPEN or state in SELECTED
    return state in OPEN and not is_goods


def state_for_one(own: str | None, shared: str, *, several: bool) -> AlertState:
    """Return the alert's state for one state: by its own decision, else by the shared one that holds for all (decision
    0022).
    """
    if own:
        return AlertState(own)
    return AlertState(shared) if not several or shared in FOR_ALL else AlertState.NEW


def state_for_region(shared: str, spoken: Collection[str], *, concerned: int) -> AlertState:
    """Return the alert's state for the region: confirmed or selected if one state did so, cleared if all states did."""
    for strongest in STRONGEST:
        if strongest in spoken:
            return strongest
    every = concerned > 1 and sum(each in DECIDED for each in spoken) >= concerned
    return AlertState.CLEARED if every and shared in OPEN else AlertState(shared)


def acts_in(state: AlertState) -> list[Act]:
    """Return the acts that are possible in this state."""
    return [act for now, act in TRANSITIONS if now == state]


# ── Reasons why an act is refused, which pages translate


NOT_POSSIBLE_NOW: Final = "this is no longer possible: the alert is now “%(state)s”. Open it again"
ONLY_DECIDERS: Final = "only officers, analysts and supervisors decide about alerts"
BY_A_SUPERVISOR: Final = "only a supervisor can reopen a decision"
TAKE_IT_FIRST: Final = "take the alert first: only the officer who holds it can decide"
ANOTHER_AGREES: Final = "a second officer must approve this: you cannot approve what you sent yourself"
TWO_CONFIRM: Final = "two officers confirm this: send it to a second officer"
ONE_CONFIRMS: Final = "no second officer is needed here: decide it yourself"
OPEN_IT_FIRST: Final = "this person's data are restricted: write why you need them and open them, then decide"
GOODS_ARE_CHECKED: Final = (
    "goods are not a match: order a documentary check, a scan or a physical examination, or release them"
)
ONLY_OF_GOODS: Final = "only goods are checked or released: choose “Match” or “Not a match”"
NOTHING_TO_RETURN: Final = "your state has recorded no outcome: the alert is in the queue already"
NOT_ARRIVED: Final = (
    "this voyage has not arrived yet: to record it anyway, tick “Record it before arrival” and write why"
)
TEXTS: Final = (
    NOT_POSSIBLE_NOW,
    GOODS_ARE_CHECKED,
    ONLY_OF_GOODS,
    NOTHING_TO_RETURN,
    NOT_ARRIVED,
    ONLY_DECIDERS,
    BY_A_SUPERVISOR,
    TAKE_IT_FIRST,
    ANOTHER_AGREES,
    TWO_CONFIRM,
    ONE_CONFIRMS,
    OPEN_IT_FIRST,
)
