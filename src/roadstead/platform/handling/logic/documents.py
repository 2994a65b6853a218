"""Extraction of text from files, to search it for markings: plain text, and parts of Office files with markings.

Only cheap extraction: PDF and pictures give no text. Pure.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import Final
from zipfile import BadZipFile, ZipFile

from roadstead.platform.handling.logic.markings import MAX_CHARS

_PARTS: Final = re.compile(
    r"word/(?:header|footer)\d*\.xml|word/document\.xml|xl/sharedStrings\.xml|docProps/core\.xml"
)
# A tag ends before the next one begins: else a part of nothing but "<" would take minutes.
_END_OF_LINE: Final = re.compile(r"</w:p>|</si>|<w:br[^<>]*/>|</dc:[a-z]{1,40}>|</cp:[a-zA-Z]{1,40}>")
_TAG: Final = re.compile(r"<[^<>]*>")
_ENCODINGS: Final = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def text_of(raw: bytes) -> str:
    """Return the text, or "" if none can be extracted."""
    if raw.startswith(b"PK"):
        return _office_text(raw)
    encoding = _ENCODINGS.get(raw[:2], "utf-8")
    try:
        return raw[: 4 * MAX_CHARS].decode(encoding, errors="strict" if encoding == "utf-8" else "replace")
    except UnicodeDecodeError:
        return "" if b"\0" in raw[:MAX_CHARS] else raw[:MAX_CHARS].decode("cp1252", errors="replace")


def _office_text(raw: bytes) -> str:
    try:
        with ZipFile(BytesIO(raw)) as archive:
            names = [name for name in archive.namelist() if _PARTS.fullmatch(name)]
            return "\n".join(_part(archive, name) for name in names)
    except (BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError):
        return ""


def _part(archive: ZipFile, name: str) -> str:
    """Read no more than MAX_CHARS of a part, however it is packed."""
    with archive.open(name) as file:
        text = file.read(MAX_CHARS).decode("utf-8", errors="replace")
    return _TAG.sub("", _END_OF_LINE.sub("\n", text)).replace("&amp;", "&").replace("&#47;", "/")
