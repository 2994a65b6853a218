"""Notes on a telex heading before a message: sender, time, and a possible duplicate."""

from __future__ import annotations

from collections.abc import Iterator

from roadstead.engine.records import Problem, Severity
from roadstead.engine.syntax import typeb


def telex_notes(before: bytes) -> Iterator[Problem]:
    """Yield notes on the heading, if the bytes before the message are one."""
    yield from heading_notes(typeb.read(before))


def heading_notes(heading: typeb.Heading) -> Iterator[Problem]:
    """Yield notes on a heading that has been read already."""
    if not heading.found:
        return
    sent = " ".join(word for word in (heading.priority, *heading.addresses, heading.origin, heading.time) if word)
    time = f" on day {heading.time[:2]} at {heading.time[2:]} UTC" if heading.time else ""
    text = f"The message came by telex from {heading.origin or 'an unnamed office'}{time}."
    yield Problem(severity=Severity.NOTE, code="telex-heading", text=text, sent=sent[:80])
    if heading.possible_duplicate:
        text = "The telex says PDM: it may be a second copy. Compare it with what came before."
        yield Problem(severity=Severity.NOTE, code="possible-duplicate", text=text, sent="PDM")
