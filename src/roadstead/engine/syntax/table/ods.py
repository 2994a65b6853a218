"""Reader of OpenDocument workbooks (OASIS ODF 1.2 part 1, 9), event by event, as LibreOffice saves them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from roadstead.engine.syntax.table.archive import LOCKED, StopReading, WorkbookRefused, open_archive
from roadstead.engine.syntax.table.grid import Budget, Grid
from roadstead.engine.syntax.table.sheet import MAX_CELL_CHARS, MAX_COLUMNS, MAX_SHEETS, Workbook, sheet_limit_problems

MANIFEST: Final = "META-INF/manifest.xml"
CELLS: Final = {"table-cell", "covered-table-cell"}
SPACES: Final = {"s", "tab", "line-break"}
NUMBERS: Final = {"float", "currency", "percentage"}
CLOCK: Final = re.compile(r"PT(\d{1,5})H(\d{1,2})M.*")
# Elements inside a cell that are not its text: notes, pronunciation, pictures and shapes (10.3).
LINES: Final = {"line", "polyline", "polygon", "regular-polygon", "path", "rect", "circle", "ellipse", "connector"}
SHAPES: Final = LINES | {"shapes", "frame", "custom-shape", "g", "caption", "control", "measure", "scene"}
NOT_CELL_TEXT: Final = SHAPES | {"annotation", "ruby-text"}


@dataclass(slots=True)
class Content:
    """Handler of content.xml. Identical rows and cells are written once, with their number."""

    max_rows: int
    budget: Budget = field(default_factory=Budget)
    grids: list[Grid] = field(default_factory=list)
    count: int = 0
    hidden_styles: set[str] = field(default_factory=set)
    style: str = ""
    grid: Grid | None = None  # the sheet that is being read; None beyond the last that is read
    at: int = 1  # number of the row
    row_repetitions: int = 1
    column: int = 0
    cell: Mapping[str, str] = field(default_factory=dict)
    value: list[str] = field(default_factory=list)
    length: int = 0
    takes_text: bool = False
    ignored_depth: int = 0  # depth inside elements that are not text of the cell

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if self.ignored_depth or name in NOT_CELL_TEXT:
            self.ignored_depth += 1
        elif name in CELLS:
            self.cell, self.value, self.length = _plain(attributes), [], 0
        elif name == "p":
            self._add("\n" if self.value else "")
            self.takes_text = True
        elif name in SPACES:
            self._add(" ")
        elif name == "table-row":
            self._begin_row(_plain(attributes))
        elif name == "table":
            self._begin_table(_plain(attributes))
        elif name == "style":
            self.style = _plain(attributes).get("name", "")
        elif name == "table-properties" and _plain(attributes).get("display") == "false":
            self.hidden_styles.add(self.style)

    def text(self, text: str) -> None:
        if self.takes_text and not self.ignored_depth:
            self._add(text)

    def end(self, name: str) -> None:
        if self.ignored_depth:
            self.ignored_depth -= 1
        elif name == "p":
            self.takes_text = False
        elif name in CELLS and self.grid:
            self._end_cell(self.grid)
        elif name == "table-row" and self.grid:
            self._end_row(self.grid)

    def _add(self, text: str) -> None:
        if text and self.length <= MAX_CELL_CHARS:
            self.value.append(text)
            self.length += len(text)

    def _begin_table(self, attributes: Mapping[str, str]) -> None:
        self.count += 1
        self.grid, self.at = None, 1
        if self.count <= MAX_SHEETS:
            self.grid = Grid(
                name=attributes.get("name", "")[:80],
                hidden=attributes.get("style-name", "") in self.hidden_styles,
                budget=self.budget,
                max_rows=self.max_rows,
            )
            self.grids.append(self.grid)

    def _begin_row(self, attributes: Mapping[str, str]) -> None:
        self.row_repetitions, self.column = _times(attributes.get("number-rows-repeated", "")), 0
        if self.grid:
            self.grid.begin_row(self.at, hidden=attributes.get("visibility", "visible") != "visible")

    def _end_row(self, grid: Grid) -> None:
        try:
            for number in range(self.at, self.at + self.row_repetitions) if grid.cells else ():
                grid.row = number
                grid.end_row()
        except StopReading:
            self.grid = None
        self.at += self.row_repetitions

    def _end_cell(self, grid: Grid) -> None:
        times = _times(self.cell.get("number-columns-repeated", ""))
        spanned = _times(self.cell.get("number-rows-spanned", ""))
        grid.merge(self.column, self.at, self.at + spanned - 1)
        text = "".join(self.value)
        if text or "value-type" in self.cell:
            end = min(self.column + times, MAX_COLUMNS + 1)  # the first column too many is reported
            for column in range(self.column, max(end, self.column + 1)):
                self._put(grid, column, text)
                if column not in grid.cells:  # blank, an error, or beyond the last: once is enough
                    break
        self.column += times

    def _put(self, grid: Grid, column: int, text: str) -> None:
        """Add a cell: a number as the sheet shows it, if it shows digits; a date always as ISO."""
        type, value = self.cell.get("value-type", ""), self.cell.get("value", "")
        if type == "error":
            grid.put_error(column, text)
        elif type == "boolean":
            grid.put(column, (self.cell.get("boolean-value") or text).upper())
        elif type == "date":
            grid.put(column, self.cell.get("date-value", "")[:16].removesuffix("T00:00"))
        elif type == "time" and (clock := CLOCK.fullmatch(self.cell.get("time-value", ""))):
            grid.put(column, f"{clock[1]:0>2}:{clock[2]:0>2}")
        elif type in NUMBERS and value:
            zeros = len(text) if text.isascii() and text.isdigit() and text.startswith("0") else 0
            grid.put_number(column, value, f"zeros:{zeros}" if zeros else "")
        else:
            grid.put(column, text or self.cell.get("string-value", ""))


def read_ods(raw: bytes, max_rows: int) -> Workbook:
    """Return every sheet, in the workbook's order. Raises Refused if the workbook cannot be read."""
    archive = open_archive(raw)
    if archive.has(MANIFEST) and any(b"encryption-data" in piece for piece in archive.pieces(MANIFEST)):
        raise WorkbookRefused(LOCKED)
    content = Content(max_rows)
    try:
        archive.parse("content.xml", content)
    except WorkbookRefused as refused:
        if not content.grids:
            raise
        content.grids[-1].break_off(refused)
    return Workbook(sheets=tuple(grid.sheet() for grid in content.grids), problems=sheet_limit_problems(content.count))


def _plain(attributes: Mapping[str, str]) -> Mapping[str, str]:
    """Return attributes without the prefix of their names."""
    return {name.rpartition(":")[2]: value for name, value in attributes.items()}


def _times(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 9 else 1
