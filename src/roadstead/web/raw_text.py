"""The raw message for the eye: segment by segment as it was sent, with each problem beside the segment it concerns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from roadstead.manifests.models import Manifest
from roadstead.syntax import edifact

MOST_LINES = 3000  # shown on the page; the whole text is one click away in the repair form and the API
LONGEST_LINE = 500  # characters of a segment shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One segment (or line of a body that is no EDIFACT), its number in its message, and what is wrong with it."""

    message: int  # position of the message in the body, from 0
    number: int  # from 1, as problems count
    text: str
    problems: list[dict[str, Any]]


def as_text(raw: bytes) -> str:
    """The body as text: UTF-8, else Latin-1, as the readers take it."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def lines_of(raw: bytes, manifests: Sequence[Manifest]) -> list[Line]:
    """The segments of every message in the body, at most `MOST_LINES`; plain lines where it is no EDIFACT."""
    messages = [(each, found.separators) for found in edifact.read(raw) for each in found.messages]
    if not messages:
        return [
            Line(message=0, number=at, text=text[:LONGEST_LINE], problems=[])
            for at, text in enumerate(as_text(raw).splitlines()[:MOST_LINES], 1)
        ]
    found = [
        Line(
            message=position,
            number=number,
            text=edifact.as_text(segment, separators)[:LONGEST_LINE],
            problems=_at(number, manifests[position].problems if position < len(manifests) else ()),
        )
        for position, (message, separators) in enumerate(messages)
        for number, segment in enumerate(message.segments, 1)
    ]
    return found[:MOST_LINES]


def _at(number: int, problems: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [problem for problem in problems if problem.get("number") == number]
