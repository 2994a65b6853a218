"""Confirmation of a filing on paper: A4, black on white, in the reader's language, one page for up to ten people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any, Final

from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from roadstead.casework.cases.export.fonts import BOLD, OURS, Faces, marked_up
from roadstead.filings.voyages.filed_lists import FiledVoyage
from roadstead.web.carriers.confirmation import Confirmation
from roadstead.web.common.qr import Matrix, matrix
from roadstead.web.common.status_tags import TAGS
from roadstead.web.templatetags.clock import arrives, departs, utc
from roadstead.web.templatetags.names import carrier, code_label, port_and_country

MARGIN: Final = 18 * mm
WIDTH: Final = A4[0] - 2 * MARGIN
CODE_WIDTH: Final = 46 * mm
LABEL_WIDTH: Final = 42 * mm
TITLE: Final = ParagraphStyle("title", fontName=BOLD, fontSize=20, leading=25, spaceAfter=6)
HEADING: Final = ParagraphStyle("heading", fontName=BOLD, fontSize=12, leading=16, spaceBefore=8, spaceAfter=3)
NUMBER: Final = ParagraphStyle("number", fontName=BOLD, fontSize=30, leading=38, spaceAfter=4)
TEXT: Final = ParagraphStyle("text", fontName=OURS, fontSize=10, leading=14)
LABEL: Final = ParagraphStyle("label", fontName=BOLD, fontSize=10, leading=14)
PLAIN: Final = TableStyle(
    [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ("TOPPADDING", (0, 0), (-1, -1), 1),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
    ]
)


class Code(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A QR code as black squares."""

    def __init__(self, modules: Matrix, size: float) -> None:
        super().__init__()
        self.modules, self.width, self.height = modules, size, size

    def draw(self) -> None:
        """Draw each row of touching modules as one rectangle, so that no viewer shows lines between them."""
        side = self.width / len(self.modules)
        for at, row in enumerate(self.modules):
            for start, length in _runs(row):
                top = self.height - (at + 1) * side
                self.canv.rect(start * side, top, length * side, side * 1.02, stroke=0, fill=1)


def _runs(row: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield start and length of each run of black modules."""
    start = None
    for at, black in enumerate([*row, False]):
        if black and start is None:
            start = at
        elif not black and start is not None:
            yield start, at - start
            start = None


def as_pdf(found: Confirmation, fonts: Faces) -> bytes:
    """Return the confirmation as a PDF."""
    file = BytesIO()
    title = f"{_('Confirmation of filing')} {found.message.receipt}"
    margins = dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), MARGIN)
    told = {"title": title, "author": "Roadstead", "lang": get_language()}
    made = SimpleDocTemplate(file, pagesize=A4, invariant=1, **told, **margins)
    made.build(list(_flowables(found, fonts)))
    return file.getvalue()


def _flowables(found: Confirmation, fonts: Faces) -> Iterator[Flowable]:
    message = found.message

    def paragraph(text: object, style: ParagraphStyle = TEXT) -> Paragraph:
        return Paragraph(marked_up(_plain(text), fonts), style)

    left = [
        paragraph(_("Confirmation of filing"), TITLE),
        paragraph(_("Receipt number and code for the counter")),
        paragraph(message.receipt, NUMBER),
        paragraph(_("Show this page when you arrive. The officer scans the code or types the number.")),
    ]
    yield _table([[left, Code(matrix(found.address), CODE_WIDTH)]], [WIDTH - CODE_WIDTH, CODE_WIDTH])
    yield Spacer(0, 4 * mm)
    yield _facts(
        {
            _("State"): state_of(found),
            _("Received"): utc(message.received_at),
            _("Filed by"): carrier(message.carrier),
            _("People on the list"): found.people,
            _("Valid until"): arrives(found.until),
        },
        paragraph,
    )
    for voyage in found.voyages:
        yield paragraph(_("Voyage"), HEADING)
        people = {_("People"): voyage.people} if len(found.voyages) > 1 else {}
        yield _facts(_voyage(voyage) | people, paragraph)
    if found.names:
        yield paragraph(_("People"), HEADING)
        rows = [[paragraph(f"{number}."), paragraph(name)] for number, name in enumerate(found.names, 1)]
        yield _table(rows, [10 * mm, WIDTH - 10 * mm])
    yield Spacer(0, 6 * mm)
    yield paragraph(_("This page confirms what was filed. It is not a permission to enter."))


def _facts(rows: dict[str, Any], paragraph: Any) -> Table:
    return _table(
        [[paragraph(label, LABEL), paragraph(value)] for label, value in rows.items() if value not in ("", None)],
        [LABEL_WIDTH, WIDTH - LABEL_WIDTH],
    )


def _table(rows: list[Any], widths: list[float]) -> Table:
    return Table(rows, colWidths=widths, style=PLAIN, hAlign="LEFT")


def _voyage(voyage: FiledVoyage) -> dict[str, Any]:
    return {
        _("Vessel or aircraft"): voyage.craft,
        _("Voyage or flight"): " ".join(filter(None, (voyage.carrier, voyage.number))),
        _("From"): port_and_country(voyage.hop.origin),
        _("To"): port_and_country(voyage.hop.destination),
        _("Departs"): departs(voyage.hop),
        _("Arrives"): arrives(voyage.hop),
        _("Content"): ", ".join(str(code_label(each)) for each in voyage.functions),
    }


def state_of(found: Confirmation) -> str:
    """Return the state of reading in words, with the number of problems to correct."""
    words = str(TAGS["message"][found.message.status].words)
    if found.message.status != "read":
        return words
    told = _("%(number)d to correct") % {"number": found.wrong} if found.wrong else _("nothing to correct")
    return f"{words}, {told}"


def _plain(text: object) -> str:
    """Return a text without the markup that pages have around times; UTC stands in brackets beside the local time."""
    marked = str(text).replace('<span class="rs-utc">', "(").replace(" UTC</span>", " UTC)")
    return " ".join(strip_tags(marked).split())
