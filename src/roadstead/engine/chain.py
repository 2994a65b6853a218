"""Hash chain of the audit log and of timelines (S29): the hash of each line and its link to the line before.

  digest = sha256(0x00 + canonical JSON of the line)
  hash   = sha256(0x01 + hash of the previous line + digest); 32 zero bytes stand before the first line

Only the digest of a line enters the chain. An export can therefore omit lines that the reader may not see and still be
verified to the end. Sixteen random bytes in each line (`salt`) prevent guessing an omitted line.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

ZERO_HASH: Final = bytes(32)


def canonical_json(line: Mapping[str, Any]) -> bytes:
    """Return the text of the line that is hashed: JSON with sorted keys, no blanks, UTF-8 without escapes."""
    return json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(line: Mapping[str, Any]) -> bytes:
    return sha256(b"\0" + canonical_json(line)).digest()


def link(before: bytes, of_line: bytes) -> bytes:
    """Return the hash of a line, from the hash of the previous line and the line's own digest."""
    return sha256(b"\1" + before + of_line).digest()


# ── Timelines. A line holds the hash of its content, not the content, so the chain still verifies after the content was
# removed.
#
#   sha256 = SHA-256 of the canonical JSON of the content
#   hash   = link(hash of the previous event, digest of the line); 32 zero bytes stand before the first


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainedEvent:
    """One event as stored or as exported. `who`: the user name, "" for the system. Hashes are hexadecimal.

    `kind`, `pk`: the object that the timeline belongs to, such as "case" 17. `facts`: values that are hashed as they
    are and never removed. `is_blank`: the content was removed or is restricted; `sha256` then stands for it.
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
    return sha256(canonical_json(content)).hexdigest()


def line_digest(line: ChainedEvent) -> bytes:
    """Return the digest of `line` that enters the chain. An export gives it in place of an omitted line."""
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


def line_hash(line: ChainedEvent, previous: str) -> str:
    """Return the hash that `line` must have after the hash `previous` ("" before the first line)."""
    return link(bytes.fromhex(previous) if previous else ZERO_HASH, line_digest(line)).hex()


def first_broken_number(lines: Iterable[ChainedEvent], *, last_number: int, last_hash: str) -> int:
    """Return the number of the first event that was edited, removed, moved or cut off; 0 if all events verify.

    `last_number`, `last_hash`: the number and hash of the last event, as stored beside the timeline.
    """
    before, expected = "", 1
    for line in lines:
        kept = (line.number, line.sha256, line.previous, line.hash)
        if kept != (expected, _content(line), before, line_hash(line, before)):
            return expected
        before, expected = line.hash, expected + 1
    return 0 if (expected - 1, before) == (last_number, last_hash) else expected


def _content(line: ChainedEvent) -> str:
    return line.sha256 if line.is_blank else content_hash(line.content)
