"""Incident rooms on the first page: tasks of the own organisation, and invitations that wait for its answer."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from roadstead.casework.rooms.members import invitations_for
from roadstead.casework.rooms.tasks import tasks_for
from roadstead.platform.accounts.cooperation_permissions import may_accept_room_invitations, may_write_in_rooms
from roadstead.platform.accounts.models import User
from roadstead.web.home.work import Item, Moment, Source, first_of


def room_tasks(user: User, now: datetime) -> Source | None:
    """Open tasks of the person's organisation in incident rooms, the first due first."""
    if not may_write_in_rooms(user):
        return None
    found, number = first_of(tasks_for(user, now))
    items = tuple(
        Item(text=row.what, href=reverse("room", args=[row.room_id]), detail=row.room.title, at=row.due_at)
        for row in found
    )
    return Source(name=_("Tasks in rooms"), type=_("Task in a room"), href=reverse("rooms"), count=number, items=items)


def room_invitations(user: User, _now: datetime) -> Source | None:
    """Invitations to incident rooms that this person may answer, the oldest first."""
    if not may_accept_room_invitations(user):
        return None
    found, number = first_of(invitations_for(user))
    href = reverse("rooms")
    items = tuple(
        Item(text=row.title, href=href, detail=_("Accept or decline"), at=row.invited_at, moment=Moment.SINCE)
        for row in found
    )
    return Source(name=_("Invitations to rooms"), type=_("Invitation to a room"), href=href, count=number, items=items)
