"""Files of a room: checked before anything is stored, and read by all members."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop as _

from roadstead.casework.cases.acts import MAX_TITLE_CHARS, checked_text
from roadstead.casework.rooms.models import Room, RoomFile
from roadstead.casework.rooms.timeline import add, lock_room
from roadstead.config import config
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import User
from roadstead.platform.timeline.attachments import ADDED_ACT, Upload, check_upload, total_bytes
from roadstead.platform.timeline.logic.file_types import MB

MAX_FULL_SIZE_FILES: Final = 10  # number of files of the largest size that a room may hold


@transaction.atomic
def add_file(pk: int, brought: Upload, *, by: User, now: datetime) -> RoomFile:
    """Add a file."""
    title = checked_text(brought.title, _("what the file shows"), MAX_TITLE_CHARS)
    told = check_upload(brought) | {"title": title}
    room, organisation = lock_room(pk, by)
    used, most = total_bytes(room.files), config().file_size * MAX_FULL_SIZE_FILES
    if used + len(brought.raw) > most:
        raise NotAllowed(_("The files of a room may total %(most)s MB. Add a smaller file."), most=f"{most / MB:g}")
    if room.files.filter(sha256=told["sha256"]).exists():
        raise NotAllowed(_("The room already contains this file."))
    row = RoomFile.objects.create(
        room=room,
        organisation=organisation,
        content=brought.raw,
        added_by=by,
        added_at=now,
        taken_out_at=None,
        **told,
    )
    add(room, ADDED_ACT, {"file": row.pk, **told}, organisation=organisation, by=by)
    return row


def files_of(room: Room, user: User) -> QuerySet[RoomFile, RoomFile]:
    """Return the files without their content."""
    rows = RoomFile.objects.visible_to(user).filter(room=room).defer("content")
    return rows.select_related("added_by", "organisation")
