"""Reader of cargo sheets: one reading per sheet, with the voyage given above its table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from roadstead.engine.formats.cargo.sheets.bills import check, containers, group_bills
from roadstead.engine.formats.cargo.sheets.line import Line, read_line
from roadstead.engine.formats.cargo.sheets.table import Table, goods_rows, is_total, table_of
from roadstead.engine.formats.passengers import sheets
from roadstead.engine.formats.passengers.sheets.cells import NOTHING, Cell, Dates, note, order_of
from roadstead.engine.formats.passengers.sheets.draft import labelled
from roadstead.engine.formats.passengers.sheets.shapes import CARGO
from roadstead.engine.formats.passengers.sheets.voyage import StatedVoyage, mode_of, reporting_party, voyage
from roadstead.engine.formats.reading import Notebook, Reading
from roadstead.engine.records import CargoTotals, Function, Manifest, MessageHeader, Mode, Voyage
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.table import Sheet, Workbook, csv_sheet, decoded, likely_delimiters

HEAD_BYTES: Final = 1 << 15  # bytes of a csv file that are examined
EXAMPLE: Final = dict(CARGO.example)["bill"]
VOYAGE_TIMES: Final = ("departure", "arrival", "date")


def read_workbook(book: Workbook) -> list[Reading]:
    """Return the readings of cargo sheets and of lists of people in a workbook; [] if no sheet is cargo."""
    tables = _tables(book.sheets)
    if not tables:
        return []
    found = [_reading(table) for table in tables]
    names = {table.sheet.name for table in tables}
    people = [reading for reading in sheets.read_workbook(book) if reading.is_understood]
    first = replace(found[0], problems=(*book.problems, *found[0].problems))
    return [first, *found[1:], *(_without_unused_note(reading, names) for reading in people)]


def workbook_voyage(book: Workbook) -> Voyage | None:
    tables = _tables(book.sheets)
    return _reading(tables[0]).manifest.voyage if tables else None


def looks_like_csv(raw: bytes) -> bool:
    return _csv(decoded(raw[:HEAD_BYTES]).text) is not None


def read_csv(raw: bytes) -> list[Reading]:
    """Return the reading; [] if it is not a cargo sheet."""
    text = decoded(raw).text
    head = _csv(text[:HEAD_BYTES])
    table = table_of(csv_sheet(text, head[1]), "") if head else None
    return [_reading(table)] if table else []


def csv_voyage(raw: bytes) -> Voyage | None:
    head = _csv(decoded(raw[:HEAD_BYTES]).text)
    return _reading(head[0]).manifest.voyage if head else None


def _csv(head: str) -> tuple[Table, str] | None:
    """Return the table and the delimiter with which it was recognised."""
    made = ((table_of(csv_sheet(head, delimiter), ""), delimiter) for delimiter in likely_delimiters(head) or [","])
    return next(((table, delimiter) for table, delimiter in made if table), None)


def _tables(those: Sequence[Sheet]) -> list[Table]:
    shown = [sheet for sheet in those if sheet.rows and not sheet.hidden]
    label = len(shown) > 1
    return [table for sheet in shown if (table := table_of(sheet, sheet.name if label else ""))]


def _without_unused_note(reading: Reading, names: set[str]) -> Reading:
    """Remove notes that a sheet was not used if it was read as cargo."""
    kept = tuple(each for each in reading.problems if each.code != "sheet-not-used" or each.message not in names)
    return replace(reading, problems=kept)


# ── One sheet


def _reading(table: Table) -> Reading:
    notes = Notebook(reference=table.sheet.name)
    said = labelled(list(table.above), table.label)
    order = order_of("", [cell.text for key, cell in said.values.items() if key in VOYAGE_TIMES])
    dates = Dates(order=order or Dates().order, century="20", from_1904=table.sheet.counts_from_1904)
    told = StatedVoyage(form="SHEET", values=said.values, direction=said.direction, dates=dates)
    made = voyage(told, notes)
    found = group_bills(_lines(table, mode_of(told), notes))
    start, end = (made.legs[0].origin, made.legs[-1].destination) if made.legs else ("", "")
    for bill in found:
        check(bill, _where(bill.lines[0], table), notes)
    _about_columns(table, said.rest, notes)
    manifest = Manifest(
        message=MessageHeader(type=CARGO.type, function=Function.CARGO),
        voyage=made,
        reporting_party=reporting_party(said.values),
        consignments=tuple(bill.consignment(start, end) for bill in found),
        containers=containers(found, start, end),
        totals=_totals(table, notes),
    )
    if not found:
        notes.warning(
            "no-goods", "There are no goods below the headings. Write one line of goods in each row.", field="goods"
        )
    problems, unread = notes.finish()
    return Reading(manifest=manifest, problems=(*table.sheet.problems, *problems), unread=unread)


def _lines(table: Table, mode: Mode, notes: Notebook) -> list[Line]:
    found: list[Line] = []
    for _, cells in goods_rows(table):
        if cells.get("bill", NOTHING).text == EXAMPLE:
            note(
                notes,
                cells["bill"],
                "example-left-in",
                "The example row is still in the sheet. We did not read it. Delete it.",
                "bill",
            )
            continue
        found.append(read_line(cells, mode, len(found) + 1, notes))
    return found


def _where(first: Line, table: Table) -> Cell:
    """Return the cell of the bill's first row, also if the bill has no number."""
    return first.bill if first.bill.row else Cell(sheet=table.label, heading=f"goods line {first.goods.number}")


def _about_columns(table: Table, rest: Sequence[Cell], notes: Notebook) -> None:
    for heading in table.unknown:
        notes.keep_unread(heading)
    if table.unknown:
        words = Sentence(
            "We did not use these columns, because we do not know their headings: %(unknown)s. See the "
            "template for the headings.",
            {"unknown": ", ".join(table.unknown)[:200]},
        )
        notes.note("columns-not-used", words, table.heading.number, field="headings")
    for cell in rest:
        notes.keep_unread(cell.text)


def _totals(table: Table, notes: Notebook) -> CargoTotals:
    """Return the values of a row of totals, for comparison with the sums."""
    row = next((row for row in table.rows if is_total(row)), None)
    cells: Mapping[str, Cell] = table.cells(row) if row else {}
    plain = {field: cell for field, cell in cells.items() if any(map(str.isdigit, cell.text))}
    sums = read_line(plain, Mode.SEA, 0, Notebook()).goods
    return CargoTotals(packages=sums.packages, gross_mass_kg=sums.gross_mass_kg, volume_m3=sums.volume_m3)
