"""Portraits for entries of a manual list, drawn from shapes and plainly of nobody."""

from __future__ import annotations

from io import BytesIO
from typing import Final, NamedTuple

from PIL import Image, ImageDraw

SIZE: Final = (480, 600)
BACKGROUND: Final = "#c9d6de"
CAPTION: Final = "INVENTED PERSON"


class Face(NamedTuple):
    """Colours of a face, and how wide it is in pixels."""

    skin: str
    hair: str
    coat: str
    width: int


QUILLIMANE: Final = Face("#8a5a3c", "#1d1a1a", "#37506b", 200)
ON_BOARD: Final = Face("#c69072", "#5b3a21", "#6b2f37", 220)


def portrait(face: Face) -> bytes:
    """Return a portrait as JPEG, as somebody would upload it."""
    drawn = Image.new("RGB", SIZE, BACKGROUND)
    draw = ImageDraw.Draw(drawn)
    middle, half = SIZE[0] // 2, face.width // 2
    draw.rounded_rectangle((40, 470, SIZE[0] - 40, SIZE[1] + 60), 90, fill=face.coat)
    draw.rectangle((middle - 45, 400, middle + 45, 500), fill=face.skin)
    draw.ellipse((middle - half - 12, 110, middle + half + 12, 400), fill=face.hair)
    draw.ellipse((middle - half, 150, middle + half, 440), fill=face.skin)
    for eye in (middle - half // 2, middle + half // 2):
        draw.ellipse((eye - 18, 270, eye + 18, 292), fill="white")
        draw.ellipse((eye - 8, 272, eye + 8, 290), fill="#222222")
    draw.polygon(((middle, 290), (middle - 18, 345), (middle + 18, 345)), outline="#333333")
    draw.arc((middle - 50, 340, middle + 50, 395), 20, 160, fill="#5a1f1f", width=6)
    draw.text((16, SIZE[1] - 24), CAPTION, fill="white")
    out = BytesIO()
    drawn.save(out, "JPEG", quality=90)
    return out.getvalue()
