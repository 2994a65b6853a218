"""Raw message for display: segment by segment as it was sent, with each problem beside the segment it concerns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator

from roadstead.engine.formats.passengers.sheets import is_read
from roadstead.engine.syntax import edifact, table
from roadstead.filings.voyages.models import Manifest

MAX_LINES = 200_000  # of a body; nobody reads more
SEGMENTS_PER_PAGE = 100  # segments on a page
MAX_LINE_CHARS = 500  # characters of a segment shown
BETWEEN_CELLS = " │ "


ProblemsBySegment = Mapping[tuple[int, int], Sequence[dict[str, Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One segment, row of a sheet or line of text, with its number in its message and its problems."""

    message: int  # position of the message in the body, from 0
    number: int  # from 1, as problems count
    text: str
    problems: Sequence[dict[str, Any]]


def as_text(raw: bytes) -> str:
    """Return the body as text: UTF-8, else Latin-1, as the readers decode it."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def is_text(raw: bytes) -> bool:
    """Return True if the body can be corrected as text: a workbook cannot."""
    return b"\0" not in raw[:4096] and not table.looks_like_workbook(raw)


def lines_of(raw: bytes, manifests: Sequence[Manifest]) -> list[Line]:
    """Return what was sent, at most `MAX_LINES`: segments of every message, rows of every sheet, or plain lines."""
    lines = _rows(raw, manifests) if table.looks_like_workbook(raw) else _segments(raw, _problems_by_segment(manifests))
    return (lines or _plain(raw, _problems_by_segment(manifests)))[:MAX_LINES]


def _segments(raw: bytes, beside: ProblemsBySegment) -> list[Line]:
    messages = [(each, found.separators) for found in edifact.read(raw) for each in found.messages]
    return [
        Line(
            message=position,
            number=number,
            text=edifact.as_text(segment, separators)[:MAX_LINE_CHARS],
            problems=beside.get((position, number), []),
        )
        for position, (message, separators) in enumerate(messages)
        for number, segment in enumerate(message.segments, 1)
    ]


def _rows(raw: bytes, manifests: Sequence[Manifest]) -> list[Line]:
    """Return the rows as the spreadsheet numbers them; a problem of a sheet names the sheet as its message. Sheets that
    are not read, because they are hidden or explain our template, are left out.
    """
    beside: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for problem in (problem for manifest in manifests for problem in manifest.problems if problem.get("number")):
        beside.setdefault((problem.get("message", ""), problem["number"]), []).append(problem)
    return [
        Line(
            message=position,
            number=row.number,
            text=BETWEEN_CELLS.join(row.cells)[:MAX_LINE_CHARS],
            problems=beside.get((sheet.name, row.number), []),
        )
        for position, sheet in enumerate(table.parse_workbook(raw).sheets)
        if is_read(sheet)
        for row in sheet.rows
    ]


def _plain(raw: bytes, beside: ProblemsBySegment) -> list[Line]:
    """Return lines of text. One that is too long for a line of the page continues below, under its own number."""
    return [
        Line(message=0, number=number, text=piece, problems=beside.get((0, number), []) if first else [])
        for number, text in enumerate(as_text(raw).splitlines()[:MAX_LINES], 1)
        for first, piece in _pieces(text)
    ]


def _pieces(text: str) -> Iterator[tuple[bool, str]]:
    for at in range(0, max(len(text), 1), MAX_LINE_CHARS):
        yield at == 0, text[at : at + MAX_LINE_CHARS]


def page_with(query: Mapping[str, str], lines: Sequence[Line]) -> Page[Line]:
    """Return the page of segments that is asked for: by number, or with `segment=POSITION-NUMBER` the page with that
    segment.
    """
    paginator = Paginator(lines, SEGMENTS_PER_PAGE)
    wanted = query.get("segment", "")
    at = next((at for at, line in enumerate(lines) if f"{line.message}-{line.number}" == wanted), None)
    return paginator.get_page(query.get("page") if at is None else at // SEGMENTS_PER_PAGE + 1)


def _problems_by_segment(manifests: Iterable[Manifest]) -> ProblemsBySegment:
    """Return the problems by message and segment, so that a list with thousands of them is still shown at once."""
    beside: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for manifest in manifests:
        for problem in manifest.problems:
            if problem.get("number"):
                beside.setdefault((manifest.position, problem["number"]), []).append(problem)
    return beside
