"""Lines that people of the members write in a room: as in the watch log, but checked by the room's handling gate."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_noop as _

from roadstead.casework.items import Item
from roadstead.casework.log.append import NewEntry, checked_entry
from roadstead.casework.rooms import gate
from roadstead.casework.rooms.models import Room, RoomEntry, RoomLink
from roadstead.casework.rooms.timeline import add, lock_room
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import User


@transaction.atomic
def write_entry(pk: int, new: NewEntry, *, by: User) -> RoomEntry:
    """Add an entry. Raises FieldRefused at the field that is missing or wrong, NotAllowed for anything else."""
    room, organisation = lock_room(pk, by)
    before = _items_of(new.corrects, room, by) if new.corrects is not None else []
    checked = checked_entry(new, before, by=by)
    gate.check_items(checked.items, room, by=by)
    content = {"text": checked.text} | ({"counterpart": checked.counterpart} if checked.counterpart else {})
    entry = add(room, checked.type, content, organisation=organisation, by=by, corrects=checked.corrects)
    RoomLink.objects.bulk_create(
        RoomLink(
            entry=entry,
            room=room,
            kind=item.kind,
            number=item.number,
            states=[organisation.state_id] if organisation.state_id else [],
            organisations=[organisation.pk],
        )
        for item in checked.items
    )
    return entry


def entries_of(room: Room, user: User) -> QuerySet[RoomEntry, RoomEntry]:
    """Return everything that happened in the room, the newest first, with the links of the person's own side."""
    rows = RoomEntry.objects.visible_to(user).filter(room=room).select_related("who", "organisation")
    return rows.prefetch_related(Prefetch("links", RoomLink.objects.visible_to(user))).order_by("-number")


def _items_of(pk: int, room: Room, by: User) -> Sequence[Item]:
    """Return the items of an entry that is to be corrected: one that the own organisation wrote in this room."""
    row = entries_of(room, by).filter(pk=pk, organisation=by.organisation_id).first()
    if row is None or row.is_blank() or "text" not in row.content:
        raise NotAllowed(_("You can correct only an entry of your own organisation in this room. Load the page again."))
    return [Item(link.kind, link.number) for link in row.links.all()]
