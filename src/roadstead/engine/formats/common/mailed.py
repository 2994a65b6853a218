"""Messages that come in a mail, as its text or attached: each part is read as if it had come alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from roadstead.engine.formats.reading import Reading
from roadstead.engine.records import Problem, Severity
from roadstead.engine.syntax import mail


def read(raw: bytes, reader: Callable[[bytes], list[Reading]]) -> list[Reading]:
    """The readings of the parts that hold a message; [] for what is no mail, or one without any."""
    found: list[Reading] = []
    others: list[str] = []
    for part in mail.parts(raw) if mail.looks_like(raw) else ():
        readings = reader(part.content)
        if any(reading.understood for reading in readings):
            found += readings
        else:
            others.append(part.name or part.kind)
    return [replace(found[0], problems=(*_about(others), *found[0].problems)), *found[1:]] if found else []


def contents(raw: bytes) -> Iterator[bytes]:
    """What is in each part of a mail; nothing for what is none."""
    yield from (part.content for part in mail.parts(raw)) if mail.looks_like(raw) else ()


def _about(others: Sequence[str]) -> Iterator[Problem]:
    """A note, with the names of the parts that hold no message, for they may be what was meant."""
    text = "The message came in a mail; it was decoded."
    if others:
        text += f" Its other parts were not read: {len(others)}."
    yield Problem(severity=Severity.NOTE, code="came-by-mail", text=text, sent=", ".join(others)[:80])
