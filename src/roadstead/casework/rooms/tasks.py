"""Tasks of a room for one of its organisations. Each step is an event of its timeline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop as _

from roadstead.casework.cases.acts import checked_text
from roadstead.casework.rooms.models import Room, RoomTask
from roadstead.casework.rooms.timeline import add, lock_room
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.platform.accounts.models import User
from roadstead.platform.directory.visibility import organisations_of
from roadstead.platform.outbox import queue as outbox
from roadstead.platform.outbox.models import EventKind
from roadstead.platform.timeline import tasks
from roadstead.platform.timeline.tasks import ACT_BY_END, TaskAct, TaskEnd, parse_due

MAX_TASK_CHARS: Final = 300
MAX_OPEN_TASKS: Final = 200  # of a room
_KEY: Final = {TaskEnd.DONE: "outcome", TaskEnd.DROPPED: "why"}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRoomTask:
    """Form content for a new task. `day`, `clock`: 2026-11-26 and 14:30 in `zone`. `organisation`: its code."""

    what: str
    organisation: str
    day: str
    clock: str
    zone: str


@transaction.atomic
def set_task(pk: int, asked: NewRoomTask, *, by: User, now: datetime) -> RoomTask:
    """Set a task for a member, and notify its people."""
    what = checked_text(asked.what, _("the task"), MAX_TASK_CHARS)
    due = parse_due(asked.day, asked.clock, asked.zone, by=by, now=now)
    room, organisation = lock_room(pk, by)
    if asked.organisation not in room.organisations:
        raise FieldRefused(_("Choose an organisation that is a member of the room."), field="organisation")
    if room.tasks.filter(ended_at=None).count() >= MAX_OPEN_TASKS:
        raise NotAllowed(_("A room may have %(most)d open tasks. Complete or drop some first."), most=MAX_OPEN_TASKS)
    row = RoomTask.objects.create(
        room=room,
        organisation_id=asked.organisation,
        number=room.edition + 1,
        what=what,
        due_at=due,
        zone=asked.zone,
        set_by=by,
        set_at=now,
    )
    outbox.write(EventKind.ROOM, row.pk, of="task")
    outbox.write(EventKind.TASK_DUE, row.pk, due_at=due, of="room")
    content = {"task": what, "for": asked.organisation, "due": due.isoformat(), "zone": asked.zone}
    add(room, TaskAct.SET, content, organisation=organisation, by=by)
    return row


@transaction.atomic
def end_task(pk: int, number: int, ended: TaskEnd, words: str, *, by: User, now: datetime) -> None:
    """End a task, as its organisation or as the one that opened the room. Dropping it needs a reason."""
    room, organisation = lock_room(pk, by)
    rows = RoomTask.objects.visible_to(by).select_for_update(of=("self",))
    row = rows.filter(room=room, number=number, ended_at=None).first()
    if row is None:
        raise NotAllowed(_("This task has already been completed or dropped. Check what has changed."))
    if organisation.pk not in {row.organisation_id, room.organisation_id}:
        raise NotAllowed(_("Only the organisation that has this task, or the one that opened the room, ends it."))
    words = (
        checked_text(words, _("the reason for dropping the task")) if ended is TaskEnd.DROPPED or words.strip() else ""
    )
    tasks.end_task(row, ended, words, by=by, now=now)
    content: dict[str, Any] = {"of": number, "task": row.what} | ({_KEY[ended]: words} if words else {})
    add(room, ACT_BY_END[ended], content, organisation=organisation, by=by)


def tasks_of(room: Room, user: User) -> QuerySet[RoomTask, RoomTask]:
    rows = RoomTask.objects.visible_to(user).filter(room=room)
    return rows.select_related("organisation", "set_by", "ended_by")


def tasks_for(user: User, now: datetime) -> QuerySet[RoomTask, RoomTask]:
    """Return the open tasks of this person's organisations in rooms that are open, the first due first."""
    rows = RoomTask.objects.visible_to(user).filter(ended_at=None, organisation__in=organisations_of(user))
    rows = rows.filter(room__closed_at=None, room__ends_at__gt=now)
    return rows.select_related("room").order_by("due_at", "pk")
