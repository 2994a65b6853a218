"""The arithmetic of a timeline: what is hashed of an event, and whether a timeline holds. No database here.

sha256 = SHA-256 of the canonical JSON of the content
hash   = chain.link(hash of the event before, chain.digest(the line)); before the first: 32 zero bytes

A line holds the content's hash and not the content, so that the chain goes on where a content has been removed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from roadstead.engine.chain import BEGINNING, canonical, digest, link


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
