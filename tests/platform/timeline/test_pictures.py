"""Photographs are decoded within limits and drawn anew: nothing but pixels is stored."""

from __future__ import annotations

from io import BytesIO
from random import Random

import pytest
from PIL import Image

from roadstead.platform.timeline.logic.file_types import FileRefused
from roadstead.platform.timeline.logic.pictures import MAX_BYTES, MAX_PIXELS, redraw

PLACE = b"GPSLatitude"
BOX = (600, 800)
HEIC = b"\0\0\0\x18ftypheic" + bytes(200)
SCAN = b"\xff\xda\x00\x02"


def picture(kind: str = "JPEG", size: tuple[int, int] = (300, 400), **given: object) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, (90, 120, 150)).save(out, kind, **given)
    return out.getvalue()


def with_place() -> bytes:
    """A JPEG turned by a quarter, as a telephone saves it: with place, comment and thumbnail in its EXIF."""
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation
    exif[0x010F] = "TELEPHONE OF QUILLIMANE"
    exif.get_ifd(0x8825)[1] = "N"
    return picture(exif=exif.tobytes(), comment=PLACE)


def noise(kind: str, side: int) -> bytes:
    """A picture that no compression makes smaller, as a photograph is."""
    out = BytesIO()
    Image.frombytes("RGB", (side, side), Random(1).randbytes(3 * side * side)).save(out, kind)
    return out.getvalue()


def with_scans(number: int) -> bytes:
    """A JPEG with further, empty scans before its end."""
    return picture()[:-2] + SCAN * number + b"\xff\xd9"


def test_nothing_but_pixels_is_left_of_a_file() -> None:
    raw = with_place()
    assert b"TELEPHONE" in raw
    assert PLACE in raw
    drawn = redraw(raw, BOX)
    stored = Image.open(BytesIO(drawn.jpeg))
    assert not dict(stored.getexif())
    assert set(stored.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
    assert b"TELEPHONE" not in drawn.jpeg
    assert PLACE not in drawn.jpeg
    assert (drawn.width, drawn.height) == (400, 300)  # turned as the telephone says


def test_a_large_picture_is_made_smaller_and_a_transparent_one_white() -> None:
    drawn = redraw(picture(size=(3000, 4000)), BOX)
    assert (drawn.width, drawn.height) == (600, 800)
    out = BytesIO()
    Image.new("RGBA", (200, 200), (0, 0, 0, 0)).save(out, "PNG")
    assert Image.open(BytesIO(redraw(out.getvalue(), BOX).jpeg)).getpixel((50, 50)) == (255, 255, 255)


def test_a_turned_picture_fits_in_the_box_as_it_is_seen() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    drawn = redraw(picture(size=(1600, 1200), exif=exif.tobytes()), BOX)
    assert (drawn.width, drawn.height) == (600, 800)


def test_a_picture_of_forty_million_pixels_is_stored_smaller() -> None:
    drawn = redraw(picture(size=(7300, 5480)), (4000, 4000))
    assert drawn.width == 4000


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(kind: str) -> None:
    out = BytesIO()
    side = int(MAX_PIXELS[kind] ** 0.5) + 1
    Image.new("1", (side, side)).save(out, kind)
    assert len(out.getvalue()) < 1_000_000  # a bomb is small
    with pytest.raises(FileRefused, match=f"more than {MAX_PIXELS[kind] // 1_000_000} million pixels"):
        redraw(out.getvalue(), BOX)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (picture(size=(80, 300)), "smaller than 100 pixels"),
        (picture()[:400], "can be read"),
        (picture("PNG")[:90], "can be read"),
        (picture("GIF"), "can be read"),
        (HEIC, "Save the photo as JPEG"),
        (b"\xff\xd8\xff" + b"\0" * 500, "can be read"),
        (with_scans(100), "can be read"),  # each scan takes as long as a picture
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "can be read"),
        (picture() + bytes(MAX_BYTES), "larger than 25 MB"),
    ],
)
def test_what_is_no_photo_is_refused_with_advice(raw: bytes, words: str) -> None:
    with pytest.raises(FileRefused, match=words):
        redraw(raw, BOX, least=100)


def test_bytes_that_only_look_like_scans_refuse_no_picture() -> None:
    png = noise("PNG", 1600)
    film = b"\xff\xda" * 100  # telephones save a short film behind the picture
    assert png.count(b"\xff\xda") > 60
    assert redraw(png, BOX).width == redraw(noise("JPEG", 700) + film, BOX).width == 600
