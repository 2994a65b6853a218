"""One sheet of a workbook in the making: its cells as rows of text, and what was odd about them. Every reader of a kind
of workbook fills it, so that all have the same limits and the same problems."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from roadstead.engine.records import Problem, Severity
from roadstead.engine.syntax.table.archive import Enough, Refused
from roadstead.engine.syntax.table.numbers import is_longer_than_exact, shown
from roadstead.engine.syntax.table.sheet import (
    LONGEST_CELL,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_PROBLEMS,
    MOST_ROWS,
    Row,
    Sheet,
    odd,
)

MOST_MERGES: Final = 5_000
TALLEST_MERGE: Final = 200  # rows that one merged cell may fill
PLAIN_CELL: Final = 100  # characters; a longer cell counts as several, for one long text may stand in many cells


@dataclass(slots=True)
class Grid:
    """`budget` is what is left of the workbook's cells."""

    name: str
    from_1904: bool = False
    hidden: bool = False
    budget: int = MOST_CELLS
    most_rows: int = MOST_ROWS
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    merges: list[tuple[int, int, int]] = field(default_factory=list)  # column, first row, last row
    said: Counter[str] = field(default_factory=Counter)
    row: int = 0
    row_hidden: bool = False
    cells: dict[int, str] = field(default_factory=dict)
    numeric: set[int] = field(default_factory=set)

    def begin_row(self, number: int, *, hidden: bool) -> None:
        self.row, self.row_hidden = number, hidden
        self.cells, self.numeric = {}, set()

    def put(self, column: int, text: str) -> None:
        """A cell's text as its owner sees it."""
        if len(text) > LONGEST_CELL:
            self.say(column, "cell-too-long", f"more than {LONGEST_CELL:,} characters; the rest was cut", text)
        text = text[:LONGEST_CELL].strip()
        if column >= MOST_COLUMNS:
            self.say(column, "too-many-columns", f"columns beyond the {MOST_COLUMNS}th are not read", text)
        elif text:
            self.cells[column] = text

    def put_number(self, column: int, sent: str, kind: str) -> None:
        """`kind`: how the number is shown (`numbers.kind_of`)."""
        text = shown(sent, kind, from_1904=self.from_1904)
        if kind != "date":
            self.numeric.add(column)
        if is_longer_than_exact(text):
            lost = (
                "a number of more than 15 digits; the spreadsheet has lost the last ones. Make the column text and "
                "type it again"
            )
            self.say(column, "digits-lost", lost, text)
        self.put(column, text)

    def put_error(self, column: int, sent: str) -> None:
        self.say(column, "cell-is-an-error", f"the spreadsheet shows {sent[:20]}. Type the value itself", sent)

    def end_row(self) -> None:
        """Keep the row, if anything stands in it. Raises Enough where the sheet has more than any list."""
        if not self.cells:
            return
        self.budget -= sum(1 + len(text) // PLAIN_CELL for text in self.cells.values())
        if self.budget < 0 or len(self.rows) >= self.most_rows:
            text = (
                "the sheet has more rows or cells than any list; from here on nothing was read. Send the list in "
                "several files"
            )
            self.say(max(self.cells), "too-many-rows", text)
            raise Enough
        cells = tuple([self.cells.get(column, "") for column in range(max(self.cells) + 1)])
        self.rows.append(
            Row(
                number=self.row,
                cells=cells,
                numeric=frozenset(self.numeric & self.cells.keys()),
                hidden=self.row_hidden,
            )
        )

    def merge(self, column: int, top: int, bottom: int) -> None:
        """Cells of a column merged from row `top` to `bottom`: the value stands in the first of them."""
        if top < bottom and len(self.merges) < MOST_MERGES:
            self.merges.append((column, top, min(bottom, top + TALLEST_MERGE)))

    def say(self, column: int, code: str, text: str, sent: str = "") -> None:
        self.said[code] += 1
        if self.said[code] <= MOST_PROBLEMS:
            where = f"{letters(column)}{self.row}"
            self.problems.append(odd(code, f"Cell {where}: {text}.", sheet=self.name, row=self.row, sent=sent))

    def break_off(self, why: Refused) -> None:
        """A sheet that breaks off keeps the rows before that."""
        text = f"{why} {len(self.rows)} rows were read."
        self.problems.append(odd("sheet-not-read-whole", text, sheet=self.name, severity=Severity.ERROR))

    def sheet(self) -> Sheet:
        return Sheet(
            name=self.name,
            rows=tuple(filled_down(self.rows, self.merges)),
            hidden=self.hidden,
            counts_from_1904=self.from_1904,
            problems=tuple(self.problems),
        )


def letters(column: int) -> str:
    text, rest = "", column + 1
    while rest > 0:
        rest, digit = divmod(rest - 1, 26)
        text = chr(65 + digit) + text
    return text


def filled_down(rows: list[Row], merges: Iterable[tuple[int, int, int]]) -> list[Row]:
    """Fill what is merged with the cell above: what stands in the first of merged cells is meant for all.

    `merges`: column, first and last row. Only empty cells of rows that hold something else are filled.
    """
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
