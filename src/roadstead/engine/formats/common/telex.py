"""Notes on a telex heading before a message: sender, time, and a possible duplicate."""

from __future__ import annotations

from collections.abc import Iterator

from roadstead.engine.records import Problem, Severity
from roadstead.engine.sentences import Sentence, Value
from roadstead.engine.syntax import typeb


def telex_notes(before: bytes) -> Iterator[Problem]:
    """Yield notes on the heading, if the bytes before the message are one."""
    yield from heading_notes(typeb.read(before))


def heading_notes(heading: typeb.Heading) -> Iterator[Problem]:
    """Yield notes on a heading that has been read already."""
    if not heading.found:
        return
    sent = " ".join(word for word in (heading.priority, *heading.addresses, heading.origin, heading.time) if word)
    values: dict[str, Value] = {"origin": heading.origin or Sentence("an unknown office")}
    text = Sentence("The message arrived by telex from %(origin)s.", values)
    if heading.time:
        text = Sentence(
            "The message arrived by telex from %(origin)s on day %(day)s at %(time)s UTC.",
            values | {"day": heading.time[:2], "time": heading.time[2:]},
        )
    yield Problem.of(severity=Severity.NOTE, code="telex-heading", text=text, sent=sent)
    if heading.possible_duplicate:
        text = Sentence("The telex is marked PDM (possible duplicate). Check whether you sent this message before.")
        yield Problem.of(severity=Severity.NOTE, code="possible-duplicate", text=text, sent="PDM")
