"""Export as a PDF: cover, contents of the case, timeline, and how to verify it. Real text, with outline and language.

reportlab writes no tags (PDF/UA): readers who need structure use case.json or the page of the case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageBreak, PageTemplate, Paragraph

from roadstead.casework.cases.export.fonts import BOLD, OURS, Faces, marked_up
from roadstead.casework.cases.export.paragraphs import TextParagraph, paragraphs
from roadstead.casework.cases.export.record import Export

MARGIN: Final = 20 * mm
QUIET: Final = Color(0.31, 0.34, 0.37)
STYLES: Final = {
    "title": ParagraphStyle("title", fontName=BOLD, fontSize=18, leading=23, spaceAfter=8),
    "heading": ParagraphStyle("heading", fontName=BOLD, fontSize=13, leading=17, spaceBefore=12, spaceAfter=5,
                              keepWithNext=True),
    "item": ParagraphStyle("item", fontName=BOLD, fontSize=9.5, leading=13, spaceBefore=8, keepWithNext=True),
    "text": ParagraphStyle("text", fontName=OURS, fontSize=9.5, leading=13.5, spaceAfter=2),
    "quiet": ParagraphStyle("quiet", fontName=OURS, fontSize=8, leading=11, textColor=QUIET, splitLongWords=True),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Target of an outline entry."""

    text: str
    level: int
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """Frame of a document. `foot`: text at the foot of each page, before "page x of y"; `size`: in points."""

    title: str
    author: str
    subject: str
    foot: str
    size: tuple[float, float] = A4


class Document(BaseDocTemplate):  # type: ignore[misc]  # reportlab has no types
    """Document with the handling code and "page x of y" at the foot of each page. `of`: number of all pages."""

    def __init__(self, file: BytesIO, paper: Paper, fonts: Faces, *, of: int):
        named = {"title": paper.title, "author": paper.author, "subject": paper.subject}
        super().__init__(file, pagesize=paper.size, lang="en", creator="Roadstead", **named)
        self.paper, self.fonts, self.of = paper, fonts, of
        width, height = paper.size
        frame = Frame(MARGIN, MARGIN, width - 2 * MARGIN, height - 2 * MARGIN, 0, 0, 0, 0)
        self.addPageTemplates([PageTemplate(frames=[frame], onPage=self._each)])

    def _each(self, canvas: Any, _: Any) -> None:
        canvas.setViewerPreference("DisplayDocTitle", "true")
        canvas.showOutline()
        text = f"{self.paper.foot} · page {canvas.getPageNumber()} of {self.of}"
        line = Paragraph(marked_up(text, self.fonts), STYLES["quiet"])
        line.wrapOn(canvas, self.paper.size[0] - 2 * MARGIN, MARGIN)
        line.drawOn(canvas, MARGIN, MARGIN / 2)

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802  reportlab's name
        entry: Entry | None = getattr(flowable, "entry", None)
        if entry:
            self.canv.bookmarkPage(entry.key)
            self.canv.addOutlineEntry(entry.text, entry.key, entry.level)


def as_pdf(export: Export, fonts: Faces, *, data_hash: str, signer: str) -> bytes:
    """Return the unsigned PDF. `data_hash`: SHA-256 of case.json; `signer`: name and certificate fingerprint of the
    signer.
    """
    said = paragraphs(export, fonts, data_hash=data_hash, signer=signer)
    case, code = export.case, export.request.handling.upper()
    paper = Paper(
        title=f"Case {case.number}: {case.title}",
        author=export.by,
        subject="Exported case",
        foot=f"TLP:{code} · Case {case.number} of {case.owner}",
    )
    return build(paper, lambda: list(_flowables(said, fonts)), fonts)


def build(paper: Paper, flowables: Callable[[], list[Flowable]], fonts: Faces) -> bytes:
    """Return the PDF. It is built twice, since each page shows the number of all pages."""
    _, pages = _built(paper, flowables(), fonts, of=0)
    return _built(paper, flowables(), fonts, of=pages)[0]


def _built(paper: Paper, flowables: list[Flowable], fonts: Faces, *, of: int) -> tuple[bytes, int]:
    file = BytesIO()
    made = Document(file, paper, fonts, of=of)
    made.build(flowables)
    return file.getvalue(), made.page


def _flowables(said: Sequence[TextParagraph], fonts: Faces) -> Iterator[Flowable]:
    for number, each in enumerate(said):
        if each.style == "heading" and each.new_page:
            yield PageBreak()
        yield _paragraph(each, number, fonts)


def _paragraph(said: TextParagraph, number: int, fonts: Faces) -> Paragraph:
    label = f'<font name="{BOLD}">{marked_up(said.label, fonts)}</font>: ' if said.label else ""
    made = Paragraph(label + marked_up(said.text, fonts), STYLES[said.style])
    if said.level >= 0:
        made.entry = Entry(text=said.text, level=said.level, key=f"p{number}")
    return made
