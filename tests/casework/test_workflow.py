"""What may happen to an alert, walked exhaustively (S13)."""

import itertools

import pytest

from roadstead.casework.workflow import (
    NEEDS_NOTE,
    OPEN,
    TRANSITIONS,
    WORDS,
    Act,
    AlertState,
    NotAllowed,
    acts,
    after,
)


@pytest.mark.parametrize(("state", "act"), list(itertools.product(AlertState, Act)))
def test_only_what_stands_in_the_table_may_be_done(state: AlertState, act: Act) -> None:
    if (state, act) in TRANSITIONS:
        assert after(state, act) == TRANSITIONS[state, act]
        assert act in acts(state)
    else:
        with pytest.raises(NotAllowed, match=f"cannot {act} an alert that is {state}"):
            after(state, act)


def test_nothing_is_confirmed_without_a_review() -> None:
    before = {state for (state, _), then in TRANSITIONS.items() if then == AlertState.CONFIRMED}
    assert before == {AlertState.REVIEWING}


def test_every_state_can_be_reached_and_every_decision_needs_a_note() -> None:
    by_screening = {AlertState.NEW, AlertState.LAPSED}
    assert {*TRANSITIONS.values()} | by_screening == set(AlertState)
    assert {Act.CLEAR, Act.CONFIRM, Act.REFER} <= NEEDS_NOTE


@pytest.mark.parametrize("state", sorted(OPEN))
def test_an_open_alert_is_called_possible_and_nothing_else(state: AlertState) -> None:
    assert WORDS[state].startswith("Possible match")
    assert not {"wanted", "terrorist", "hit"} & set(WORDS[state].lower().split())
