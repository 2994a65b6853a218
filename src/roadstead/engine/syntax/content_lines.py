"""Content lines of vCard (RFC 6350) and iCalendar (RFC 5545), which escape and fold text alike. Written only. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

MAX_LINE_BYTES: Final = 75
ESCAPES: Final = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n"})


def write(lines: Iterable[tuple[str, str]]) -> bytes:
    """Return lines of name (with parameters) and value, folded and ended as both standards ask."""
    return b"".join(_folded(f"{name}:{value}") for name, value in lines)


def text(typed: str) -> str:
    """Return a text as a value: escaped, without control characters other than line breaks."""
    plain = typed.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(each for each in plain if each == "\n" or each.isprintable()).translate(ESCAPES)


def _folded(line: str) -> bytes:
    """Return the line in parts of 75 bytes at most; no letter is cut in two."""
    return b"\r\n ".join(_parts(line)) + b"\r\n"


def _parts(line: str) -> Iterator[bytes]:
    part, room = bytearray(), MAX_LINE_BYTES
    for letter in line:
        raw = letter.encode(errors="replace")
        if len(part) + len(raw) > room:
            yield bytes(part)
            part, room = bytearray(), MAX_LINE_BYTES - 1  # a continued line begins with a space
        part += raw
    yield bytes(part)
