"""Statuses of a warrant: every path of up to eight acts keeps what two people, and nobody less, put in force."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from roadstead.cooperation.warrants.logic.statuses import (
    DECIDED,
    ENDED,
    OPEN,
    START,
    TRANSITIONS,
    NotPossible,
    Status,
    WarrantAct,
    after,
    is_possible,
)

MAX_LENGTH = 8
ACTS = sorted(TRANSITIONS)


def walk(acts: list[WarrantAct]) -> list[tuple[Status, WarrantAct, Status]]:
    """The steps of the acts that are possible, one after another; the others change nothing."""
    status, steps = START, []
    for act in acts:
        if is_possible(status, act):
            steps.append((status, act, after(status, act)))
            status = steps[-1][2]
        else:
            with pytest.raises(NotPossible):
                after(status, act)
    return steps


@given(some.lists(some.sampled_from(ACTS), max_size=MAX_LENGTH))
def test_nothing_is_in_force_that_was_not_signed_and_then_validated(acts: list[WarrantAct]) -> None:
    done: list[WarrantAct] = []
    for before, act, now in walk(acts):
        assert before not in ENDED, "an ended warrant changed"
        done.append(act)
        if act is WarrantAct.RETURNED:
            done = []
        if now in DECIDED:
            assert done.index(WarrantAct.SIGNED) < done.index(WarrantAct.VALIDATED)
        if now is Status.IN_FORCE:
            assert WarrantAct.PUBLISHED in done
            assert act in {WarrantAct.PUBLISHED, WarrantAct.RESUMED, WarrantAct.REVIEWED}
        if act is WarrantAct.REVIEWED:
            assert before is now is Status.IN_FORCE
        if before is Status.IN_FORCE:
            assert now is not Status.DRAFTED


def every_path(status: Status, length: int) -> int:
    """Walk every path of possible acts up to this length, and return how many there are."""
    found = 1
    for act in ACTS if length else ():
        if is_possible(status, act):
            assert status not in ENDED
            found += every_path(after(status, act), length - 1)
    return found


def test_every_path_up_to_eight_acts_is_walked_and_each_status_is_reached() -> None:
    assert every_path(START, MAX_LENGTH) > 500
    assert {each.after for each in TRANSITIONS.values()} == set(Status)


def test_every_open_warrant_can_be_withdrawn_and_expires_and_no_ended_one_changes() -> None:
    for act in (WarrantAct.WITHDRAWN, WarrantAct.EXPIRED):
        assert {status for status in Status if is_possible(status, act)} == OPEN
    assert not any(is_possible(status, act) for status in ENDED for act in WarrantAct)


def test_an_act_fits_the_column_of_a_timeline() -> None:
    assert max(map(len, WarrantAct)) <= 12
    assert max(map(len, Status)) <= 10
