"""Removal of additions by mail and telex systems: marks, line ends, control characters, comments.

Line ends are dropped and never become blanks: telex systems break lines in the middle of values and of tags.
"""

from __future__ import annotations

import re
from typing import Final

from roadstead.engine.records import Problem
from roadstead.engine.syntax.edifact.problems import note

BOM: Final = b"\xef\xbb\xbf"
UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
QUOTED: Final = re.compile(rb"^>[> \t]*", re.MULTILINE)
QUOTED_HEAD: Final = re.compile(rb"^>[> \t]*UN[ABGH]", re.MULTILINE)
HEAD_BYTES: Final = 65_536  # bytes in which a message begins
SAMPLE_BYTES: Final = 400  # bytes that show whether a text is in UTF-16
MIN_LINES: Final = 3  # of one length, which are no coincidence
LINE_ENDS: Final = b"\r\n"
LINE_END: Final = re.compile(rb"[\r\n]")
# IS4, IS3 and IS1 (1C, 1D, 1F) stay: they are the separators of syntax level B.
SHIFTS: Final = b"\x1c\x1d\x1f"
CONTROLS: Final = bytes({*range(0x20), 0x7F} - set(b"\t\r\n\f\v\x1c\x1d\x1f"))
DROPPED: Final = CONTROLS + LINE_ENDS + b"\f\v"


def without_quoting(raw: bytes) -> tuple[bytes, list[Problem]]:
    """Remove the `>` that mail programs put before each line of an answered or forwarded message."""
    if raw.find(b">", 0, HEAD_BYTES) < 0:
        return raw, []
    if not (raw.startswith(b">") or b"\n>" in raw[:HEAD_BYTES]) or QUOTED_HEAD.search(raw, 0, HEAD_BYTES) is None:
        return raw, []
    return QUOTED.sub(b"", raw), [note("quoted-mail", "We removed the mail quotation marks (>) before each line.")]


def without_mark(raw: bytes) -> tuple[bytes, list[Problem]]:
    """Remove a byte order mark; convert UTF-16, as saved by some text editors, to UTF-8."""
    if raw.startswith(BOM):
        return raw[len(BOM) :], [
            note("byte-order-mark", "The file begins with a byte order mark. You do not need to do anything.")
        ]
    if encoding := _utf_16(raw):
        text = raw.decode(encoding, errors="replace")
        return text.encode(errors="replace"), [
            note("utf-16", "The file is in UTF-16. We converted it. Send EDIFACT as plain text.")
        ]
    return raw, []


def _utf_16(raw: bytes) -> str:
    """Return the UTF-16 encoding by its mark or, without one, by zeros beside nearly every letter; "" if neither."""
    if raw.startswith(UTF_16):
        return "utf-16"
    head = raw[: SAMPLE_BYTES // 2 * 2]
    for encoding, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if zeros.count(0) * 10 > len(zeros) * 7:
            return encoding
    return ""


def without_padding(raw: bytes) -> tuple[bytes, list[Problem]]:
    """Remove the blanks with which a host pads every line to one length."""
    first = LINE_END.search(raw, 0, HEAD_BYTES)
    if first is None or raw[: first.start()][-1:] != b" ":
        return raw, []
    head = raw[:HEAD_BYTES]
    if b"  " not in head or (b"  \n" not in head and b"  \r\n" not in head):
        return raw, []
    lines = head.splitlines()[:-1]
    width = min((len(line) - len(line.rstrip(b" ")) for line in lines), default=0)
    if len(lines) < MIN_LINES or len(set(map(len, lines))) > 1 or not width:
        return raw, []
    filling = re.compile(rb" {%d}(?=\r?\n)" % width)
    return filling.sub(b"", raw), [note("padded-lines", "Lines were padded with spaces. We removed them.")]


def cleaned(raw: bytes, keep: bytes = b"") -> bytes:
    """Remove line ends and control characters, except those that serve as separators."""
    return raw.translate(None, bytes(set(DROPPED) - set(keep)))


def has_controls(raw: bytes) -> bool:
    return len(raw.translate(None, CONTROLS)) != len(raw)


def may_have_comments(data: bytes) -> bool:
    """Return True if a comment may begin somewhere. A search for one byte is a hundred times as fast as for two."""
    return b"*" in data and b"/*" in data


def without_comments(data: bytes, terminator: bytes) -> tuple[bytes, bool]:
    """Remove `/* … */` between segments, not part of EDIFACT but sent by some; those inside values stay."""
    if not may_have_comments(data):
        return data, False
    opening = re.compile(rb"(?:\A|" + re.escape(terminator) + rb")\s*(/\*)")
    kept, at = [], 0
    while (found := opening.search(data, max(at - 1, 0))) and (end := data.find(b"*/", found.end())) >= 0:
        kept.append(data[at : max(found.start(1), at)])
        at = end + 2
        while (again := re.compile(rb"\s*/\*").match(data, at)) and (end := data.find(b"*/", again.end())) >= 0:
            at = end + 2
    return b"".join([*kept, data[at:]]), at > 0


def decoded(data: bytes) -> tuple[str, str]:
    """Return the text and the name of the encoding: UTF-8, else ISO 8859-1, which decodes every byte."""
    try:
        return data.decode(), "UTF-8"
    except UnicodeDecodeError:
        return data.decode("latin-1"), "ISO 8859-1"
