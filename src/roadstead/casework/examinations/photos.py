"""Photographs of an examination: added with the checks of every attachment, and taken out with a reason."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop as _

from roadstead.casework.alerts.models import ExaminationPhoto, Selection
from roadstead.casework.alerts.selection_events import SelectionAct, add_event, lock_selection
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.platform.accounts.models import User
from roadstead.platform.handling.ceiling import check_ceiling
from roadstead.platform.timeline.attachments import Upload, check_upload
from roadstead.platform.timeline.logic.file_types import FileRefused, clean_name
from roadstead.platform.timeline.logic.pictures import picture_kind, redraw

MAX_PHOTOS: Final = 20  # of one examination
MAX_TITLE_CHARS: Final = 120
KIND: Final = "jpeg"  # of every stored photograph
STORED_SIZE: Final = (4000, 4000)  # pixels, at most: width and height
TOO_MANY: Final = _("An examination may have %(most)d photographs. Remove one, or add the picture to a case.")
ALREADY_THERE: Final = _("This photograph is here already.")


@transaction.atomic
def add_photo(pk: int, title: str, name: str, raw: bytes, *, by: User, now: datetime) -> ExaminationPhoto:
    """Add a photograph. Its type is detected from its bytes, and it is stored without the metadata of the camera."""
    title = title.strip()
    if not title:
        raise FieldRefused(_("Write what the photograph shows."), field="title")
    check_ceiling(title)
    try:
        picture_kind(raw)
        checked = check_upload(Upload(title=title[:MAX_TITLE_CHARS], what="photograph", name=name, raw=raw))
        stored = redraw(raw, STORED_SIZE).jpeg
    except FileRefused as unfit:
        raise NotAllowed("%(why)s", why=unfit.sentence) from unfit
    of_stored = {"kind": KIND, "name": clean_name(name, KIND), "size": len(stored), "sha256": _hash(stored)}
    columns = {**checked, **of_stored}
    selection = lock_selection(pk, by, is_open=None)
    kept = selection.photos.filter(taken_out_at=None)
    if kept.count() >= MAX_PHOTOS:
        raise NotAllowed(TOO_MANY, most=MAX_PHOTOS)
    original = _hash(raw)
    if kept.filter(original_sha256=original).exists():
        raise NotAllowed(ALREADY_THERE)
    row = ExaminationPhoto.objects.create(
        selection=selection,
        alert_id=selection.alert_id,
        owner=selection.owner,
        original_sha256=original,
        content=stored,
        added_by=by,
        added_at=now,
        taken_out_at=None,
        **columns,
    )
    add_event(selection, SelectionAct.PHOTO, {"file": row.pk, **columns, "original": original}, by=by, now=now)
    return row


@transaction.atomic
def take_out(pk: int, photo: int, why: str, *, by: User, now: datetime) -> None:
    """Take a photograph out. It is kept, and no longer shown among the others."""
    selection = lock_selection(pk, by, is_open=None)
    row = ExaminationPhoto.objects.visible_to(by).defer("content").filter(selection=selection, pk=photo).first()
    if row is None or row.taken_out_at:
        raise NotAllowed(_("This photograph was removed already. Open the page again."))
    if not why.strip():
        raise FieldRefused(_("Write why you remove the photograph."), field="why")
    check_ceiling(why)
    row.taken_out_at = now
    row.save(update_fields=["taken_out_at"])
    content = {"file": row.pk, "title": row.title, "why": why.strip()}
    add_event(selection, SelectionAct.TAKEN_OUT, content, by=by, now=now)


def photos_of(selection: Selection, user: User) -> QuerySet[ExaminationPhoto, ExaminationPhoto]:
    """Return the photographs without their content, those that were taken out too."""
    rows = ExaminationPhoto.objects.visible_to(user).filter(selection=selection)
    return rows.defer("content").select_related("added_by")


def _hash(raw: bytes) -> str:
    return sha256(raw).hexdigest()
