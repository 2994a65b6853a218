"""Photos of nominations and entries: checked and stored, and deleted as soon as nothing in force needs them (S6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from hashlib import sha256
from typing import Final, NamedTuple

from django.db.models import F

from roadstead.config import config
from roadstead.engine.deadlines.spans import Span
from roadstead.engine.refusals import FieldRefused
from roadstead.platform.accounts.models import User
from roadstead.platform.timeline.logic.content_check import check_content
from roadstead.platform.timeline.logic.file_types import FileRefused
from roadstead.platform.timeline.logic.pictures import picture_kind, redraw
from roadstead.platform.timeline.scanner import scan
from roadstead.targeting.watchlists.models import Entry, Nomination, Photo

STORED_SIZE: Final = (600, 800)  # pixels, at most: width and height
MIN_SIDE: Final = 100  # pixels of the file: nobody recognises a face in fewer
UNDECIDED = (Nomination.Status.DRAFT, Nomination.Status.WAITING)


class PhotoChange(NamedTuple):
    """Change of a photo by a nomination: the bytes of a new one as uploaded, or the removal of the present one."""

    brought: bytes = b""
    is_removed: bool = False


UNCHANGED = PhotoChange()


def apply_change(row: Nomination, change: PhotoChange, *, by: User, now: datetime) -> None:
    """Set the photo of a nomination that is being saved. Raises FieldRefused with the reason."""
    if change.brought:
        row.photo = _add(change.brought, row.owner, by, now)
    elif change.is_removed:
        row.photo = None
    elif row.pk is None and row.base is not None:
        row.photo = row.base.photo


def delete_unused(ids: Iterable[int | None]) -> int:
    """Delete those photos that belong to no entry in force and no undecided nomination; return their number."""
    named = {pk for pk in ids if pk is not None}
    used = {*_in_force(named), *_undecided(named)}
    return Photo.objects.filter(pk__in=named - used).delete()[1].get("watchlists.Photo", 0) if named - used else 0


def delete_old(period: str, now: datetime) -> int:
    """Delete photos of entries whose last day, and of drafts whose last change, is longer ago than `period`.

    Photos of entries that were withdrawn or amended, and of decided nominations, are deleted at once. Needs the scope
    of the whole region.
    """
    over = {pk for pk, ended in _ended() if Span.parse(period).after(ended) <= now}
    Entry.objects.filter(photo__in=over).update(photo=None)
    Nomination.objects.filter(photo__in=over).update(photo=None)
    return Photo.objects.filter(pk__in=over).delete()[1].get("watchlists.Photo", 0) if over else 0


def _add(raw: bytes, owner: str, by: User, now: datetime) -> Photo:
    try:
        check_content(picture_kind(raw), raw)
        scan(raw, config().scanner)
        drawn = redraw(raw, STORED_SIZE, least=MIN_SIDE)
    except FileRefused as unfit:
        raise FieldRefused("%(why)s", field="photo", why=unfit.sentence) from unfit
    return Photo.objects.create(
        owner=owner,
        content=drawn.jpeg,
        width=drawn.width,
        height=drawn.height,
        sha256=sha256(drawn.jpeg).hexdigest(),
        added_by=by,
        added_at=now,
    )


def _in_force(ids: Iterable[int]) -> Iterable[int | None]:
    return Entry.objects.filter(photo__in=ids, removed_in=None).values_list("photo", flat=True)


def _undecided(ids: Iterable[int]) -> Iterable[int | None]:
    return Nomination.objects.filter(photo__in=ids, status__in=UNDECIDED).values_list("photo", flat=True)


def _ended() -> Iterator[tuple[int, datetime]]:
    """Yield photos and the time from which their retention counts."""
    dated = Entry.objects.filter(removed_in=None).exclude(photo=None).exclude(listed__expires="")
    for pk, expires in dated.values_list("photo", "listed__expires"):
        yield pk, datetime.combine(date.fromisoformat(expires), time.max, UTC)
    drafts = Nomination.objects.filter(status=Nomination.Status.DRAFT).exclude(photo=None)
    for pk, saved in drafts.exclude(base__photo=F("photo")).values_list("photo", "proposed_at"):
        if saved is not None:
            yield pk, saved
