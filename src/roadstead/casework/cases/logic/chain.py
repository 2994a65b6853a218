"""The arithmetic of a case's timeline: what is hashed of an event, and whether a timeline holds. No database here.

sha256 = SHA-256 of the canonical JSON of the content
hash   = audit.chain.link(hash of the event before, audit.chain.digest(the line)); before the first: 32 zero bytes
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from roadstead.engine.chain import BEGINNING, canonical, digest, link


class Act(StrEnum):
    """What may happen in a case."""

    OPENED = "opened"
    NOTED = "noted"
    AMENDED = "amended"
    LINKED = "linked"
    TAKEN_OUT = "taken out"
    FILED = "file put in"
    TASK_SET = "task set"
    TASK_DONE = "task done"
    TASK_DROPPED = "task dropped"
    JOINED = "joined"
    LEFT = "left"
    HANDED_OVER = "handed over"
    CLOSED = "closed"
    REOPENED = "reopened"
    EXPORTED = "exported"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One event as it is kept, or as an export tells it. `who`: the user name. Hashes are hexadecimal."""

    case: int
    number: int
    at: datetime
    who: str
    act: str
    content: Mapping[str, Any]
    sha256: str = ""
    previous: str = ""
    hash: str = ""


def content_hash(content: Mapping[str, Any]) -> str:
    return sha256(canonical(content)).hexdigest()


def line_digest(line: Line) -> bytes:
    """What the chain takes of a line: an export gives it in place of a line that it leaves out."""
    said = {
        "case": line.case,
        "number": line.number,
        "at": line.at.astimezone(UTC).isoformat(),
        "who": line.who,
        "act": str(line.act),
        "content": content_hash(line.content),
    }
    return digest(said)


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
        if kept != (expected, content_hash(line.content), before, line_hash(line, before)):
            return expected
        before, expected = line.hash, expected + 1
    return 0 if (expected - 1, before) == (edition, head) else expected
