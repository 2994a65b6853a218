"""Photographs as they are stored: decoded within limits and drawn anew, so that nothing but pixels is left: no place,
camera, owner, comment or thumbnail. Pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from PIL import ExifTags, Image, ImageOps

from roadstead.engine.sentences import Sentence
from roadstead.platform.timeline.logic.file_types import MB, SIGNATURES, FileRefused

FORMATS: Final = {"jpeg": "JPEG", "png": "PNG"}  # by kind of file_types
MAX_BYTES: Final = 25 * MB  # of the file as it is uploaded
# Pixels of a picture that is read. A JPEG is decoded at a fraction of its size where that is enough, a PNG whole.
MAX_PIXELS: Final = {"JPEG": 50_000_000, "PNG": 25_000_000}
MAX_SCANS: Final = 60  # of a progressive JPEG: each takes as long as a whole picture; cameras write ten
QUALITY: Final = 90  # of the JPEG that is stored
# Marker of a JPEG outside the compressed pixels, and those without a segment after them (ITU T.81 B.1.1.3).
MARKER: Final = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
BARE: Final = frozenset({0x01, 0xD8})
START_OF_SCAN: Final = 0xDA
END_OF_PICTURE: Final = 0xD9
TOO_LARGE: Final = Sentence(
    "This photo is larger than %(limit)s MB. Make it smaller, then add it.", {"limit": MAX_BYTES // MB}
)
NO_PHOTO: Final = Sentence("This file is not a JPEG or PNG picture that can be read. Save the photo as JPEG.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """JPEG with its size in pixels."""

    jpeg: bytes
    width: int
    height: int


def picture_kind(raw: bytes) -> str:
    """Return the kind of picture, as `file_types.kind_of` does. Raise FileRefused with one sentence for any other file,
    and for one that is too large.
    """
    if len(raw) > MAX_BYTES:
        raise FileRefused(TOO_LARGE)
    kind = next((kind for start, kind in SIGNATURES if raw.startswith(start)), "")
    if kind not in FORMATS:
        raise FileRefused(NO_PHOTO)
    return kind


def redraw(raw: bytes, box: tuple[int, int], *, least: int = 0) -> Picture:
    """Return the picture as a new JPEG that fits in `box` (width and height in pixels), turned as its camera says.

    Raise FileRefused if it is none, is damaged or too large, or one of its sides has fewer pixels than `least`.
    """
    form = FORMATS[picture_kind(raw)]
    if form == "JPEG" and _has_too_many_scans(raw):
        raise FileRefused(NO_PHOTO)
    try:
        with Image.open(BytesIO(raw), formats=[form]) as sent:
            _check_pixels(sent, MAX_PIXELS[form], least)
            return _drawn(sent, box)
    except FileRefused:
        raise
    except Exception as unreadable:  # decoders raise many kinds for damaged files
        raise FileRefused(NO_PHOTO) from unreadable


def _check_pixels(sent: Image.Image, most: int, least: int) -> None:
    """Refuse a picture by the size that its head states, before it is decoded."""
    if sent.width * sent.height > most:
        raise FileRefused(
            Sentence(
                "This photo has more than %(limit)s million pixels. Make it smaller, then add it.",
                {"limit": most // 1_000_000},
            )
        )
    if min(sent.size) < least:
        raise FileRefused(
            Sentence(
                "This photo is smaller than %(limit)s pixels. Add a larger one, or a face cannot be compared.",
                {"limit": least},
            )
        )


def _drawn(sent: Image.Image, box: tuple[int, int]) -> Picture:
    is_turned = sent.getexif().get(ExifTags.Base.Orientation, 1) > 4  # by a quarter
    wide, high = box[::-1] if is_turned else box
    shrink = max(sent.width / wide, sent.height / high, 1)
    sent.draft("RGB", (int(sent.width / shrink), int(sent.height / shrink)))  # a large JPEG is decoded smaller
    sent.thumbnail((wide, high), Image.Resampling.LANCZOS)
    ImageOps.exif_transpose(sent, in_place=True)
    drawn = Image.new("RGB", sent.size, "white")  # a new picture has none of the old one's metadata
    drawn.paste(sent, mask=sent.convert("RGBA") if sent.has_transparency_data else None)
    out = BytesIO()
    drawn.save(out, "JPEG", quality=QUALITY, optimize=True)
    return Picture(jpeg=out.getvalue(), width=drawn.width, height=drawn.height)


def _has_too_many_scans(raw: bytes) -> bool:
    """Return True if a JPEG has more scans than MAX_SCANS. What follows the picture, such as a film, is not read."""
    at, scans = 0, 0
    while (found := MARKER.search(raw, at)) and raw[found.end() - 1] != END_OF_PICTURE and scans <= MAX_SCANS:
        marker, at = raw[found.end() - 1], found.end()
        scans += marker == START_OF_SCAN
        if marker not in BARE:
            at += max(2, int.from_bytes(raw[at : at + 2], "big"))
    return scans > MAX_SCANS
