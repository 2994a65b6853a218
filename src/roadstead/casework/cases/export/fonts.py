"""Fonts of a document: each run of text in a font that has its letters; letters that no font has are romanised and
marked.

Bitstream Vera comes with reportlab and is embedded; it has western and central European letters. For others the first
font that has them is taken: `*.ttf` in `fonts` below ROADSTEAD_HOME, then DejaVu Sans if the system has it. Scripts
that need shaping or run from right to left (Arabic, Hebrew, those of South Asia) would be drawn wrongly by any font
without a shaping engine, so they are always romanised. case.json has them as they were written.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

from anyascii import anyascii
from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

OURS: Final = "Vera"
BOLD: Final = "Vera-Bold"
SYSTEM: Final = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
ROMANISED: Final = ("‹", "›")  # around romanised letters
NOT_SHAPED: Final = ((0x0590, 0x109F), (0x1780, 0x17FF), (0x1A20, 0x1AAF), (0x1B00, 0x1C4F), (0xFB1D, 0xFDFF),
                     (0xFE70, 0xFEFF))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Face:
    """Font as the document names it, with the letters that it has."""

    name: str
    letters: frozenset[int]


Faces = tuple[Face, ...]  # in order of preference


def faces(folder: Path) -> Faces:
    """Return Bitstream Vera, then the fonts of the operator's folder by name, then the system's."""
    more = [*sorted(folder.glob("*.ttf")), SYSTEM]
    return (_ours(), *(face for path in more if path.exists() and (face := _face(path))))


@cache
def _ours() -> Face:
    pdfmetrics.registerFont(TTFont(BOLD, "VeraBd.ttf"))
    face = _registered(OURS, "Vera.ttf")
    for bold in (0, 1):
        addMapping(OURS, bold, 0, BOLD if bold else OURS)
        addMapping(OURS, bold, 1, BOLD if bold else OURS)
    return face


@cache
def _face(path: Path) -> Face | None:
    """Return the font; None if the file cannot be embedded, so that its letters are romanised."""
    try:
        return _registered(path.stem, str(path))
    except TTFError:
        return None


def _registered(name: str, file: str) -> Face:
    font: Any = TTFont(name, file)
    pdfmetrics.registerFont(font)
    return Face(name=name, letters=frozenset(font.face.charToGlyph))


def marked_up(text: str, fonts: Faces) -> str:
    """Return the text as markup of a reportlab paragraph."""
    letters = unicodedata.normalize("NFC", text.replace("\t", "    "))
    runs = groupby(letters, key=lambda letter: _font_of(letter, fonts))
    return "".join(_run(name, "".join(run)) for name, run in runs)


def is_romanised(texts: Iterable[str], fonts: Faces) -> bool:
    """Return True if some of the text cannot be shown as it was written."""
    return any(not _font_of(letter, fonts) for text in texts for letter in unicodedata.normalize("NFC", text))


@lru_cache(maxsize=65_536)
def _font_of(letter: str, fonts: Faces) -> str:
    """Return the name of the font; "" if none has the letter."""
    point = ord(letter)
    if letter in "\n\t ":
        return fonts[0].name
    if _is_shaped(point) or _is_unseen(letter):
        return ""
    return next((face.name for face in fonts if point in face.letters), "")


def _is_shaped(point: int) -> bool:
    return any(first <= point <= last for first, last in NOT_SHAPED)


def _run(font: str, text: str) -> str:
    if not font:
        return escape(f"{ROMANISED[0]}{_in_latin(text)}{ROMANISED[1]}")
    shown = escape(text).replace("\n", "<br/>")
    return shown if font == OURS else f'<font name="{font}">{shown}</font>'


def _in_latin(text: str) -> str:
    """Romanise letter by letter. Invisible characters, and text without Latin equivalent, become numbers such as
    U+202E.
    """
    plain = "".join(_number(letter) if _is_unseen(letter) else anyascii(letter) for letter in text)
    return plain if plain.isprintable() and plain.strip() else "".join(map(_number, text))


def _is_unseen(letter: str) -> bool:
    return unicodedata.category(letter) in {"Cc", "Cf"}


def _number(letter: str) -> str:
    return f"U+{ord(letter):04X}"
