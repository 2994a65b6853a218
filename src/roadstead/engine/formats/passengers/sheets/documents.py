"""Read the travel documents of a row: type, number, issuer and dates, in one column or several, and a visa."""

from __future__ import annotations

from typing import Final

from roadstead.engine.formats.passengers.sheets.cells import Cell, day, note, warn
from roadstead.engine.formats.passengers.sheets.combined_cells import (
    country,
    document_type,
    kind_of_heading,
    parse_document,
)
from roadstead.engine.formats.passengers.sheets.people import DAYS, Line, TableSettings
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.records import Document
from roadstead.engine.sentences import Sentence

FIRST: Final = ("document_type", "document_number", "issuer", "issued", "expires")
SECOND: Final = ("document2_type", "document2_number", "document2_issuer", "document2_issued", "document2_expires")
NONE: Final = {"-", "n/a", "na", "none", "nil", "unknown", "tba", "x", "?"}
VISA: Final = "V"


def documents(line: Line, reader: TableSettings, notes: Notebook) -> tuple[Document, ...]:
    found = [_first(line, reader, notes), _document(line, SECOND, reader, notes), _visa(line)]
    return tuple([document for document in found if document is not None])


def _first(line: Line, reader: TableSettings, notes: Notebook) -> Document | None:
    whole = line.cell("document")
    number = line.cell("document_number")
    if whole.text and not number.text:
        return _from_one_cell(line, whole, reader, notes)
    return _document(line, FIRST, reader, notes)


def _from_one_cell(line: Line, whole: Cell, reader: TableSettings, notes: Notebook) -> Document | None:
    if whole.text.casefold() in NONE:
        return None
    read = parse_document(whole.text)
    if read.rest:
        note(
            notes,
            whole,
            "document-words-left",
            Sentence(
                "We could not read %(rest)s beside the number. Write the type and the number, such as Passport 123456.",
                {"rest": f"{read.rest[:40]!r}"},
            ),
            "document",
        )
    own = _document(line, FIRST, reader, notes) or Document()
    return Document(
        type=own.type or read.type,
        number=read.number,
        issuer=own.issuer or read.issuer,
        issued=own.issued,
        expires=own.expires,
        segment=line.row.number,
    )


def _document(line: Line, fields: tuple[str, ...], reader: TableSettings, notes: Notebook) -> Document | None:
    *_, issued, expires = fields
    cells = [line.cell(field) for field in fields]
    if not any(cell.text for cell in cells) or cells[1].text.casefold() in NONE:
        return None
    type_, text, country_of = _type(cells[0], notes), cells[1].text, _issuer(cells[2], notes)
    if text and not type_:
        type_, text, country_of = _type_from_number(cells[1], country_of)
    made = Document(
        type=type_,
        number=text,
        issuer=country_of,
        issued=_day(cells[3], issued, reader, notes),
        expires=_day(cells[4], expires, reader, notes),
        segment=line.row.number,
    )
    return made if made.number or made.type or made.issuer or made.expires or made.issued else None


def _type_from_number(cell: Cell, issuer: str) -> tuple[str, str, str]:
    """Return type, number and issuer from "Passport AB123" in the number column; else the type in the heading."""
    read = parse_document(cell.text)
    if read.type and read.number and not read.rest:
        return read.type, read.number, issuer or read.issuer
    return kind_of_heading(cell.heading), cell.text, issuer


def _type(cell: Cell, notes: Notebook) -> str:
    if not cell.text:
        return ""
    known = document_type(cell.text)
    if known is None:
        warn(
            notes,
            cell,
            "document-type-unknown",
            Sentence(
                "%(shown)s is not a document type we know. We kept it. Write P for passport or I for identity card.",
                {"shown": cell.shown},
            ),
            "document type",
        )
    return cell.text if known is None else known


def _issuer(cell: Cell, notes: Notebook) -> str:
    return country(cell, "issuing country", notes) if cell.text else ""


def _day(cell: Cell, field: str, reader: TableSettings, notes: Notebook) -> str:
    return day(cell, reader.dates[field], DAYS[field], notes) if cell.text else ""


def _visa(line: Line) -> Document | None:
    text = line.text("visa_number")
    if not text or text.casefold() in NONE:
        return None
    return Document(type=VISA, number=text, segment=line.row.number)
