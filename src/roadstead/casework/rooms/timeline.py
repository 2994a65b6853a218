"""Adding to the timeline of a room, and who may: people of its members while it is open."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext_noop as _

from roadstead.casework.log.append import database_now, own_organisation
from roadstead.casework.rooms.models import Room, RoomEntry, Status
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import Organisation, User
from roadstead.platform.timeline import events


def lock_room(pk: int, by: User, *, is_open: bool = True) -> tuple[Room, Organisation]:
    """Return the room, locked, and the member for which this person writes. Raises NotAllowed."""
    organisation = own_organisation(by)
    room = Room.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=pk).first()
    if room is None or organisation.pk not in room.organisations:
        raise NotAllowed(_("Your organisation is no member of this room."))
    if is_open:
        check_open(room)
    return room, organisation


def check_open(room: Room) -> None:
    """Raise NotAllowed if nothing can be written in the room any more."""
    status = room.status_at(database_now())
    if status is Status.CLOSED:
        raise NotAllowed(_("This room is closed. You can read it, and write nothing in it."))
    if status is Status.ENDED:
        raise NotAllowed(_("This room has ended. A supervisor can extend it with a reason."))


def add(
    room: Room,
    act: str,
    content: dict[str, Any],
    *,
    organisation: Organisation,
    by: User,
    corrects: int | None = None,
    saving: Collection[str] = (),
) -> RoomEntry:
    """Add an event to a locked room, with a line in the audit log."""
    entry = RoomEntry(
        room=room,
        organisation=organisation,
        at=database_now(),
        who=by,
        act=act,
        content={**content, "salt": uuid4().hex},
        corrects=corrects,
    )
    events.add(room, entry, states=room.states, saving=saving)
    return entry
