"""Photographs of an examination: checked, stored without what the camera wrote beside the picture, and kept."""

from __future__ import annotations

import zipfile
from hashlib import sha256
from io import BytesIO

import pytest
from PIL import Image

from roadstead.casework.alerts.models import ExaminationPhoto, Selection
from roadstead.casework.examinations import photos
from roadstead.casework.examinations.photos import add_photo, take_out
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import User
from roadstead.platform.database.scope import enter
from roadstead.platform.timeline.attachments import is_intact
from roadstead.platform.timeline.events import first_broken
from roadstead.platform.timeline.logic import pictures
from tests.casework.examinations.cargo import NOW, picture, selected, ship
from tests.platform.timeline.test_files import pdf

pytestmark = pytest.mark.django_db
PLACE = b"QZXPLACE"


@pytest.fixture
def selection(region: None, officer_a: User) -> Selection:
    return selected(ship(), officer_a)


def put(selection: Selection, by: User, raw: bytes, *, name: str = "IMG_1.JPG") -> ExaminationPhoto:
    return add_photo(selection.pk, "The pistols", name, raw, by=by, now=NOW)


def test_what_the_camera_wrote_beside_the_picture_is_removed_and_the_original_can_be_compared(
    selection: Selection, officer_a: User
) -> None:
    raw = picture(place=PLACE.decode(), turned=True)
    assert PLACE in raw
    row = put(selection, officer_a, raw)
    stored = bytes(row.content)
    with Image.open(BytesIO(stored)) as kept:
        assert (kept.format, kept.size, dict(kept.getexif())) == ("JPEG", (80, 120), {})  # turned as it was taken
    assert PLACE not in stored
    assert row.original_sha256 == sha256(raw).hexdigest() != row.sha256 == sha256(stored).hexdigest()
    assert (row.kind, row.name, row.what) == ("jpeg", "IMG 1.jpg", "photograph")
    assert is_intact(row)
    assert first_broken(Selection.objects.get()) == 0


def test_a_png_is_stored_like_every_photograph(selection: Selection, officer_a: User) -> None:
    assert put(selection, officer_a, picture(form="PNG")).kind == "jpeg"


@pytest.mark.parametrize("raw", [b"no picture at all", pdf(), b"GIF89a" + bytes(40), picture()[:200], b"\xff\xd8\xff"])
def test_what_is_no_picture_is_refused_in_one_sentence(selection: Selection, officer_a: User, raw: bytes) -> None:
    with pytest.raises(NotAllowed, match="not a JPEG or PNG picture"):
        put(selection, officer_a, raw)
    assert not ExaminationPhoto.objects.exists()


def test_a_picture_that_is_too_large_is_refused_before_it_is_read(
    selection: Selection, officer_a: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MAX_PIXELS", {"JPEG": 9000})
    with pytest.raises(NotAllowed, match="million pixels"):
        put(selection, officer_a, picture())
    monkeypatch.setattr(pictures, "MAX_BYTES", 200)
    with pytest.raises(NotAllowed, match="larger than 25 MB"):
        put(selection, officer_a, picture())


def test_a_large_picture_is_scaled_down(selection: Selection, officer_a: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "STORED_SIZE", (60, 60))
    with Image.open(BytesIO(bytes(put(selection, officer_a, picture()).content))) as kept:
        assert max(kept.size) == 60


def test_a_picture_of_scans_without_end_is_refused_before_it_is_read(selection: Selection, officer_a: User) -> None:
    """Each scan takes as long as a whole picture, and has 75 bytes: a megabyte of them would take an hour."""
    out = BytesIO()
    Image.new("RGB", (640, 480), (90, 40, 20)).save(out, format="JPEG", progressive=True)
    raw = out.getvalue()
    assert put(selection, officer_a, raw)
    last = raw[raw.rindex(b"\xff\xda") : -2]
    with pytest.raises(NotAllowed, match="not a JPEG or PNG picture that can be read"):
        put(selection, officer_a, raw[:-2] + last * 60 + raw[-2:])
    assert put(selection, officer_a, raw + b"\xff\xda" * 100, name="moving.jpg")  # what a camera appends
    for damaged in (b"\xff" * 1_000_000, b"\xff\xd8\xff\xe0" * 100_000):
        with pytest.raises(NotAllowed):
            put(selection, officer_a, damaged)


def test_an_archive_behind_a_picture_is_refused(selection: Selection, officer_a: User) -> None:
    hidden = BytesIO()
    with zipfile.ZipFile(hidden, "w") as archive:
        archive.writestr("a.txt", "b")
    with pytest.raises(NotAllowed, match="archive is hidden"):
        put(selection, officer_a, picture() + hidden.getvalue())


def test_the_same_photograph_is_stored_once_and_not_without_end(
    selection: Selection, officer_a: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(selection, officer_a, picture())
    with pytest.raises(NotAllowed, match="here already"):
        put(selection, officer_a, picture())
    monkeypatch.setattr(photos, "MAX_PHOTOS", 1)
    with pytest.raises(NotAllowed, match="may have 1 photographs"):
        put(selection, officer_a, picture(size=(90, 90)))


def test_a_removed_photograph_is_kept_with_the_reason(selection: Selection, officer_a: User) -> None:
    row = put(selection, officer_a, picture())
    with pytest.raises(NotAllowed, match="why you remove"):
        take_out(selection.pk, row.pk, " ", by=officer_a, now=NOW)
    take_out(selection.pk, row.pk, "shows a bystander", by=officer_a, now=NOW)
    row.refresh_from_db()
    assert row.taken_out_at == NOW
    last = selection.events.order_by("number").last()
    assert last
    assert last.content["why"] == "shows a bystander"


def test_nobody_else_sees_a_photograph(selection: Selection, officer_a: User, officer_b: User, analyst: User) -> None:
    put(selection, officer_a, picture())
    for person in (officer_b, analyst):
        enter(person.scope)
        assert not ExaminationPhoto.objects.exists()
        assert not ExaminationPhoto.objects.visible_to(person).exists()
