"""An event is written with what happened, handled once with all that its handler writes, and never lost."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import OperationalError, ProgrammingError, connection, transaction

from roadstead.config import config
from roadstead.pipeline.handlers import HANDLERS
from roadstead.platform.accounts.models import State
from roadstead.platform.database.connect import app_url
from roadstead.platform.database.scope import NOBODY, REGION, REGIONS_PEOPLE, Scope, enter, scoped
from roadstead.platform.outbox.models import MAX_ATTEMPTS, EventKind, OutboxEvent
from roadstead.platform.outbox.queue import BATCH_SIZE, LOCK_SQL, Handler, claim, handle, set_aside_events, write

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """As when the process is killed: nothing catches it, and the transaction is never committed."""


def into(seen: list[int], *bad: int) -> Handler:
    """A handler that keeps the subjects, and fails with one of `bad`, after it has written something."""

    def handler(events: Sequence[OutboxEvent], now: datetime) -> None:
        for event in events:
            State.objects.create(code=str(event.subject), name="written by the handler")
            if event.subject in bad:
                raise ValueError("G7654321 is a passport")
        seen.extend(event.subject for event in events)

    return handler


def left() -> list[tuple[int, int]]:
    """Subject and attempts of what waits."""
    with scoped(REGION):
        return list(OutboxEvent.objects.order_by("pk").values_list("subject", "attempts"))


def written() -> set[str]:
    return set(State.objects.filter(name="written by the handler").values_list("code", flat=True))


def test_an_event_is_written_with_its_transaction_or_not_at_all() -> None:
    write(EventKind.ALERT, 1)
    with suppress(LookupError), transaction.atomic():
        write(EventKind.ALERT, 2)
        raise LookupError
    assert left() == [(1, 0)]


@pytest.mark.parametrize("scope", [NOBODY, Scope(states=("BRB",)), Scope(carrier="X9"), REGIONS_PEOPLE])
def test_everybody_may_write_an_event_and_no_person_reads_or_takes_one(scope: Scope) -> None:
    enter(scope)
    write(EventKind.ALERT, 1)
    assert not OutboxEvent.objects.exists()
    assert not OutboxEvent.objects.update(subject=2)
    assert not OutboxEvent.objects.all().delete()[0]
    with pytest.raises(ProgrammingError), transaction.atomic():
        OutboxEvent.objects.create(kind=EventKind.ALERT, subject=3)  # it would be read back
    assert left() == [(1, 0)]


def test_events_are_handled_in_order_once_and_only_those_of_kinds_that_have_a_handler() -> None:
    seen: list[int] = []
    write(EventKind.ALERT, 3, 1, 2)
    write(EventKind.ACCOUNT_NOTICE, 9)
    assert handle({EventKind.ALERT: into(seen)}, now=NOW) == 3
    assert handle({EventKind.ALERT: into(seen)}, now=NOW) == 0
    assert seen == [3, 1, 2]
    assert left() == [(9, 0)]


def test_an_event_waits_until_it_is_due() -> None:
    seen: list[int] = []
    write(EventKind.ALERT, 1, due_at=NOW + timedelta(minutes=5))
    assert handle({EventKind.ALERT: into(seen)}, now=NOW) == 0
    assert handle({EventKind.ALERT: into(seen)}, now=NOW + timedelta(minutes=5)) == 1


def test_what_waits_for_later_keeps_nothing_that_is_due_now_waiting() -> None:
    seen: list[int] = []
    write(EventKind.ALERT, *range(BATCH_SIZE + 1), due_at=NOW + timedelta(days=1))
    write(EventKind.ALERT, 999)
    assert handle({EventKind.ALERT: into(seen)}, now=NOW) == 1
    assert seen == [999]


def test_a_failing_handler_delays_its_own_event_alone_and_leaves_nothing_of_it() -> None:
    seen: list[int] = []
    write(EventKind.ALERT, 1, 2, 3)
    write(EventKind.ACCOUNT_NOTICE, 9)
    handlers = {EventKind.ALERT: into(seen, 2), EventKind.ACCOUNT_NOTICE: into(seen)}
    assert handle(handlers, now=NOW) == 3
    assert seen == [1, 3, 9]
    assert written() == {"1", "3", "9"}
    assert left() == [(2, 1)]
    with scoped(REGION):
        failed = OutboxEvent.objects.get()
    assert failed.error.startswith("ValueError at test_queue.py:")
    assert failed.due_at > NOW
    assert handle(handlers, now=NOW) == 0
    assert handle({EventKind.ALERT: into(seen)}, now=failed.due_at) == 1


def test_an_event_that_fails_each_time_is_set_aside_after_growing_pauses() -> None:
    write(EventKind.ALERT, 1)
    now, tried = NOW, 0
    while not left()[0][1] >= MAX_ATTEMPTS:
        assert handle({EventKind.ALERT: into([], 1)}, now=now) == 0
        with scoped(REGION):
            due = OutboxEvent.objects.get().due_at
        assert due > now
        now, tried = due, tried + 1
    assert tried == MAX_ATTEMPTS
    assert handle({EventKind.ALERT: into([])}, now=now + timedelta(days=9)) == 0
    with scoped(REGION):
        assert [event.subject for event in set_aside_events()] == [1]


def test_a_crash_before_the_commit_leaves_the_event_and_nothing_that_was_written() -> None:
    seen: list[int] = []

    def killed(events: Sequence[OutboxEvent], now: datetime) -> None:
        into([])(events, now)
        raise Killed

    write(EventKind.ALERT, 1)
    with pytest.raises(Killed):
        handle({EventKind.ALERT: killed}, now=NOW)
    assert (left(), written()) == ([(1, 0)], set())
    assert handle({EventKind.ALERT: into(seen)}, now=NOW) == 1
    assert (seen, left()) == ([1], [])


def test_what_one_kind_does_neither_undoes_nor_holds_up_what_another_did_before_it() -> None:
    def killed(events: Sequence[OutboxEvent], now: datetime) -> None:
        raise Killed

    seen: list[int] = []
    write(EventKind.PROPOSAL, 1)
    write(EventKind.ALERT, 2)
    with pytest.raises(Killed):
        handle({EventKind.ALERT: into(seen), EventKind.PROPOSAL: killed}, now=NOW)
    assert (left(), written()) == ([(1, 0)], {"2"})
    write(EventKind.ALERT, 3)
    with psycopg.connect(app_url(config())) as other:
        other.execute(LOCK_SQL, [EventKind.PROPOSAL])
        assert handle({EventKind.PROPOSAL: into(seen), EventKind.ALERT: into(seen)}, now=NOW) == 1
    assert seen == [2, 3]


def test_steps_of_alerts_are_handled_before_all_else() -> None:
    assert next(iter(HANDLERS)) is EventKind.ALERT


def failing_with(sqlstate: str) -> Handler:
    """A handler that the database refuses with this code: each of these is an OperationalError."""

    def handler(events: Sequence[OutboxEvent], now: datetime) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"do $$ begin raise exception using errcode = '{sqlstate}'; end $$")

    return handler


@pytest.mark.parametrize("sqlstate", ["57014", "55P03", "53400"])  # cancelled, not locked in time, a limit
def test_an_event_with_which_the_database_refuses_its_work_is_counted_and_put_off(sqlstate: str) -> None:
    write(EventKind.ALERT, 1, 2)
    write(EventKind.PROPOSAL, 3)
    seen: list[int] = []
    assert handle({EventKind.ALERT: failing_with(sqlstate), EventKind.PROPOSAL: into(seen)}, now=NOW) == 1
    assert (seen, left()) == ([3], [(1, 1), (2, 1)])


@pytest.mark.parametrize("sqlstate", ["40P01", "40001"])
def test_a_transaction_that_stood_in_the_way_is_not_counted_against_an_event(sqlstate: str) -> None:
    write(EventKind.ALERT, 1)
    with pytest.raises(OperationalError):
        handle({EventKind.ALERT: failing_with(sqlstate)}, now=NOW)
    assert left() == [(1, 0)]


def test_a_database_that_is_away_is_not_counted_against_an_event(monkeypatch: pytest.MonkeyPatch) -> None:
    write(EventKind.ALERT, 1)
    monkeypatch.setattr(connection, "is_usable", lambda: False)
    with pytest.raises(OperationalError):
        handle({EventKind.ALERT: failing_with("57P01")}, now=NOW)
    assert left() == [(1, 0)]


def test_two_processes_never_handle_events_of_one_kind_at_once() -> None:
    seen: list[int] = []
    write(EventKind.ALERT, 1, 2)
    with psycopg.connect(app_url(config())) as other:
        other.execute(LOCK_SQL, [EventKind.ALERT])
        assert handle({EventKind.ALERT: into(seen)}, now=NOW) == 0
    assert handle({EventKind.ALERT: into(seen)}, now=NOW) == 2
    assert seen == [1, 2]


def test_what_another_process_has_in_hand_is_passed_over() -> None:
    with psycopg.connect(app_url(config())) as other:
        other.execute("select set_config('roadstead.states', '*', false)")
        with psycopg.connect(app_url(config()), autocommit=True) as writer:  # else the other could not lock it
            writer.execute("insert into outbox_event (kind, subject) values ('account notice', 1)")
        other.execute("select * from outbox_event for update")
        write(EventKind.ACCOUNT_NOTICE, 2)
        with scoped(REGION):
            subjects = [event.subject for event in iter(claimed, None)]
        other.execute("delete from outbox_event")
    assert subjects == [2]


def claimed() -> OutboxEvent | None:
    return claim(EventKind.ACCOUNT_NOTICE, now=NOW, lease=timedelta(seconds=30))
