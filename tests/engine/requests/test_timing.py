"""When something is due in a request: pauses, promises, courts, and a slow reference."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadstead.engine.deadlines.due import Kind, Rule
from roadstead.engine.deadlines.spans import Span
from roadstead.engine.deadlines.working_days import Calendar
from roadstead.engine.reference.request_times import OF_SURRENDER
from roadstead.engine.requests.actions import STEPS, Action, Side, Status, next_status, possible
from roadstead.engine.requests.timing import ENDS_ALL, Code, Entry, Timer, next_due, timers

NOW = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)  # a Monday
HOUR = timedelta(hours=1)
RULES = {
    Code.ACKNOWLEDGE: Rule(span=Span.parse("1 hour"), kind=Kind.TARGET),
    Code.REPLY: Rule(span=Span.parse("8 hours"), kind=Kind.TARGET),
    Code.CLARIFY: Rule(span=Span.parse("2 hours"), kind=Kind.TARGET),
}
REPORTED: Final = {**RULES, Code.REPORT: Rule(span=Span.parse("1 hour"), kind=Kind.TARGET)}  # as of a hit confirmation
ARRIVAL: Final = NOW + 20 * HOUR


def calendars(side: Side) -> Calendar:
    return Calendar(state="BRB", zone=ZoneInfo("America/Barbados"))


def told(*entries: tuple[Action, float], until: dict[int, datetime] | None = None) -> list[Timer]:
    made = [
        Entry(action=action, at=NOW + hours * HOUR, until=(until or {}).get(number))
        for number, (action, hours) in enumerate(entries)
    ]
    return timers(made, RULES.get, calendars, expects_reply=True)


def of(found: list[Timer], code: Code) -> Timer:
    return next(each for each in reversed(found) if each.code is code)


def test_what_was_sent_is_to_be_acknowledged_and_answered() -> None:
    found = told((Action.SEND, 0))
    assert of(found, Code.ACKNOWLEDGE).due_at == NOW + HOUR
    assert of(found, Code.REPLY).due_at == NOW + 8 * HOUR
    first = next_due(found)
    assert first is not None
    assert first.code is Code.ACKNOWLEDGE


def test_a_question_pauses_the_reply_until_it_is_answered_and_is_due_itself() -> None:
    open_question = told((Action.SEND, 0), (Action.ASK, 3))
    assert of(open_question, Code.REPLY).due_at is None
    assert of(open_question, Code.REPLY).paused_at == NOW + 3 * HOUR
    assert of(open_question, Code.CLARIFY).side is Side.ASKING
    assert of(open_question, Code.CLARIFY).due_at == NOW + 5 * HOUR
    answered = told((Action.SEND, 0), (Action.ASK, 3), (Action.CLARIFY, 10))
    assert of(answered, Code.REPLY).due_at == NOW + 15 * HOUR
    assert of(answered, Code.REPLY).paused == 7 * HOUR
    assert of(answered, Code.CLARIFY).is_late(NOW + 10 * HOUR)
    replied = told((Action.SEND, 0), (Action.ASK, 3), (Action.CLARIFY, 10), (Action.REPLY, 12))
    assert of(replied, Code.REPLY).took == 5 * HOUR
    assert not of(replied, Code.REPLY).is_late(NOW + 100 * HOUR)


def test_a_reply_during_an_open_question_ends_everything_and_counts_no_pause_twice() -> None:
    found = told((Action.SEND, 0), (Action.ASK, 2), (Action.REPLY, 6))
    assert all(not each.is_running for each in found)
    assert of(found, Code.REPLY).took == 2 * HOUR


def test_a_court_pauses_the_reply_and_its_day_is_due() -> None:
    day = NOW + 72 * HOUR
    found = told((Action.SEND, 0), (Action.REFER, 1), until={1: day})
    assert of(found, Code.COURT).due_at == day
    assert of(found, Code.REPLY).due_at is None
    assert of(told((Action.SEND, 0), (Action.REFER, 1), (Action.RULED, 50), until={1: day}), Code.REPLY).due_at == (
        NOW + 57 * HOUR
    )


def test_a_new_promise_takes_the_place_of_the_old_one() -> None:
    days = {1: NOW + 24 * HOUR, 2: NOW + 48 * HOUR}
    found = [
        each
        for each in told((Action.SEND, 0), (Action.PROMISE, 1), (Action.PROMISE, 20), until=days)
        if each.code is Code.PROMISE
    ]
    assert [each.is_running for each in found] == [False, True]
    assert found[1].due_at == days[2]


def test_forwarding_gains_no_time() -> None:
    plain, passed = told((Action.SEND, 0)), told((Action.SEND, 0), (Action.FORWARD, 3))
    assert of(plain, Code.REPLY).due_at == of(passed, Code.REPLY).due_at


@pytest.mark.parametrize(
    ("expected", "acts", "due_at", "stopped_at"),
    [
        (None, [(Action.REPLY, 2)], NOW + 3 * HOUR, None),
        (ARRIVAL, [(Action.REPLY, 2)], ARRIVAL + HOUR, None),
        (ARRIVAL, [(Action.REPLY, 30)], NOW + 31 * HOUR, None),
        (None, [(Action.REPLY, 2), (Action.FEEDBACK, 4)], NOW + 3 * HOUR, NOW + 4 * HOUR),
        (ARRIVAL, [(Action.REPLY, 2), (Action.FEEDBACK, 4)], ARRIVAL + HOUR, ARRIVAL),
        (None, [(Action.REPLY, 2), (Action.CLOSE, 2.5)], NOW + 3 * HOUR, NOW + 2.5 * HOUR),
        (None, [(Action.REPLY, 2), (Action.REOPEN, 2.5)], NOW + 3 * HOUR, NOW + 2.5 * HOUR),
    ],
)
def test_what_was_done_is_reported_after_the_reply_or_the_arrival_if_that_is_later(
    expected: datetime | None, acts: list[tuple[Action, float]], due_at: datetime, stopped_at: datetime | None
) -> None:
    made = [Entry(action=Action.SEND, at=NOW, until=expected)]
    made += [Entry(action=action, at=NOW + hours * HOUR) for action, hours in acts]
    report = of(timers(made, REPORTED.get, calendars, expects_reply=True), Code.REPORT)
    assert (report.side, report.kind, report.due_at, report.stopped_at) == (
        Side.ASKING,
        Kind.TARGET,
        due_at,
        stopped_at,
    )
    assert report.took is None or report.took >= timedelta()
    assert report.is_late(NOW + 100 * HOUR) is (stopped_at is None or stopped_at > due_at)


def test_a_refusal_sets_no_time_for_a_report() -> None:
    made = [Entry(action=Action.SEND, at=NOW), Entry(action=Action.REFUSE, at=NOW + HOUR)]
    assert Code.REPORT not in {each.code for each in timers(made, REPORTED.get, calendars, expects_reply=True)}


def test_without_a_row_nothing_is_due() -> None:
    found = timers([Entry(action=Action.SEND, at=NOW)], lambda code: None, calendars, expects_reply=True)
    assert found == []
    assert next_due(found) is None


def test_what_expects_no_reply_is_only_acknowledged() -> None:
    found = timers([Entry(action=Action.SEND, at=NOW)], RULES.get, calendars, expects_reply=False)
    assert [each.code for each in found] == [Code.ACKNOWLEDGE]


@st.composite
def histories(draw: st.DrawFn) -> list[Entry]:
    """Possible messages in order, minutes apart."""
    status, at, made = Status.WAITING, NOW, [Entry(action=Action.SEND, at=NOW)]
    for _ in range(draw(st.integers(0, 10))):
        side = draw(st.sampled_from(Side))
        now = [
            each for each in possible(STEPS, status=status, side=side, is_supervisor=True) if each is not Action.SEND
        ]
        if not now:
            continue
        action = draw(st.sampled_from(now))
        at += timedelta(minutes=draw(st.integers(0, 600)))
        until = at + timedelta(hours=draw(st.integers(1, 100))) if action in (Action.PROMISE, Action.REFER) else None
        made.append(Entry(action=action, at=at, until=until))
        status = next_status(STEPS, status, action)
    return made


def slow_reply_due(entries: list[Entry]) -> datetime | None:
    """Minute by minute: 480 minutes in which the last reply's time runs."""
    start = max(number for number, each in enumerate(entries) if each.action in (Action.SEND, Action.REOPEN))
    own = entries[start:]
    end = next((each.at for each in own if each.action in ENDS_ALL), None)
    minute, left, paused = own[0].at, 480, False
    last = max(each.at for each in own)
    while left:
        for each in own:
            if each.at == minute and (end is None or minute < end):
                if each.action in (Action.ASK, Action.REFER):
                    paused = True
                if each.action in (Action.CLARIFY, Action.RULED, Action.PROMISE):
                    paused = False
        if end is not None and minute >= end:
            paused = False
        if paused and minute > last:
            return None
        minute += timedelta(minutes=1)
        left -= 0 if paused else 1
    return minute


@given(histories())
def test_the_reply_is_due_when_a_slow_count_of_minutes_says_so(entries: list[Entry]) -> None:
    at = [each.at for each in entries]
    if len(set(at)) < len(at):
        return  # two things in one minute: their order is not the clock's
    found = of(timers(entries, RULES.get, calendars, expects_reply=True), Code.REPLY)
    assert found.due_at == slow_reply_due(entries)


@given(histories())
def test_a_pause_never_makes_a_reply_due_earlier(entries: list[Entry]) -> None:
    found = of(timers(entries, RULES.get, calendars, expects_reply=True), Code.REPLY)
    assert found.due_at is None or found.due_at >= found.started_at + 8 * HOUR
    assert found.took is None or found.took >= timedelta()


@pytest.mark.parametrize("code", [each for each in Code if each not in OF_SURRENDER])
def test_every_code_has_a_side(code: Code) -> None:
    acts = (Action.SEND, Action.ASK, Action.CLARIFY, Action.PROMISE, Action.REFER, Action.REPLY)
    until = {Action.PROMISE: NOW + 30 * HOUR, Action.REFER: NOW + 40 * HOUR}
    made = [Entry(action=each, at=NOW + hours * HOUR, until=until.get(each)) for hours, each in enumerate(acts)]
    found = timers(made, REPORTED.get, calendars, expects_reply=True)
    assert of(found, code).side in Side
