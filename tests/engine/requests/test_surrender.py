"""Surrender: every path through the table of steps, and the times that begin and end on the way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from roadstead.engine.deadlines.due import Kind, Rule
from roadstead.engine.deadlines.spans import Span
from roadstead.engine.deadlines.working_days import Calendar
from roadstead.engine.reference.request_times import OF_SURRENDER, REQUEST_TIMES, time_for
from roadstead.engine.requests.actions import ENDED, OPEN, Action, Side, Status, next_side, next_status, possible
from roadstead.engine.requests.surrender import (
    AT_COURT,
    CUT_SHORT,
    HELD,
    SURRENDER_STEPS,
    WORDS,
    is_held,
    is_surrender,
)
from roadstead.engine.requests.surrender_fields import OWN_FIELDS
from roadstead.engine.requests.timing import Code, Entry, Timer, timers
from roadstead.engine.requests.types.registry import TYPES

START = Status.WAITING
LENGTH = 10  # changes of status of the paths that are walked: the usual one has 9
BEGAN = datetime(2026, 12, 1, 9, tzinfo=UTC)
USUAL = (
    *(Action.SEND, Action.ACKNOWLEDGE, Action.ADMIT, Action.ARREST, Action.BRING, Action.CONTEST, Action.DECIDE),
    *(Action.FINAL, Action.SET, Action.SURRENDER, Action.FEEDBACK),
)
SURRENDERS = [each for each in TYPES.values() if is_surrender(each)]


def moves(status: Status) -> list[tuple[Action, Status]]:
    """What may be done in a status, with the status after it."""
    sides = [possible(SURRENDER_STEPS, status=status, side=side, is_supervisor=False, is_justice=True) for side in Side]
    return [(each, next_status(SURRENDER_STEPS, status, each)) for each in {*sides[0], *sides[1]}]


def paths(length: int) -> Iterator[list[Status]]:
    """Every sequence of statuses of at most this many changes. A step that changes nothing is no change."""
    waiting = [[START]]
    while waiting:
        path = waiting.pop()
        yield path
        if len(path) <= length:
            nexts = {after for _action, after in moves(path[-1])} - {path[-1]}
            waiting += [[*path, after] for after in nexts]


def test_every_path_up_to_length_10_keeps_the_order_of_a_surrender() -> None:
    """Nobody is handed over who was not arrested, heard, and finally ordered to be surrendered."""
    number = 0
    for path in paths(LENGTH):
        number += 1
        for before, after in pairwise(path):
            assert before in OPEN or (before, after) in {
                (Status.SURRENDERED, Status.CLOSED),
                (Status.REFUSED, Status.CLOSED),
                (Status.RELEASED, Status.CLOSED),
                (Status.REFUSED, Status.RELEASED),
                (Status.WITHDRAWN, Status.RELEASED),
            }
        for needed, reached in (
            (Status.WORKING, Status.ADMITTED),
            (Status.ARRESTED, Status.HEARING),
            (Status.HEARING, Status.DECIDED),
            (Status.DECIDED, Status.FINAL),
            (Status.FINAL, Status.HANDOVER),
            (Status.HANDOVER, Status.SURRENDERED),
        ):
            if reached in path:
                assert needed in path[: path.index(reached)]
        if Status.ARRESTED in path:
            assert {Status.ADMITTED, Status.PROVISIONAL} & set(path[: path.index(Status.ARRESTED)])
        if Status.RELEASED in path:
            assert (HELD | CUT_SHORT) & set(path[: path.index(Status.RELEASED)])
    assert number > 2_000


def test_every_pair_of_status_and_action_is_allowed_to_one_side_or_to_nobody() -> None:
    for status in Status:
        for action in Action:
            step = SURRENDER_STEPS.get(action)
            able = {
                side
                for side in Side
                if action in possible(SURRENDER_STEPS, status=status, side=side, is_supervisor=False, is_justice=True)
            }
            assert able == (step.sides if step and status in step.before else frozenset())
            assert len(able) <= 1 or action is Action.WRITE


def test_whoever_has_to_act_can_and_every_open_status_can_be_left() -> None:
    reached = {status for path in paths(LENGTH) for status in path} | {Status.SURRENDERED, Status.CLOSED}
    assert reached == {*(HELD | AT_COURT), *ENDED - {Status.REPLIED}, *OPEN - {Status.COURT}}
    for status in reached & OPEN:
        turn = next_side(SURRENDER_STEPS, status)
        assert turn is not None
        offered = possible(SURRENDER_STEPS, status=status, side=turn, is_supervisor=False, is_justice=True)
        assert any(next_status(SURRENDER_STEPS, status, each) is not status for each in offered), status
    assert next_side(SURRENDER_STEPS, Status.SURRENDERED) is Side.ASKING


@pytest.mark.parametrize("before", sorted(SURRENDER_STEPS))
def test_each_step_has_words_and_fields_of_its_own_or_of_every_request(before: Action) -> None:
    for of in SURRENDERS:
        assert isinstance(of.fields_of(before), tuple)
    if before in OWN_FIELDS and before is not Action.REFUSE:
        assert before in WORDS


def test_only_authorities_and_courts_record_what_a_court_decides() -> None:
    for status in Status:
        offered = possible(SURRENDER_STEPS, status=status, side=Side.ASKED, is_supervisor=True)
        assert set(offered) <= {
            *(Action.ACKNOWLEDGE, Action.ASK, Action.WRITE, Action.LOCATE, Action.ARREST, Action.PROVISIONAL),
            *(Action.SET, Action.SURRENDER, Action.FAILED),
        }


def test_a_person_is_held_from_the_arrest_to_the_release_or_the_handover() -> None:
    assert not is_held([Action.SEND, Action.ACKNOWLEDGE])
    assert is_held([Action.SEND, Action.PROVISIONAL, Action.DOCUMENTS])
    assert is_held([Action.ARREST, Action.BRING, Action.WITHDRAW])
    assert not is_held([Action.ARREST, Action.WITHDRAW, Action.RELEASE])
    assert not is_held([Action.ARREST, Action.SURRENDER])


def test_a_question_that_comes_first_begins_the_time_for_completeness_once() -> None:
    steps = [(Action.SEND, timedelta()), (Action.ASK, timedelta(hours=1)), (Action.CLARIFY, timedelta(hours=25))]
    found = reckoned("LCA", "surrender_backing", *steps)
    assert found[Code.ADMIT].due_at == BEGAN + timedelta(days=3, hours=25)  # the pause is added
    steps = [(Action.SEND, timedelta()), (Action.ACKNOWLEDGE, timedelta(hours=1)), (Action.ASK, timedelta(hours=2))]
    assert reckoned("LCA", "surrender_backing", *steps)[Code.ADMIT].started_at == BEGAN + timedelta(hours=1)


def test_no_word_of_a_surrender_says_hold_or_deadline() -> None:
    said = [str(text) for pair in WORDS.values() for text in pair]
    said += [str(field.label) + str(field.hint) for fields in OWN_FIELDS.values() for field in fields]
    assert not [text for text in said if "hold until" in text.lower() or "deadline" in text.lower()]


def calendar_of(state: str) -> Calendar:
    return Calendar(state=state, zone=ZoneInfo("America/St_Lucia"))


def rule(state: str, type: str, code: Code) -> Rule | None:
    row = time_for(REQUEST_TIMES.rows(), state=state, type=type, urgency="routine", code=code, on=date(2026, 12, 1))
    return row.rule if row and not row.is_empty else None


def reckoned(state: str, type: str, *steps: tuple[Action, timedelta]) -> dict[Code, Timer]:
    entries = [Entry(action=action, at=BEGAN + after) for action, after in steps]
    found = timers(entries, lambda code: rule(state, type, code), lambda side: calendar_of(state), expects_reply=False)
    return {each.code: each for each in found}


def test_no_time_of_the_treaty_is_known_so_nothing_is_due() -> None:
    steps = [(each, timedelta(days=number)) for number, each in enumerate(USUAL[:-2])]
    assert reckoned("GUY", "surrender_cawt", *steps) == {}


def test_saint_lucia_has_fifteen_days_for_review_and_two_months_for_the_handover() -> None:
    steps = [(each, timedelta(days=number)) for number, each in enumerate(USUAL[:8])]
    found = reckoned("LCA", "surrender_backing", *steps)
    assert found[Code.REVIEW].kind is Kind.DEADLINE
    assert found[Code.REVIEW].due_at == BEGAN + timedelta(days=6 + 15)
    assert found[Code.REVIEW].stopped_at == BEGAN + timedelta(days=7)
    final = BEGAN + timedelta(days=7)
    assert found[Code.RELEASE].due_at == Span.parse("2 months").after(final)
    assert found[Code.ACKNOWLEDGE].kind is Kind.TARGET
    assert reckoned("BRB", "surrender_backing", *steps).keys() == {Code.ACKNOWLEDGE, Code.ADMIT}


def test_a_postponement_ends_the_time_and_its_end_begins_it_anew() -> None:
    steps = [(each, timedelta()) for each in USUAL[:8]]
    steps += [(Action.POSTPONE, timedelta(days=10)), (Action.RESUME, timedelta(days=400))]
    found = reckoned("LCA", "surrender_backing", *steps)
    assert found[Code.RELEASE].due_at == Span.parse("2 months").after(BEGAN + timedelta(days=400))


def test_only_verified_rows_of_a_named_state_are_deadlines_and_each_surrender_has_a_row_for_each_time() -> None:
    for row in REQUEST_TIMES.rows():
        if row.kind == Kind.DEADLINE and not row.is_empty:
            assert row.state != "*"
            assert row.verified == "yes"
    for of in SURRENDERS:
        for code in OF_SURRENDER:
            for state in ("LCA", "GUY"):
                assert time_for(
                    REQUEST_TIMES.rows(), state=state, type=of.code, urgency="urgent", code=code, on=date(2026, 12, 1)
                )
