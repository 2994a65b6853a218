"""Text in a document: each stretch in a font that holds its letters; letters that no font holds are romanised, marked.

Bitstream Vera comes with reportlab and is embedded: western and central European letters. For others the first of
these is taken that has them: `*.ttf` in `fonts` below ROADSTEAD_HOME, then DejaVu Sans where the system has it.
Scripts that must be shaped or run from right to left (Arabic, Hebrew, those of South Asia) would be drawn wrongly by
any font without a shaping engine: they are always romanised. As written they stand in case.json.
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
ROMANISED: Final = ("‹", "›")  # around letters that are not as they were written
NOT_SHAPED: Final = ((0x0590, 0x109F), (0x1780, 0x17FF), (0x1A20, 0x1AAF), (0x1B00, 0x1C4F), (0xFB1D, 0xFDFF),
                     (0xFE70, 0xFEFF))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Face:
    """A font as the document knows it, with the letters that it holds."""

    name: str
    letters: frozenset[int]


Faces = tuple[Face, ...]  # the first that has a letter draws it


def faces(folder: Path) -> Faces:
    """Ours first, then those of the operator's folder by name, then the system's."""
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
    """None for a file that is no font which can be embedded: its letters are romanised."""
    try:
        return _registered(path.stem, str(path))
    except TTFError:
        return None


def _registered(name: str, file: str) -> Face:
    font: Any = TTFont(name, file)
    pdfmetrics.registerFont(font)
    return Face(name=name, letters=frozenset(font.face.charToGlyph))


def marked_up(text: str, fonts: Faces) -> str:
    """The text as a paragraph of reportlab's takes it."""
    letters = unicodedata.normalize("NFC", text.replace("\t", "    "))
    runs = groupby(letters, key=lambda letter: _font_of(letter, fonts))
    return "".join(_run(name, "".join(run)) for name, run in runs)


def is_romanised(texts: Iterable[str], fonts: Faces) -> bool:
    """Whether any of it cannot be shown as it was written."""
    return any(not _font_of(letter, fonts) for text in texts for letter in unicodedata.normalize("NFC", text))


@lru_cache(maxsize=65_536)
def _font_of(letter: str, fonts: Faces) -> str:
    """The font's name; "" where none has it."""
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
    """Letter by letter; a sign that cannot be seen, and what has no Latin letters at all, by its number, as U+202E."""
    plain = "".join(_number(letter) if _is_unseen(letter) else anyascii(letter) for letter in text)
    return plain if plain.isprintable() and plain.strip() else "".join(map(_number, text))


def _is_unseen(letter: str) -> bool:
    return unicodedata.category(letter) in {"Cc", "Cf"}


def _number(letter: str) -> str:
    return f"U+{ord(letter):04X}"
