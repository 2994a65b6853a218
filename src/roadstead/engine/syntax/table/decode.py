"""The bytes of a csv file to text: with or without byte order mark, UTF-8, UTF-16, or what Windows writes."""

from __future__ import annotations

import codecs
import re
from typing import Final, NamedTuple

MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
HEAD: Final = 1_024  # bytes looked at for UTF-16 without mark
GOOD: Final = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
HIGH: Final = re.compile(rb"[\x80-\xff]")


class Decoded(NamedTuple):
    """`spoilt`: so many characters could not be read and stand as "\ufffd"."""

    text: str
    encoding: str
    spoilt: int = 0


def decoded(raw: bytes) -> Decoded:
    """Nothing raises. Bytes that are no UTF-8 are Windows-1252, of which Latin-1 is nearly a part."""
    encoding = _marked(raw) or _wide(raw) or _narrow(raw)
    text = raw.decode(encoding, "replace")
    return Decoded(text.replace("\0", ""), encoding.removesuffix("-sig"), text.count("\ufffd"))


def _marked(raw: bytes) -> str:
    return next((encoding for mark, encoding in MARKS if raw.startswith(mark)), "")


def _wide(raw: bytes) -> str:
    """UTF-16 without mark: nearly every second byte of plain text is zero."""
    head = raw[:HEAD]
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros = head[first::2].count(0)
        if len(head) > 3 and zeros * 10 > len(head) // 2 * 7 and zeros > 4 * head[1 - first :: 2].count(0):
            return encoding
    return ""


def _narrow(raw: bytes) -> str:
    """UTF-8 with a few spoilt bytes is still UTF-8; names in Windows-1252 hardly ever form pairs of it."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        pairs = sum(len(found) for found in GOOD.findall(raw))
        return "utf-8" if pairs * 2 > len(HIGH.findall(raw)) else "cp1252"
    return "utf-8"
