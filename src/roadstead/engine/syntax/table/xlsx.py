"""An xlsx workbook (ECMA-376) to its sheets. Macros, links, pictures and formulas are never run, opened or looked at.

Read by events from the zip, not through a library's object model: that would refuse workbooks of careless writers,
keep no hidden rows or merged cells while streaming, and build as much as a hostile file asks for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from roadstead.engine.records import Problem, Severity
from roadstead.engine.syntax.table.archive import Archive, Refused, opened, parse
from roadstead.engine.syntax.table.parts import Contents, relations, styles, texts
from roadstead.engine.syntax.table.sheet import MOST_CELLS, MOST_ROWS, MOST_SHEETS, Row, Sheet, Workbook, odd
from roadstead.engine.syntax.table.worksheet import Cells

# ── Cells merged over several rows: what stands in the first of them is meant for all.


def filled_down(rows: list[Row], merges: Iterable[tuple[int, int, int]]) -> list[Row]:
    """`merges`: column, first and last row. Only empty cells of rows that hold something else are filled."""
    places = {row.number: place for place, row in enumerate(rows)}
    filled = list(rows)
    for column, top, bottom in merges:
        value = _cell(filled, places.get(top), column)
        for number in range(top + 1, bottom + 1) if value else ():
            place = places.get(number)
            if place is not None and not _cell(filled, place, column):
                filled[place] = _with(filled[place], column, value)
    return filled


def _cell(rows: list[Row], place: int | None, column: int) -> str:
    if place is None or column >= len(rows[place].cells):
        return ""
    return rows[place].cells[column]


def _with(row: Row, column: int, value: str) -> Row:
    cells = [*row.cells, *[""] * (column + 1 - len(row.cells))]
    cells[column] = value
    return replace(row, cells=tuple(cells))


MARK: Final = b"PK\x03\x04"
# A workbook names this part in the index at its end; how it is spelled depends on the writer.
WORKBOOK: Final = (b"xl/workbook.xml", b"/sheets/sheet1.xml", b"worksheets/")


def looks_like_xlsx(raw: bytes) -> bool:
    return raw.startswith(MARK) and any(mark in raw for mark in WORKBOOK)


def read_xlsx(raw: bytes, *, most_rows: int = MOST_ROWS) -> Workbook:
    """Every sheet, in the workbook's order, up to `most_rows` of each. Nothing raises: it is a problem."""
    try:
        return _workbook(opened(raw), most_rows)
    except Refused as refused:
        return Workbook(problems=(odd("workbook-not-read", str(refused), severity=Severity.ERROR),))


def _workbook(archive: Archive, most_rows: int) -> Workbook:
    main = next((path for kind, path in relations(archive, "").values() if kind == "officeDocument"), "xl/workbook.xml")
    contents = Contents()
    parse(archive.pieces(main), contents, main)
    targets = relations(archive, main)
    by_kind = dict(targets.values())
    at_texts, at_styles = by_kind.get("sharedStrings", ""), by_kind.get("styles", "")
    shared = texts(archive, at_texts) if at_texts and archive.has(at_texts) else []
    kinds = styles(archive, at_styles) if at_styles and archive.has(at_styles) else []
    budget, sheets = MOST_CELLS, []
    for name, state, key in contents.sheets[:MOST_SHEETS]:
        cells = Cells(
            name=name[:80], texts=shared, kinds=kinds, from_1904=contents.from_1904, budget=budget, most_rows=most_rows
        )
        kind, path = targets.get(key, ("", ""))
        if kind == "worksheet":
            sheets.append(_sheet(archive, path, cells, hidden=state in {"hidden", "veryHidden"}))
            budget = max(cells.budget, 0)
    return Workbook(sheets=tuple(sheets), problems=_beyond(len(contents.sheets)))


def _sheet(archive: Archive, path: str, cells: Cells, *, hidden: bool) -> Sheet:
    """A sheet that breaks off keeps the rows before that."""
    try:
        parse(archive.pieces(path), cells, path)
    except Refused as refused:
        cells.problems.append(
            odd(
                "sheet-not-read-whole",
                f"{refused} {len(cells.rows)} rows were read.",
                sheet=cells.name,
                severity=Severity.ERROR,
            )
        )
    rows = filled_down(cells.rows, cells.merges)
    return Sheet(
        name=cells.name,
        rows=tuple(rows),
        hidden=hidden,
        counts_from_1904=cells.from_1904,
        problems=tuple(cells.problems),
    )


def _beyond(count: int) -> tuple[Problem, ...]:
    if count <= MOST_SHEETS:
        return ()
    text = (
        f"The workbook has {count} sheets; the first {MOST_SHEETS} were read. Send the others in a file of their own."
    )
    return (odd("too-many-sheets", text, severity=Severity.ERROR),)
