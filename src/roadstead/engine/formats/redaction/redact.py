"""Redaction at intake: removes what may not be stored. Bodies without bookings are not changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from roadstead.engine.formats.redaction import edifact, xml
from roadstead.engine.formats.redaction.kinds import MARK, UNKNOWN, Redacted
from roadstead.engine.formats.redaction.walk import Memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A format that holds bookings. `looks_like` is quick; neither function raises. `redact` may use the memory."""

    name: str
    looks_like: Callable[[bytes], bool]
    redact: Callable[[bytes, Memory], Redacted]


# Every format that fits is redacted: one file may hold several.
FORMS: Final[tuple[Form, ...]] = (
    Form(name="PNRGOV", looks_like=edifact.looks_like, redact=edifact.redact),
    Form(name="PNRGOV XML", looks_like=xml.looks_like, redact=lambda raw, memory: xml.redact(raw)),
)
MAX_PASSES: Final = 8  # two passes are usual: one that removes, one that finds nothing more


def redact(raw: bytes) -> Redacted:
    """Return the bytes as they may be stored; the same object if nothing is removed. Idempotent; never raises.

    The result of one pass may look like another format or split differently, so passes repeat until nothing changes. If
    that does not happen, only the mark is kept. A pass reuses the results of earlier passes and examines only segments
    that the last one changed.
    """
    counts: Counter[str] = Counter()
    memory: Memory = {}
    for _ in range(MAX_PASSES):
        done = _run_pass(raw, memory)
        if done.raw == raw:
            return Redacted(raw=raw, counts=dict(counts))
        raw = done.raw
        counts.update(done.counts)
    counts[UNKNOWN] += 1
    return Redacted(raw=MARK.encode(), counts=dict(counts))


def _run_pass(raw: bytes, memory: Memory) -> Redacted:
    counts: Counter[str] = Counter()
    for form in FORMS:
        if form.looks_like(raw):
            done = form.redact(raw, memory)
            raw = done.raw
            counts.update(done.counts)
    return Redacted(raw=raw, counts=dict(counts))
