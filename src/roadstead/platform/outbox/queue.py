"""Outbox queue: write an event, and handle what is due in the database (`handle`) or over the network (`claim`).

The queue imports no handlers: the process that handles events passes a table of handlers by kind.
"""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import QuerySet

from roadstead.platform.database.outages import CONNECTION_ERRORS
from roadstead.platform.database.scope import REGION, scoped
from roadstead.platform.outbox.models import AT_ONCE, MAX_ATTEMPTS, EventKind, OutboxEvent

log = logging.getLogger("roadstead.platform.outbox")
RETRYABLE_SQLSTATES: Final = frozenset({"40001", "40P01"})  # serialization failure, deadlock
BATCH_SIZE: Final = 100  # events in one transaction
FIRST_PAUSE, MAX_PAUSE = timedelta(seconds=10), timedelta(minutes=15)
LOCK_SQL: Final = "select pg_try_advisory_xact_lock(hashtext('roadstead outbox'), hashtext(%s))"  # parameter: a kind
HANDLER_DIED: Final = "the process that handled it ended"
MAX_ERROR_CHARS: Final = 200  # length of the column
# Called in the region's scope with events of one kind, which are handled unless it raises; its result is ignored.
Handler = Callable[[Sequence[OutboxEvent], datetime], object]
# Plain SQL: the ORM would read the new row back, which the writer's scope may not.
INSERT_SQL: Final = (
    "insert into outbox_event (kind, subject, codes, due_at) select %s, unnest(%s::bigint[]), %s::jsonb, %s"
)


def write(kind: EventKind, *subjects: int, due_at: datetime = AT_ONCE, **codes: Any) -> None:
    """Write an event for each subject, in the caller's transaction. `due_at`: do not handle it before."""
    if not subjects:
        return
    with connection.cursor() as cursor:
        cursor.execute(INSERT_SQL, [kind.value, list(subjects), json.dumps(codes), due_at])


def handle(handlers: Mapping[EventKind, Handler], *, now: datetime) -> int:
    """Handle due events, kind by kind in the order of the table, oldest first; return the number of events.

    An event is deleted in the transaction of all that its handler wrote. One process at a time handles a kind: two
    would each make the one notice of a voyage. While this process is at a slow kind, another may handle the others.
    """
    with scoped(REGION):
        due = set(_due_rows(now).values_list("kind", flat=True).distinct())
    return sum(_handle_kind(kind, handler, now) for kind, handler in handlers.items() if kind in due)


def claim(kind: EventKind, *, now: datetime, lease: timedelta) -> OutboxEvent | None:
    """Return the oldest due event, held for the time of the lease: only after that can another process claim it.

    The caller then calls `finish` or `postpone`. Call it in the region's scope.
    """
    event = _due(kind, now).first()
    if event is not None:
        event.attempts, event.due_at, event.error = event.attempts + 1, now + lease, HANDLER_DIED
        event.save(update_fields=["attempts", "due_at", "error"])
    return event


def finish(event: OutboxEvent) -> bool:
    """Delete the event; return False if another process has claimed it since. Call it in the region's scope."""
    return bool(_claimed(event).delete()[0])


def postpone(event: OutboxEvent, why: str, *, now: datetime, is_counted: bool = True) -> None:
    """Retry the event after a growing pause; after MAX_ATTEMPTS it is set aside. Call it in the region's scope."""
    pause = min(FIRST_PAUSE * 2**event.attempts, MAX_PAUSE)
    attempts = event.attempts if is_counted else event.attempts - 1
    _claimed(event).update(attempts=attempts, due_at=now + pause, error=why[:MAX_ERROR_CHARS])
    log.log(logging.ERROR if attempts >= MAX_ATTEMPTS else logging.WARNING, "%s, attempt %s: %s", event, attempts, why)


def set_aside_events() -> QuerySet[OutboxEvent]:
    """Return the events that are no longer retried. Call it in the region's scope."""
    return OutboxEvent.objects.filter(attempts__gte=MAX_ATTEMPTS).order_by("pk")


def retry() -> int:
    """Retry what was set aside at once, as an operator asks; return the number of events. In the region's scope."""
    return set_aside_events().update(attempts=0, due_at=AT_ONCE)


def error_place(error: BaseException) -> str:
    """Return the type of an error and our innermost line; never its text, which may quote a value."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [each for each in frames if "/roadstead/" in each.filename or "/lib/python" not in each.filename]
    frame = (ours or frames)[-1]
    return f"{type(error).__name__} at {Path(frame.filename).name}:{frame.lineno}"


def _handle_kind(kind: EventKind, handler: Handler, now: datetime) -> int:
    with scoped(REGION):
        if not _take_lock(kind):
            return 0
        events = list(_due(kind, now)[:BATCH_SIZE])
        done = _run_handler(handler, events, now) if events else []
        OutboxEvent.objects.filter(pk__in=done).delete()
        return len(done)


def _due(kind: EventKind, now: datetime) -> QuerySet[OutboxEvent]:
    """Return due events, oldest first and locked; those that another process holds are skipped."""
    return _due_rows(now).filter(kind=kind).order_by("due_at", "pk").select_for_update(skip_locked=True)


def _due_rows(now: datetime) -> QuerySet[OutboxEvent]:
    return OutboxEvent.objects.filter(due_at__lte=now, attempts__lt=MAX_ATTEMPTS)


def _claimed(event: OutboxEvent) -> QuerySet[OutboxEvent]:
    """Return the event if this process still holds it; nothing if its lease ended and another process claimed it."""
    return OutboxEvent.objects.filter(pk=event.pk, attempts__lte=event.attempts)


def _run_handler(handler: Handler, events: Sequence[OutboxEvent], now: datetime) -> Collection[int]:
    """Return the ids of the handled events. If one of several fails, each is handled alone."""
    try:
        with transaction.atomic():
            handler(events, now)
    except Exception as error:  # whatever the error is, the other events are handled
        if _is_transient(error):
            raise
        if len(events) > 1:
            return [pk for event in events for pk in _run_handler(handler, [event], now)]
        events[0].attempts += 1
        postpone(events[0], error_place(error), now=now)
        return []
    return [event.pk for event in events]


def _is_transient(error: Exception) -> bool:
    """Return True if the database is unavailable, or another transaction was in the way.

    Other errors of these types, such as a query that takes too long, would come again each time.
    """
    if not isinstance(error, CONNECTION_ERRORS):
        return False
    return getattr(error.__cause__, "sqlstate", "") in RETRYABLE_SQLSTATES or not connection.is_usable()


def _take_lock(kind: EventKind) -> bool:
    """Return True if no other process handles this kind, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK_SQL, [kind])
        return bool(cursor.fetchone()[0])
