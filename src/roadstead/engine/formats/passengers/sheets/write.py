"""Write a manifest as a sheet, csv or xlsx, that our reader reads back identically."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from typing import Final, Literal

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.utils import get_column_letter

from roadstead.engine.formats.passengers.sheets.headings import LANGUAGES
from roadstead.engine.formats.passengers.sheets.layout import SheetLayout, lay_out
from roadstead.engine.records import Manifest
from roadstead.engine.syntax.table import csv_bytes

Form = Literal["xlsx", "csv"]
DAYS: Final = frozenset({"born", "expires", "issued", "document2_expires", "document2_issued"})
DAY_FORMAT: Final = "yyyy-mm-dd"
TEXT_FORMAT: Final = "@"
FIRST_DAY: Final = "1901"  # spreadsheets have no days before 1900
MAX_WIDTH_CHARS: Final = 40  # characters


def write_sheet(manifest: Manifest, kind: str = "roadstead", form: Form = "xlsx", language: str = "en") -> bytes:
    """Return the manifest as a sheet. `kind` is a key of TEMPLATES, `language` one of en, es, fr, nl; else KeyError.

    A sheet holds people and voyage: no message numbers, no bookings, two documents a person.
    """
    if language not in LANGUAGES:
        raise KeyError(language)
    page = lay_out(manifest, kind, language)
    return csv_bytes(plain_rows(page)) if form == "csv" else _workbook(page)


def plain_rows(page: SheetLayout) -> Iterator[tuple[str, ...]]:
    """Yield title, lines, route and people, with an empty row between."""
    yield (page.title,)
    yield from ((label, value) for _, label, value in page.lines)
    yield ()
    if page.route:
        yield from page.route
        yield ()
    if page.fields:
        yield page.headings
        yield from page.rows


def _workbook(page: SheetLayout) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = page.title.split(":")[0].split("(")[0].strip()[:31]
    for place, heading in enumerate(page.headings, 1):
        sheet.column_dimensions[get_column_letter(place)].width = _width(heading)
    rows = list(plain_rows(page))
    first_person = len(rows) - len(page.rows)
    for number, row in enumerate(rows):
        fields = page.fields if number >= first_person else ("",) * len(row)
        for place, (text, field) in enumerate(zip(row, fields, strict=True)):
            write_cell(sheet.cell(row=number + 1, column=place + 1), text, field)
    return saved(book)


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def write_cell(cell: Cell | MergedCell, text: str, field: str = "") -> None:
    """Write dates as dates and all else as text, so that nothing becomes a formula or loses a zero."""
    if not text or isinstance(cell, MergedCell):
        return
    if field in DAYS and len(text) == 10 and text >= FIRST_DAY:
        cell.value = datetime.fromisoformat(text)
        cell.number_format = DAY_FORMAT
        return
    cell.value = ILLEGAL_CHARACTERS_RE.sub(" ", text)
    cell.data_type, cell.number_format = "s", TEXT_FORMAT


def _width(heading: str) -> float:
    return min(max(len(heading) + 2, 12), MAX_WIDTH_CHARS)
