"""The text of a PDF that reportlab wrote, as a reader of PDF would copy it: by each font's own table of letters."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

SHOWN = re.compile(rb"/(F\d+(?:\+\d+)?) [\d.]+ Tf|(\((?:\\.|[^\\()])*\)) Tj|(T\*|Td|Tm)", re.DOTALL)
ESCAPED = re.compile(rb"\\(?:([0-7]{1,3})|(.))", re.DOTALL)
LETTER = re.compile(rb"<([0-9A-F]{2})> <([0-9A-F]{4})>")


def text_of(pdf: bytes) -> str:
    """All pages, one after the other; lines as they are drawn."""
    return "\n".join(_page(page) for page in _pages(PdfFileReader(BytesIO(pdf))))


def pages_of(pdf: bytes) -> int:
    return len(list(_pages(PdfFileReader(BytesIO(pdf)))))


def _pages(reader: PdfFileReader) -> Any:
    return [each.get_object() for each in reader.root["/Pages"]["/Kids"]]


def _page(page: Any) -> str:
    fonts = {name[1:]: _letters(font.get_object()) for name, font in page["/Resources"]["/Font"].items()}
    drawn, now = "", dict[int, str]()
    for font, shown, moved in SHOWN.findall(page["/Contents"].data):
        if font:
            now = fonts[font.decode()]
        elif shown:
            drawn += "".join(now.get(code, chr(code)) for code in ESCAPED.sub(_unescaped, shown[1:-1]))
        elif moved:
            drawn += "\n"
    return re.sub(r"\s+", " ", drawn)


def _unescaped(found: re.Match[bytes]) -> bytes:
    return bytes([int(found[1], 8)]) if found[1] else {b"n": b"\n", b"r": b"\r", b"t": b"\t"}.get(found[2], found[2])


def _letters(font: Any) -> dict[int, str]:
    """By code in the page, from the font's table `ToUnicode`."""
    if "/ToUnicode" not in font:
        return {}
    return {int(code, 16): chr(int(point, 16)) for code, point in LETTER.findall(font["/ToUnicode"].data)}
