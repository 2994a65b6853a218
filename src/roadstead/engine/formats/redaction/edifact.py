"""Redaction of EDIFACT PNRGOV in the bytes as they arrived: tags, order and all kept data stay byte for byte.

A segment from which nothing is removed is not changed, not even its line breaks. If a message is damaged or text stands
between its segments, more is removed rather than less.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from roadstead.engine.formats.redaction.kinds import Redacted
from roadstead.engine.formats.redaction.regions import regions
from roadstead.engine.formats.redaction.walk import Memory, Walk, redact_region
from roadstead.engine.syntax.edifact import clean

HINT: Final = re.compile(rb"PNRGOV|(?:TIF|SRC|RCI|SSR|IFT|LTS)[^\w\s]", re.IGNORECASE)
HINT_16: Final = re.compile("PNRGOV|(?:TIF|SRC|RCI|SSR|IFT|LTS)[^\\w\\s]", re.IGNORECASE)


def looks_like(raw: bytes) -> bool:
    """Return True if the bytes may hold bookings: the message's name, or segments that no passenger list has."""
    if HINT.search(raw):
        return True
    if raw.startswith(clean.UTF_16):
        return HINT_16.search(raw.decode("utf-16", errors="replace")) is not None
    return HINT.search(clean.cleaned(raw)) is not None


def redact(raw: bytes, memory: Memory) -> Redacted:
    """Redact all interchanges; return the same bytes object if nothing was removed. Never raises.

    `memory` holds the results for segments of earlier passes.
    """
    if raw.startswith(clean.UTF_16):
        return _utf_16(raw, memory)
    counts: Counter[str] = Counter()
    quoted = clean.QUOTED_HEAD.search(raw, 0, clean.HEAD_BYTES) is not None
    readable = clean.QUOTED.sub(_as_many_breaks, raw) if quoted else raw
    kept, at = [], 0
    for region in regions(readable):
        kept.append(raw[at : region.begin])
        walk = Walk(region=region, counts=counts, memory=memory)
        part = raw[region.begin : region.end]
        kept.append(redact_region(part, readable[region.begin : region.end] if quoted else part, walk))
        at = region.end
    if not counts:
        return Redacted(raw=raw)
    return Redacted(raw=b"".join([*kept, raw[at:]]), counts=dict(counts))


def _as_many_breaks(match: re.Match[bytes]) -> bytes:
    """Return line breaks for mail marks: reading drops them, and every position stays the same."""
    return b"\r" * len(match.group())


def _utf_16(raw: bytes, memory: Memory) -> Redacted:
    """Redact as UTF-8 and encode again in the original byte order."""
    text = raw.decode("utf-16", errors="replace")
    found = redact(text.encode(errors="replace"), memory)
    if not found.counts:
        return Redacted(raw=raw)
    order = "utf-16-le" if raw.startswith(b"\xff\xfe") else "utf-16-be"
    return Redacted(raw=raw[:2] + found.raw.decode(errors="replace").encode(order), counts=found.counts)
