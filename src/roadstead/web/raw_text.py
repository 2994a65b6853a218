"""The raw message for the eye: segment by segment as it was sent, with each problem beside the segment it concerns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator

from roadstead.manifests.models import Manifest
from roadstead.syntax import edifact

MOST_LINES = 200_000  # of a body; more is no list anybody reads
PAGE = 400  # segments on a page
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
    beside = _beside(manifests)
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
            problems=beside.get((position, number), []),
        )
        for position, (message, separators) in enumerate(messages)
        for number, segment in enumerate(message.segments, 1)
    ]
    return found[:MOST_LINES]


def page_with(query: Mapping[str, str], lines: Sequence[Line]) -> Page[Line]:
    """The page of segments that is asked for: by number, or as `segment=POSITION-NUMBER` the one that holds it."""
    paginator = Paginator(lines, PAGE)
    wanted = query.get("segment", "")
    at = next((at for at, line in enumerate(lines) if f"{line.message}-{line.number}" == wanted), None)
    return paginator.get_page(query.get("page") if at is None else at // PAGE + 1)


def _beside(manifests: Iterable[Manifest]) -> dict[tuple[int, int], list[dict[str, Any]]]:
    """Problems by message and segment, so that a list with thousands of them is still shown at once."""
    beside: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for manifest in manifests:
        for problem in manifest.problems:
            if problem.get("number"):
                beside.setdefault((manifest.position, problem["number"]), []).append(problem)
    return beside
