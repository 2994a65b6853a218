"""Notify people that their organisation is invited to a room, or has a task in one. No content leaves by mail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from roadstead.casework.rooms.models import RoomMember, RoomTask
from roadstead.platform.accounts import account_notices
from roadstead.platform.accounts.cooperation_permissions import LOG_WRITERS, ROOM_ANSWERERS
from roadstead.platform.accounts.models import User
from roadstead.platform.directory.roster import roster_of
from roadstead.platform.outbox.models import OutboxEvent


def notify_of_rooms(events: Sequence[OutboxEvent], now: datetime) -> None:
    """Handle `EventKind.ROOM`, by its code `of`: an invitation that waits, or a new task."""
    for event in events:
        if event.codes["of"] == "invited":
            waiting = RoomMember.objects.filter(pk=event.subject, accepted_at=None, left_at=None).first()
            if waiting is not None:
                people = User.objects.filter(organisation=waiting.organisation_id, is_active=True)
                account_notices.notify(people.filter(role__in=ROOM_ANSWERERS), "room invited", now)
        elif (task := open_task(event.subject)) is not None:
            account_notices.notify(people_for(task, now), "room task", now, number=task.room_id)


def open_task(pk: int) -> RoomTask | None:
    """Return a task that can still be done: its room is open, and its organisation is a member."""
    row = RoomTask.objects.filter(pk=pk, ended_at=None, room__closed_at=None).select_related("room").first()
    return row if row is not None and row.organisation_id in row.room.organisations else None


def people_for(task: RoomTask, now: datetime) -> QuerySet[User]:
    """Return the people of the task's organisation on duty; all who write in its log if the roster names none."""
    people = User.objects.filter(organisation=task.organisation_id, is_active=True, role__in=LOG_WRITERS)
    state = people.values_list("state", flat=True).first()
    named = people.filter(pk__in=roster_of(state or task.organisation_id, since=now).on_duty(now))
    return named if named.exists() else people
