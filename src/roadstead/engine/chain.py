"""The arithmetic of the chains of audit and timelines (S29): what is hashed of a line, how one line holds the next.

digest = sha256(0x00 + canonical JSON of the line)
hash   = sha256(0x01 + hash of the line before + digest); before the first line stand 32 zero bytes

A line's digest alone carries the chain on, so an export can leave out what is not the reader's business and still be
verified to the end. Sixteen random bytes in each line (`salt`) keep anybody from guessing a line left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

BEGINNING: Final = bytes(32)


def canonical(line: Mapping[str, Any]) -> bytes:
    """The line as the one text that is hashed: keys sorted, no blanks, UTF-8 without escapes."""
    return json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(line: Mapping[str, Any]) -> bytes:
    return sha256(b"\0" + canonical(line)).digest()


def link(before: bytes, of_line: bytes) -> bytes:
    """The hash of a line, from the hash of the line before and its own digest."""
    return sha256(b"\1" + before + of_line).digest()


# ── A timeline: what is hashed of an event, and whether a timeline holds. A line holds the content's hash and not
# the content, so that the chain goes on where a content has been removed.
#
# sha256 = SHA-256 of the canonical JSON of the content
# hash   = link(hash of the event before, digest of the line); before the first: 32 zero bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One event as it is kept, or as an export gives it. `who`: the user name, "" for the system. Hashes are
    hexadecimal.

    `kind`, `pk`: what the timeline is of, as "case" 17. `facts`: what is hashed as it is and never removed.
    `is_blank`: the content is not here, removed or restricted in its use: `sha256` stands for it.
    """

    kind: str
    pk: int
    number: int
    at: datetime
    who: str
    act: str
    content: Mapping[str, Any]
    facts: Mapping[str, Any] = field(default_factory=dict)
    is_blank: bool = False
    sha256: str = ""
    previous: str = ""
    hash: str = ""


def content_hash(content: Mapping[str, Any]) -> str:
    return sha256(canonical(content)).hexdigest()


def line_digest(line: Line) -> bytes:
    """What the chain takes of a line: an export gives it in place of a line that it leaves out."""
    hashed = {
        **line.facts,
        line.kind: line.pk,
        "number": line.number,
        "at": line.at.astimezone(UTC).isoformat(),
        "who": line.who,
        "act": str(line.act),
        "content": _content(line),
    }
    return digest(hashed)


def line_hash(line: Line, previous: str) -> str:
    """The hash that `line` must have where `previous` stands before it ("": it is the first)."""
    return link(bytes.fromhex(previous) if previous else BEGINNING, line_digest(line)).hex()


def broken_at(lines: Iterable[Line], *, edition: int, head: str) -> int:
    """The number of the first event that does not hold, 0 where all do: edited, taken out, put elsewhere or cut off.

    `edition`, `head`: the number and hash of the last event, as kept beside the timeline.
    """
    before, expected = "", 1
    for line in lines:
        kept = (line.number, line.sha256, line.previous, line.hash)
        if kept != (expected, _content(line), before, line_hash(line, before)):
            return expected
        before, expected = line.hash, expected + 1
    return 0 if (expected - 1, before) == (edition, head) else expected


def _content(line: Line) -> str:
    return line.sha256 if line.is_blank else content_hash(line.content)
