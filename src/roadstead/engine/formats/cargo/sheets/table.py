"""Structure of a cargo sheet: the lines above the table, its headings, its rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from roadstead.engine.formats.passengers.sheets.cells import NOTHING, Cell
from roadstead.engine.formats.passengers.sheets.headings import cargo_column, filled, folded
from roadstead.engine.syntax.table import Row, Sheet

MAX_HEADING_ROWS: Final = 60  # first rows of a sheet, among which the headings must be
GOODS: Final = "goods"
# Columns that distinguish cargo from a price list or a watch list: goods and two of these are required.
CARGO_FIELDS: Final = frozenset(
    {"bill", "consignee", "shipper", "packages", "mass", "container", "discharge", "hs", "volume"}
)
PERSON_HEADINGS: Final = frozenset({"dateofbirth", "nationality", "passportnumber"})
TOTALS: Final = frozenset({"total", "totals", "totales", "totaal", "grandtotal", "totaux", "sum", "suma"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Table of a sheet. `fields` by column, "" for unknown headings; `above`: rows over the table."""

    sheet: Sheet
    label: str  # the sheet's name, if the workbook has several
    above: tuple[Row, ...]
    heading: Row
    fields: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def unknown(self) -> tuple[str, ...]:
        return tuple(text for text, field in zip(self.heading.cells, self.fields, strict=True) if text and not field)

    def cells(self, row: Row) -> Mapping[str, Cell]:
        """Return the filled cells of a row by field."""
        found: dict[str, Cell] = {}
        for place, text in enumerate(row.cells):
            field = self.fields[place] if place < len(self.fields) else ""
            if text and field:
                heading = self.heading.cells[place]
                cell = Cell(
                    text=text.strip(), row=row.number, heading=heading, sheet=self.label, is_number=place in row.numeric
                )
                found.setdefault(field, cell)
        return found


def table_of(sheet: Sheet, label: str) -> Table | None:
    """Return the table; None if none of the first rows has cargo headings."""
    for at, row in enumerate(sheet.rows[:MAX_HEADING_ROWS]):
        fields = fields_of(row)
        if is_cargo(fields, row):
            return Table(
                sheet=sheet, label=label, above=sheet.rows[:at], heading=row, fields=fields, rows=sheet.rows[at + 1 :]
            )
    return None


def fields_of(row: Row) -> tuple[str, ...]:
    """Return the field of each column; of two columns with the same meaning only the first is used."""
    found: list[str] = []
    for cell in row.cells:
        field = cargo_column(cell) if cell else ""
        found.append("" if field in found else field)
    return tuple(found)


def is_cargo(fields: tuple[str, ...], row: Row) -> bool:
    known = {field for field in fields if field}
    return (
        GOODS in known
        and len(known & CARGO_FIELDS) >= 2
        and len(known) * 2 >= len(filled(row))
        and not {folded(cell) for cell in row.cells} & PERSON_HEADINGS
    )


def is_total(row: Row) -> bool:
    first = next(iter(filled(row)), "")
    return folded(first.rstrip(":")) in TOTALS


def goods_rows(table: Table) -> Iterator[tuple[Row, Mapping[str, Cell]]]:
    """Yield rows with a value in a known column, except repeated headings and totals."""
    for row in table.rows:
        cells = table.cells(row)
        if cells and not is_total(row) and not is_cargo(fields_of(row), row):
            yield row, cells


def text(cells: Mapping[str, Cell], field: str) -> str:
    return cells.get(field, NOTHING).text
