"""Adding an event to the end of a timeline, and verification of timelines."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, TypeVar

from django.db.models import F, QuerySet

from roadstead.engine.chain import content_hash, first_broken_number, line_hash
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import log
from roadstead.platform.timeline.models import HEAD_COLUMNS, HasTimeline, TimelineEvent

Event = TypeVar("Event", bound=TimelineEvent)


def append(subject: HasTimeline, event: TimelineEvent) -> None:
    """Number and hash an event as the next of its subject, which the caller has locked, or which is new.

    Neither is saved here: the caller saves the columns HEAD_COLUMNS of the subject.
    """
    event.number, event.previous = subject.edition + 1, subject.head
    event.sha256 = content_hash(event.words())
    event.hash = line_hash(event.line(), subject.head)
    subject.edition, subject.head = event.number, event.hash


def add(
    subject: HasTimeline,
    event: TimelineEvent,
    *,
    states: list[str],
    saving: Collection[str] = (),
    by: User | None = None,
) -> None:
    """Write an event, the changed columns of its subject (`saving`), and a line of the audit log. `by`: whom the log
    names; the event's own person, unless given.

    The line holds the event's hash: the audit log's own chain vouches for the timeline, this event and all before.
    """
    append(subject, event)
    event.save(force_insert=True)
    subject.save(update_fields=[*saving, *HEAD_COLUMNS])
    kind = event.AUDITED or event.SUBJECT
    log(by or event.who, f"{kind} {event.act}", f"{kind} {subject.pk}", states=states, detail=f"event {event.hash}")


def with_chain_head(events: QuerySet[Event, Event]) -> QuerySet[Any, Any]:
    """Return events for `first_broken_event`: in order, with their users, and `edition` and `head` of the subject.

    Both are read in the same moment as the events.
    """
    of = events.model.SUBJECT
    return events.select_related("who").annotate(edition=F(f"{of}__edition"), head=F(f"{of}__head")).order_by("number")


def first_broken_event(events: Sequence[Any]) -> int:
    """Return the number of the first event that does not verify, 0 if all do.

    `events`: all of one subject, read by `with_chain_head`.
    """
    lines = [event.line() for event in events]
    return first_broken_number(lines, last_number=events[0].edition, last_hash=events[0].head) if lines else 0


def first_broken(subject: HasTimeline) -> int:
    """Return the number of the first event of the subject's timeline that does not verify, 0 if all do."""
    events = list(with_chain_head(subject.events.all()))
    return first_broken_event(events) if events else int(subject.edition > 0)
