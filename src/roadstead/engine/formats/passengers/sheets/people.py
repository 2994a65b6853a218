"""The rows of a table to travellers: what the columns have in common is settled first, then each row is read alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from roadstead.engine.formats.common.notebook import Notebook
from roadstead.engine.formats.passengers.sheets.birth import day_in
from roadstead.engine.formats.passengers.sheets.cells import NOTHING, Cell, note, warn
from roadstead.engine.formats.passengers.sheets.days import Dates, Order, is_ambiguous, order_of
from roadstead.engine.formats.passengers.sheets.headings import column
from roadstead.engine.formats.passengers.sheets.outline import Table
from roadstead.engine.formats.passengers.sheets.table_heading import PREFIX
from roadstead.engine.records import Mode
from roadstead.engine.syntax.table import Row

DAYS: Final[Mapping[str, str]] = {
    "born": "birth date",
    "birth": "birth date",
    "expires": "expiry date",
    "issued": "date of issue",
    "document2_expires": "expiry date",
    "document2_issued": "date of issue",
}
NUMBERS: Final = ("document_number", "document", "visa_number", "document2_number")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row of a table: its cells by field, each with what is needed to say where it stood."""

    row: Row
    places: Mapping[str, int]
    headings: tuple[str, ...]
    sheet: str
    section: str = ""

    def text(self, field: str) -> str:
        place = self.places.get(field, -1)
        return self.row.cells[place] if 0 <= place < len(self.row.cells) else ""

    def cell(self, field: str) -> Cell:
        place = self.places.get(field, -1)
        if not 0 <= place < len(self.row.cells) or not self.row.cells[place]:
            return NOTHING
        return Cell(
            text=" ".join(self.row.cells[place].split()),
            row=self.row.number,
            sheet=self.sheet,
            heading=shown(self.headings[place]),
            is_number=place in self.row.numeric,
        )

    def at(self, field: str) -> Cell:
        """Where the value should stand: for saying that it is missing."""
        place = self.places.get(field, -1)
        heading = shown(self.headings[place]) if place >= 0 else ""
        return Cell(row=self.row.number, sheet=self.sheet, heading=heading)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """What is known of everybody in the table before the first row is read."""

    known: frozenset[str]
    dates: Mapping[str, Dates]
    mode: Mode
    usual: str  # the role of those of whom nothing is said
    everybody: str = ""  # the role that the form itself gives to all


def shown(heading: str) -> str:
    return " ".join(heading.split())


def lines(table: Table, sheet: str) -> Iterator[Line]:
    places: dict[str, int] = {}
    for place, field in enumerate(table.heading.fields):
        if field and field not in places:
            places[field] = place
    for row, section in zip(table.rows, table.sections, strict=True):
        yield Line(row=row, places=places, headings=table.heading.texts, sheet=sheet, section=section)


def orders(table: Table) -> dict[str, Order | None]:
    """For each column of days, which of day and month comes first; None where the column does not tell."""
    found: dict[str, Order | None] = {}
    for place, field in enumerate(table.heading.fields):
        if field.removeprefix(PREFIX) in {*DAYS, "departure", "arrival", "date"}:
            cells = [row.cells[place] for row in table.rows if place < len(row.cells)]
            found[field] = order_of(table.heading.texts[place], map(day_in, cells) if field == "birth" else cells)
    return found


def about_the_order(table: Table, settled: Mapping[str, Dates], sheet: str, notes: Notebook) -> None:
    """Where a column's days could be read either way, the first of them is named."""
    for place, field in enumerate(table.heading.fields):
        order = settled[field].order if field in settled else None
        if order is None or order.is_sure:
            continue
        rows = [row for row in table.rows if place < len(row.cells) and is_ambiguous(day_in(row.cells[place]))]
        if rows:
            text = rows[0].cells[place]
            cell = Cell(text=text, row=rows[0].number, heading=shown(table.heading.texts[place]), sheet=sheet)
            first = "month" if order.month_first else "day"
            warn(
                notes,
                cell,
                "day-or-month-first",
                f"{cell.shown} was read with the {first} first, like every such date "
                f"in this column ({len(rows)}). If that is wrong, write them as 1980-11-03.",
                DAYS.get(field, "date"),
            )


def about_columns(table: Table, sheet: str, notes: Notebook) -> None:
    """Columns twice, and numbers that a spreadsheet may have shortened; columns not understood are said elsewhere."""
    seen: set[str] = set()
    for place, field in enumerate(table.heading.fields):
        cell = Cell(row=table.heading.row, heading=shown(table.heading.texts[place]), sheet=sheet)
        if field and field in seen and field != "title":
            notes.left(cell.heading)
            warn(
                notes,
                cell,
                "column-twice",
                "there is a column of this meaning already. The first was used; delete one of them.",
                field,
            )
        seen.add(field)
        if field == "nationality" and column(cell.heading) == "country":
            _about_country(cell, notes)
        if field in NUMBERS:
            _about_numbers(table, place, cell, notes)


def _about_country(cell: Cell, notes: Notebook) -> None:
    """A column headed "Country" and nothing more."""
    text = f"{cell.heading} was taken as the nationality. If it is another country, write which above it."
    note(notes, cell, "country-as-nationality", text, "nationality")


def _about_numbers(table: Table, place: int, cell: Cell, notes: Notebook) -> None:
    typed = [row for row in table.rows if place in row.numeric and place < len(row.cells)]
    if typed:
        first = Cell(text=typed[0].cells[place], row=typed[0].number, heading=cell.heading, sheet=cell.sheet)
        note(
            notes,
            first,
            "zeros-may-be-lost",
            f"Typed as numbers in this column: {len(typed)}. A "
            "spreadsheet drops zeros at the front: if one begins with 0, make the column text and type it again.",
            "document number",
        )
