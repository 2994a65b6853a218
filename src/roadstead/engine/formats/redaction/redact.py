"""The one call of intake: whatever arrived, without what may not be stored. What holds no bookings is not touched."""

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
    """A form in which bookings come. `looks_like` is quick; neither ever raises. `redact` may use the memory."""

    name: str
    looks_like: Callable[[bytes], bool]
    redact: Callable[[bytes, Memory], Redacted]


# Each that looks like it does its work: a file may hold several.
FORMS: Final[tuple[Form, ...]] = (
    Form(name="PNRGOV", looks_like=edifact.looks_like, redact=edifact.redact),
    Form(name="PNRGOV XML", looks_like=xml.looks_like, redact=lambda raw, memory: xml.redact(raw)),
)
MOST_PASSES: Final = 8  # two are the rule: one that removes, one that finds nothing more


def redact(raw: bytes) -> Redacted:
    """The bytes as they may be stored; the very same object where there is nothing to remove. Idempotent; never raises.

    What one pass leaves may look like another form, or be cut elsewhere than before: it is gone through again until
    nothing changes. Of bytes that never come to rest nothing but the mark is kept. What a pass found of a segment the
    next one knows: it looks only into those that the last one wrote.
    """
    counts: Counter[str] = Counter()
    memory: Memory = {}
    for _ in range(MOST_PASSES):
        done = _once(raw, memory)
        if done.raw == raw:
            return Redacted(raw=raw, counts=dict(counts))
        raw = done.raw
        counts.update(done.counts)
    counts[UNKNOWN] += 1
    return Redacted(raw=MARK.encode(), counts=dict(counts))


def _once(raw: bytes, memory: Memory) -> Redacted:
    counts: Counter[str] = Counter()
    for form in FORMS:
        if form.looks_like(raw):
            done = form.redact(raw, memory)
            raw = done.raw
            counts.update(done.counts)
    return Redacted(raw=raw, counts=dict(counts))
