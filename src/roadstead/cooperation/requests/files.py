"""Files of a request: checked before anything is stored, and read by both sides."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop as _

from roadstead.config import config
from roadstead.cooperation.requests.acts import add_message, lock, sender_of
from roadstead.cooperation.requests.models import Request, RequestFile
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import User
from roadstead.platform.handling.ceiling import check_ceiling
from roadstead.platform.timeline.attachments import ADDED_ACT, Upload, check_upload, total_bytes
from roadstead.platform.timeline.logic.file_types import MB

MAX_FULL_SIZE_FILES: Final = 10  # number of files of the largest size that a request may hold


@transaction.atomic
def add_file(pk: int, brought: Upload, *, by: User, now: datetime) -> RequestFile:
    """Add a file to an open or answered request. The other side is notified as of a message."""
    check_ceiling(brought.title)
    told = check_upload(brought)
    request, _side = lock(pk, by)
    used, most = total_bytes(request.files), config().file_size * MAX_FULL_SIZE_FILES
    if used + len(brought.raw) > most:
        raise NotAllowed(_("The files of a request may total %(most)s MB. Add a smaller file."), most=f"{most / MB:g}")
    if request.files.filter(sha256=told["sha256"]).exists():
        raise NotAllowed(_("The request already contains this file."))
    row = RequestFile.objects.create(
        request=request,
        content=brought.raw,
        added_by=None if by.guest_of else by,
        added_at=now,
        taken_out_at=None,
        **told,
    )
    sender = sender_of(request, by)
    add_message(request, ADDED_ACT, {"file": row.pk, **told}, sender=sender, by=by, now=now)
    return row


def files_of(request: Request, user: User) -> QuerySet[RequestFile, RequestFile]:
    """Return the files without their content."""
    return RequestFile.objects.visible_to(user).filter(request=request).defer("content").select_related("added_by")
