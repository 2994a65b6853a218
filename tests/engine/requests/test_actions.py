"""Actions and statuses of requests follow one table."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from roadstead.engine.requests.actions import (
    ENDED,
    OPEN,
    STEPS,
    STEPS_WITHOUT_REPLY,
    Action,
    Side,
    Status,
    next_side,
    next_status,
    possible,
)

ALL = st.lists(st.sampled_from(Action), max_size=12)


def test_a_status_is_open_or_ended_and_never_both() -> None:
    assert frozenset(Status) == OPEN | ENDED
    assert not OPEN & ENDED


def test_whoever_has_to_act_can_act() -> None:
    """An open request never waits for a side without a button."""
    for status in Status:
        if (turn := next_side(STEPS, status)) is not None:
            assert possible(STEPS, status=status, side=turn, is_supervisor=False), status
    assert possible(STEPS_WITHOUT_REPLY, status=Status.WAITING, side=Side.ASKED, is_supervisor=False)


@given(ALL)
def test_any_sequence_of_possible_actions_leads_to_a_known_status(actions: list[Action]) -> None:
    status = Status.WAITING
    for action in actions:
        for side in Side:
            if action in possible(STEPS, status=status, side=side, is_supervisor=True):
                status = next_status(STEPS, status, action)
                break
    assert status in Status


def test_only_a_supervisor_of_the_asking_side_reopens() -> None:
    for status in ENDED:
        assert Action.REOPEN in possible(STEPS, status=status, side=Side.ASKING, is_supervisor=True)
        assert Action.REOPEN not in possible(STEPS, status=status, side=Side.ASKING, is_supervisor=False)
        assert Action.REOPEN not in possible(STEPS, status=status, side=Side.ASKED, is_supervisor=True)


def test_actions_fit_the_column_of_a_timeline() -> None:
    assert max(len(each) for each in Action) <= 12
    assert max(len(each) for each in Status) <= 14


def test_the_first_thing_offered_to_the_asked_side_is_to_acknowledge_then_to_reply() -> None:
    assert possible(STEPS, status=Status.WAITING, side=Side.ASKED, is_supervisor=False)[:2] == (
        Action.ACKNOWLEDGE,
        Action.REPLY,
    )
