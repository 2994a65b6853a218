"""What may happen to an alert, walked exhaustively (S13)."""

import itertools

import pytest

from roadstead.casework.alerts.logic.workflow import (
    CONFIRMS,
    NEEDS_NOTE,
    OPEN,
    STATE_LABELS,
    TRANSITIONS,
    Act,
    AlertState,
    SystemEvent,
    acts_in,
    next_state,
)
from roadstead.casework.alerts.raise_alerts import AFTER_CHANGE
from roadstead.engine.refusals import NotAllowed


@pytest.mark.parametrize(("state", "act"), list(itertools.product(AlertState, Act)))
def test_only_what_stands_in_the_table_may_be_done(state: AlertState, act: Act) -> None:
    if (state, act) in TRANSITIONS:
        assert next_state(state, act) == TRANSITIONS[state, act]
        assert act in acts_in(state)
    else:
        with pytest.raises(NotAllowed, match="no longer possible: the alert is now"):
            next_state(state, act)


def test_nothing_is_confirmed_without_a_review() -> None:
    ways = {(state, act) for (state, act), then in TRANSITIONS.items() if then == AlertState.CONFIRMED}
    assert ways == {(AlertState.REVIEWING, Act.CONFIRM), (AlertState.PROPOSED, Act.APPROVE)}
    assert {act for _, act in ways} == CONFIRMS
    assert {state for (state, _), then in TRANSITIONS.items() if then == AlertState.PROPOSED} == {
        AlertState.REVIEWING,
        AlertState.DOCUMENTS,
        AlertState.SCAN,
        AlertState.PROPOSED,
    }


def test_screening_never_confirms_clears_or_proposes() -> None:
    decided = {AlertState.CONFIRMED, AlertState.CLEARED, AlertState.CLOSED, AlertState.PROPOSED}
    for before, (_, then) in AFTER_CHANGE.items():
        assert then not in decided or then == before  # a decision that stands, never one that a machine made
    assert {turn.value for turn in SystemEvent}.isdisjoint(act.value for act in Act)


def test_every_state_can_be_reached_and_every_decision_needs_a_note() -> None:
    by_screening = {AlertState.NEW, AlertState.EXPIRED}
    assert {*TRANSITIONS.values()} | by_screening == set(AlertState)
    assert {Act.CLEAR, Act.CONFIRM, Act.REFER} <= NEEDS_NOTE


@pytest.mark.parametrize("state", sorted(OPEN))
def test_an_open_alert_is_called_possible_and_nothing_else(state: AlertState) -> None:
    assert STATE_LABELS[state].startswith("Possible match")
    assert not {"wanted", "terrorist", "hit"} & set(STATE_LABELS[state].lower().split())
