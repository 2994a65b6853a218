"""Tasks: due times with time zones, and how tasks end. Each step is an event of the subject's timeline."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import gettext_noop as _

from roadstead.engine.reference.places import zones_in
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import User
from roadstead.platform.timeline.models import Task


class TaskEnd(StrEnum):
    """Ways in which a task ends."""

    DONE = "done"
    DROPPED = "dropped"


class TaskAct(StrEnum):
    """Acts on a task, as they are named in its subject's timeline."""

    SET = "task set"
    GIVEN = "task given"  # to another officer
    DONE = "task done"
    DROPPED = "task dropped"


ACT_BY_END: Final = {TaskEnd.DONE: TaskAct.DONE, TaskEnd.DROPPED: TaskAct.DROPPED}


def parse_due(day: str, clock: str, zone: str, *, by: User, now: datetime) -> datetime:
    """Return the moment that a user writes as 2026-11-26 and 14:30 in one of their zones. It must be in the future."""
    if zone not in zones_for(by):
        raise NotAllowed(_("Choose the time zone of the due time."))
    try:
        there = datetime.fromisoformat(f"{day}T{clock}")
    except ValueError:
        raise NotAllowed(_("Write the due date and time, for example 2026-11-26 and 14:30.")) from None
    due = there.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    if due <= now:
        raise NotAllowed(_("The due time is in the past. Choose a later time."))
    return due


def zones_for(user: User) -> list[str]:
    """Return the time zones in which this person may give a due time: those of their own state first, then UTC."""
    return [*sorted(zones_in(user.state_id or "")), "UTC"]


def end_task(task: Task, ended: TaskEnd, words: str, *, by: User, now: datetime) -> None:
    """End an open, locked task in this person's name. The caller adds the event."""
    task.ended, task.ended_at, task.ended_by, task.result = ended, now, by, words
    task.save(update_fields=["ended", "ended_at", "ended_by", "result"])


def overdue(now: datetime) -> Q:
    return Q(ended_at=None, due_at__lt=now)


def assigned_to(user: User) -> Q:
    """Tasks assigned to this person, and those assigned to nobody."""
    return Q(officer=user) | Q(officer=None)
