"""Verification of all timelines: recomputed, and compared with the audit log, which has the hash of each user's act."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from django.apps import apps
from django.db import connection
from django.db.models import Model

from roadstead.platform.timeline.events import first_broken_event, with_chain_head
from roadstead.platform.timeline.models import TimelineEvent

BATCH_SIZE: Final = 5000  # events read at a time
HASH_PATTERN: Final = "^event [0-9a-f]{64}$"  # detail of an audit line with a hash (events.add)
# Joins over whole tables are left to the database. What retention erased together with its subject is no fault.
MISSING_EVENTS_SQL: Final = """
select subject.id, coalesce(line.sequence, 0) from audit_record line
join {subjects} subject on line.subject = %(kind)s || ' ' || subject.id
where line.detail ~ %(hash)s
  and not exists (select from {events} event where event.{of}_id = subject.id and line.detail = 'event ' || event.hash)
order by subject.id, line.id
"""
# A line without a hash was written by an earlier release.
UNAUDITED_EVENTS_SQL: Final = """
select event.{of}_id, event.number from {events} event
where event.who_id is not null and not exists (
  select from audit_record line where line.subject = %(kind)s || ' ' || event.{of}_id
  and (line.detail = 'event ' || event.hash
       or (line.action = %(kind)s || ' ' || event.act and line.detail !~ %(hash)s)))
order by event.{of}_id, event.number
"""
# For subjects that retention never erases.
MISSING_SUBJECTS_SQL: Final = """
select distinct split_part(line.subject, ' ', 2)::bigint, 0 from audit_record line
where line.detail ~ %(hash)s and line.subject ~ ('^' || %(kind)s || ' [0-9]+$')
  and not exists (select from {subjects} subject where line.subject = %(kind)s || ' ' || subject.id)
order by 1
"""


def faults() -> Iterator[str]:
    """Yield a sentence for each timeline that does not verify, and for each act on which it and the audit log differ.

    Call it in the region's scope, after the audit log itself was sealed and verified.
    """
    for events in apps.get_models():
        if issubclass(events, TimelineEvent):
            yield from _broken(events)
            yield from _differences_from_audit(events)


def count_events() -> int:
    """Return the number of events to verify. Call it in the region's scope."""
    return sum(model._default_manager.count() for model in apps.get_models() if issubclass(model, TimelineEvent))


def _broken(events: type[TimelineEvent]) -> Iterator[str]:
    of = events.SUBJECT
    rows = with_chain_head(events._default_manager.all()).order_by(f"{of}_id", "number")
    for pk, found in groupby(rows.iterator(chunk_size=BATCH_SIZE), key=lambda event: getattr(event, f"{of}_id")):
        if number := first_broken_event(list(found)):
            yield f"{of} {pk}: event {number} was changed or is missing"
    emptied = _subjects(events)._default_manager.filter(edition__gt=0, events=None)
    for pk in emptied.order_by("pk").values_list("pk", flat=True):
        yield f"{of} {pk}: all events are missing"


def _differences_from_audit(events: type[TimelineEvent]) -> Iterator[str]:
    of = events.SUBJECT
    for pk, line in _rows(MISSING_EVENTS_SQL, events):
        yield f"{of} {pk}: the history lacks the event recorded in line {line} of the audit log"
    for pk, _ in [] if events.IS_PURGED else _rows(MISSING_SUBJECTS_SQL, events):
        yield f"{of} {pk}: it is in the audit log, but was deleted with its history"
    for pk, number in _rows(UNAUDITED_EVENTS_SQL, events):
        yield f"{of} {pk}: event {number} names a person, but is not in the audit log"


def _rows(query: str, events: type[TimelineEvent]) -> list[tuple[int, int]]:
    of, subjects = events.SUBJECT, _subjects(events)._meta.db_table
    with connection.cursor() as cursor:
        named = query.format(of=of, subjects=subjects, events=events._meta.db_table)
        cursor.execute(named, {"kind": events.AUDITED or of, "hash": HASH_PATTERN})
        return list(cursor.fetchall())


def _subjects(events: type[TimelineEvent]) -> type[Model]:
    found = events._meta.get_field(events.SUBJECT).related_model
    assert isinstance(found, type)
    return found
