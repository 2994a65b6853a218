"""Examination lists and records of an examination as PDF, built like the export of a case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from django.utils.translation import gettext
from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Image, KeepTogether, Paragraph, Spacer, Table

from roadstead.casework.alerts.models import ExaminationPhoto
from roadstead.casework.cases.export.document import MARGIN, STYLES, Paper, build
from roadstead.casework.cases.export.fonts import BOLD, Faces, marked_up
from roadstead.platform.timeline.logic.pictures import redraw

LINE: Final = Color(0.69, 0.71, 0.74)
PICTURE: Final = (80 * mm, 110 * mm)  # largest width and height of a photograph on the page
PIXELS: Final = (1200, 1200)  # the same, in pixels
ITEM_WIDTHS: Final = (0.05, 0.14, 0.12, 0.15, 0.16, 0.1, 0.14, 0.14)
GRID: Final = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE),
    ("LEFTPADDING", (0, 0), (-1, -1), 2),
    ("RIGHTPADDING", (0, 0), (-1, -1), 4),
]
SIGNATURE: Final = "_" * 34


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Further table of a sheet, with columns of one width."""

    heading: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Table with a title. `lines`: below the title; `widths`: shares of the page; `handling`: TLP in words."""

    title: str
    lines: Sequence[str]
    headings: Sequence[str]
    widths: Sequence[float]
    rows: Sequence[Sequence[str]]
    handling: str
    author: str
    empty: str
    parts: Sequence[Part] = ()
    is_portrait: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Record of an examination. `facts`: label and text; `items`: a table of eight columns, its headings first.

    `history`: in words; `photos`: with their content.
    """

    title: str
    facts: Sequence[tuple[str, str]]
    items: Sequence[Sequence[str]]
    history: Sequence[str]
    photos: Sequence[ExaminationPhoto]
    handling: str
    author: str


def sheet_pdf(sheet: Sheet, fonts: Faces) -> bytes:
    """Return the table as a PDF, its headings repeated on each page."""
    paper = Paper(
        title=sheet.title,
        author=sheet.author,
        subject=sheet.title,
        foot=f"{sheet.handling} · {sheet.title}",
        size=A4 if sheet.is_portrait else landscape(A4),
    )
    return build(paper, lambda: list(_sheet(sheet, fonts, paper.size[0] - 2 * MARGIN)), fonts)


def record_pdf(record: Record, fonts: Faces) -> bytes:
    """Return the record as a PDF, with the photographs and lines for signatures."""
    paper = Paper(
        title=record.title,
        author=record.author,
        subject=record.title,
        foot=f"{record.handling} · {record.title}",
    )
    return build(paper, lambda: list(_record(record, fonts)), fonts)


def _sheet(sheet: Sheet, fonts: Faces, width: float) -> Iterator[Flowable]:
    yield _text(sheet.title, "title", fonts)
    for line in sheet.lines:
        yield _text(line, "text", fonts)
    yield Spacer(1, 3 * mm)
    if sheet.rows:
        yield _table([sheet.headings, *sheet.rows], [width * share for share in sheet.widths], fonts)
    else:
        yield _text(sheet.empty, "text", fonts)
    for part in sheet.parts:
        yield _text(part.heading, "heading", fonts)
        yield _table([part.headings, *part.rows], [width / len(part.headings)] * len(part.headings), fonts)


def _record(record: Record, fonts: Faces) -> Iterator[Flowable]:
    yield _text(record.title, "title", fonts)
    yield _text(record.handling, "quiet", fonts)
    for label, text in record.facts:
        said = f'<font name="{BOLD}">{marked_up(label, fonts)}</font>: {marked_up(text, fonts)}'
        yield Paragraph(said, STYLES["text"])
    if len(record.items) > 1:
        yield _text(gettext("What was found"), "heading", fonts)
        yield _table(record.items, [(A4[0] - 2 * MARGIN) * share for share in ITEM_WIDTHS], fonts)
    if record.photos:
        yield _text(gettext("Photographs"), "heading", fonts)
    for photo in record.photos:
        yield KeepTogether(list(_photo(photo, fonts)))
    yield _text(gettext("History"), "heading", fonts)
    for line in record.history:
        yield _text(line, "quiet", fonts)
    yield KeepTogether(list(_signatures(fonts)))


def _photo(photo: ExaminationPhoto, fonts: Faces) -> Iterator[Flowable]:
    drawn = redraw(bytes(photo.content), PIXELS)
    yield _text(photo.title, "item", fonts)
    scale = min(PICTURE[0] / drawn.width, PICTURE[1] / drawn.height)
    yield Image(BytesIO(drawn.jpeg), width=drawn.width * scale, height=drawn.height * scale, hAlign="LEFT")
    yield _text(f"SHA-256 {photo.sha256}", "quiet", fonts)
    as_taken = gettext("SHA-256 of the file as it was taken: %(hash)s") % {"hash": photo.original_sha256}
    yield _text(as_taken, "quiet", fonts)


def _signatures(fonts: Faces) -> Iterator[Flowable]:
    yield _text(gettext("Signatures"), "heading", fonts)
    for who in (gettext("Officer"), gettext("Witness"), gettext("Person in charge of the goods")):
        yield Spacer(1, 8 * mm)
        yield _text(f"{SIGNATURE}   {who}", "text", fonts)


def _table(rows: Sequence[Sequence[str]], widths: Sequence[float], fonts: Faces) -> Flowable:
    head, *others = rows
    cells: list[list[Any]] = [[_text(each, "item", fonts) for each in head]]
    cells += [[_text(each, "quiet", fonts) for each in row] for row in others]
    return Table(cells, colWidths=list(widths), repeatRows=1, style=GRID, hAlign="LEFT", splitInRow=1)


def _text(text: str, style: str, fonts: Faces) -> Flowable:
    return Paragraph(marked_up(text, fonts), STYLES[style])
