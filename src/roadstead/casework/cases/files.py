"""Add files to a case, and take them out."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext_noop as _

from roadstead.casework.cases.acts import MAX_TITLE_CHARS, checked_text, lock_case
from roadstead.casework.cases.models import Case, CaseFile
from roadstead.casework.cases.timeline import Act, add
from roadstead.config import config
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import User
from roadstead.platform.timeline.attachments import Upload, check_upload, total_bytes
from roadstead.platform.timeline.logic.file_types import MB

MAX_FULL_SIZE_FILES: Final = 10  # number of files of the largest size that a case may hold


def put_file(pk: int, brought: Upload, *, by: User, now: datetime) -> CaseFile:
    """Add a file. Its type is detected from its bytes, and it is checked and scanned before anything is stored."""
    title = checked_text(brought.title, _("what the file shows"), MAX_TITLE_CHARS)
    told = check_upload(brought) | {"title": title}
    case = lock_case(pk, by)
    _has_room(case, len(brought.raw))
    if case.files.filter(taken_out_at=None, sha256=told["sha256"]).exists():
        raise NotAllowed(_("The case already contains this file."))
    row = CaseFile.objects.create(
        case=case, owner=case.owner, content=brought.raw, added_by=by, added_at=now, taken_out_at=None, **told
    )
    add(case, Act.FILED, {"file": row.pk, **told}, by=by, now=now)
    return row


def take_file_out(pk: int, file: int, why: str, *, by: User, now: datetime, edition: int) -> None:
    """Take a file out of the case. It is kept, and listed among the files that were taken out."""
    case = lock_case(pk, by, edition)
    row = CaseFile.objects.visible_to(by).defer("content").filter(case=case, pk=file, taken_out_at=None).first()
    if row is None:
        raise NotAllowed(_("This file is no longer in the case. Check what has changed."))
    row.taken_out_at = now
    row.save(update_fields=["taken_out_at"])
    content = {"file": row.pk, "title": row.title, "why": checked_text(why, _("the reason"))}
    add(case, Act.TAKEN_OUT, content, by=by, now=now)


def files_of(case: Case, user: User) -> QuerySet[CaseFile, CaseFile]:
    """Return the files without their content, including those that were taken out."""
    return CaseFile.objects.visible_to(user).filter(case=case).defer("content").select_related("added_by")


def _has_room(case: Case, size: int) -> None:
    used, most = total_bytes(case.files), config().file_size * MAX_FULL_SIZE_FILES
    if used + size > most:
        raise NotAllowed(
            _(
                "The files of a case may total %(most)s MB, and %(left)s MB are left. Add a smaller file, or open a "
                "second case and name this one in its title."
            ),
            most=f"{most / MB:g}",
            left=f"{(most - used) / MB:.1f}",
        )
