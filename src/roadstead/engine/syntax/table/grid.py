"""Grid of one sheet under construction: its cells as rows of text, with problems.

All workbook readers fill it, so that they share the same limits and problems.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from roadstead.engine.records import Problem, Severity
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.table.archive import StopReading, WorkbookRefused
from roadstead.engine.syntax.table.numbers import has_lost_digits, is_not_finite, number_text
from roadstead.engine.syntax.table.sheet import (
    MAX_CELL_CHARS,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_PROBLEMS,
    MAX_ROWS,
    Row,
    Sheet,
    table_problem,
)

MAX_MERGES: Final = 5_000  # of a workbook
MAX_MERGE_ROWS: Final = 200  # rows that one merged cell may fill
CHARS_PER_CELL: Final = (
    100  # characters; a longer cell counts as several, since one long text may be used in many cells
)
EMPTY_PER_CELL: Final = 8  # of a row that count as one cell, since only the last of 256 columns may be filled


@dataclass(slots=True)
class Budget:
    """Remaining limits of all sheets of a workbook together."""

    cells: int = MAX_CELLS
    merges: int = MAX_MERGES


@dataclass(slots=True)
class DraftRow:
    """Row that may still get cells: some programs write column by column."""

    cells: list[str] = field(default_factory=list)
    numeric: set[int] = field(default_factory=set)
    hidden: bool = False

    def widen(self, width: int) -> None:
        self.cells += [""] * (width - len(self.cells))


@dataclass(slots=True)
class Grid:
    name: str
    from_1904: bool = False
    hidden: bool = False
    budget: Budget = field(default_factory=Budget)
    max_rows: int = MAX_ROWS
    rows: dict[int, DraftRow] = field(default_factory=dict)  # by number
    problems: list[Problem] = field(default_factory=list)
    merges: list[tuple[int, int, int]] = field(default_factory=list)  # column, first row, last row
    problem_counts: Counter[str] = field(default_factory=Counter)
    row: int = 0
    row_hidden: bool = False
    cells: dict[int, str] = field(default_factory=dict)
    numeric: set[int] = field(default_factory=set)

    def begin_row(self, number: int, *, hidden: bool) -> None:
        self.row, self.row_hidden = number, hidden
        self.cells, self.numeric = {}, set()

    def put(self, column: int, text: str) -> None:
        """Add a cell's text as shown to its owner."""
        if len(text) > MAX_CELL_CHARS:
            self.add_problem(
                column,
                "cell-too-long",
                Sentence(
                    "The text has more than %(limit)s characters. We cut off the rest.",
                    {"limit": f"{MAX_CELL_CHARS:,}"},
                ),
                text,
            )
        text = text[:MAX_CELL_CHARS].strip()
        if column >= MAX_COLUMNS:
            self.add_problem(
                column,
                "too-many-columns",
                Sentence(
                    "We read only the first %(limit)s columns. Move what we need to the left.", {"limit": MAX_COLUMNS}
                ),
                text,
            )
        elif text:
            self.cells[column] = text

    def put_number(self, column: int, sent: str, kind: str) -> None:
        """Add a number. `kind`: its display format (`numbers.format_kind`)."""
        if is_not_finite(sent):
            self.put_error(column, sent)
            return
        text = number_text(sent, kind, from_1904=self.from_1904)
        if kind != "date" and column < MAX_COLUMNS:
            self.numeric.add(column)
        if has_lost_digits(text):
            lost = Sentence(
                "The spreadsheet lost the last digits, because a number can have only 15. Format the column as "
                "text and type the number again."
            )
            self.add_problem(column, "digits-lost", lost, text)
        self.put(column, text)

    def put_shared(self, column: int, texts: Sequence[str], place: int) -> None:
        """Add a shared text by its index."""
        if 0 <= place < len(texts):
            self.put(column, texts[place])
        else:
            lost = Sentence(
                "The cell's text is missing from the file: the workbook is incomplete or too large. Save it "
                "again and send it, or type the text."
            )
            self.add_problem(column, "text-missing", lost)

    def put_error(self, column: int, sent: str) -> None:
        self.add_problem(
            column,
            "cell-is-an-error",
            Sentence("The spreadsheet shows the error %(sent)s. Type the value itself.", {"sent": sent[:20]}),
            sent,
        )

    def put_uncalculated(self, column: int) -> None:
        text = Sentence(
            "The result of the formula is not in the file. Open the workbook in a spreadsheet program, save it "
            "and send it again, or type the value."
        )
        self.add_problem(column, "formula-without-value", text)

    def end_row(self) -> None:
        """Keep the row if it has content. Raises Enough if the sheet has more than any list."""
        if not self.cells:
            return
        width = max(self.cells) + 1
        cost = sum(1 + len(text) // CHARS_PER_CELL for text in self.cells.values())
        draft = self.rows.get(self.row)
        self.budget.cells -= max(cost, (width - len(draft.cells if draft else ())) // EMPTY_PER_CELL)
        if self.budget.cells < 0 or (draft is None and len(self.rows) >= self.max_rows):
            text = Sentence(
                "The sheet has too many rows or cells for a list. We did not read any further. Send the list "
                "in several files."
            )
            self.add_problem(width - 1, "too-many-rows", text)
            raise StopReading
        if draft is None:
            draft = self.rows[self.row] = DraftRow()
        self._add_to(draft, width)

    def _add_to(self, draft: DraftRow, width: int) -> None:
        """Add the cells of the row that ends. A row may be in parts; the first text of a cell is kept."""
        draft.hidden = draft.hidden or self.row_hidden
        draft.widen(width)
        for column, text in self.cells.items():
            if draft.cells[column] in ("", text):
                draft.cells[column] = text
                if column in self.numeric:
                    draft.numeric.add(column)
            else:
                lost = Sentence(
                    "The cell is in the file twice. We used the first one. Check it, and save the workbook again."
                )
                self.add_problem(column, "cell-twice", lost, text)

    def merge(self, column: int, top: int, bottom: int) -> None:
        """Merge a column's cells from row `top` to `bottom`; the first of them has the value."""
        if top >= bottom:
            return
        if self.budget.merges > 0:
            self.budget.merges -= 1
            self.merges.append((column, top, bottom))
        else:
            self._report_unfilled(column, top)

    def add_problem(self, column: int, code: str, text: Sentence | str, sent: str = "", *, row: int = 0) -> None:
        self.problem_counts[code] += 1
        if self.problem_counts[code] <= MAX_PROBLEMS:
            number = row or self.row
            where = f"{letters(column)}{number}"
            self.problems.append(
                table_problem(
                    code,
                    Sentence("Cell %(where)s: %(text)s", {"where": where, "text": text}),
                    sheet=self.name,
                    row=number,
                    sent=sent,
                )
            )

    def break_off(self, why: WorkbookRefused) -> None:
        """Report that the sheet breaks off; the rows before that are kept."""
        text = Sentence("%(why)s Rows read: %(count)s.", {"why": why.text, "count": len(self.rows)})
        self.problems.append(table_problem("sheet-not-read-whole", text, sheet=self.name, severity=Severity.ERROR))

    def sheet(self) -> Sheet:
        """Return the sheet, with its rows in order; the grid keeps none of them."""
        numbers = sorted(self.rows)
        self._fill_merged(numbers)
        return Sheet(
            name=self.name,
            rows=tuple([_row(number, self.rows.pop(number)) for number in numbers]),
            hidden=self.hidden,
            counts_from_1904=self.from_1904,
            problems=tuple(self.problems),
        )

    def _fill_merged(self, numbers: list[int]) -> None:
        """Copy the value of merged cells into all of them.

        Only empty cells of rows with other content are filled, as long as the workbook's cells last.
        """
        for column, top, bottom in self.merges:
            value = _cell(self.rows.get(top), column)
            begin, end = bisect_right(numbers, top), bisect_right(numbers, bottom)
            below = numbers[begin : min(end, begin + MAX_MERGE_ROWS)] if value else []
            is_filled = all(self._fill(self.rows[number], column, value) for number in below)
            if value and (not is_filled or end - begin > MAX_MERGE_ROWS):
                self._report_unfilled(column, top)

    def _fill(self, draft: DraftRow, column: int, value: str) -> bool:
        """Fill an empty cell; return False if the budget does not allow it."""
        if _cell(draft, column):
            return True
        cost = 1 + len(value) // CHARS_PER_CELL + max(column + 1 - len(draft.cells), 0) // EMPTY_PER_CELL
        if cost > self.budget.cells:
            return False
        self.budget.cells -= cost
        draft.widen(column + 1)
        draft.cells[column] = value
        return True

    def _report_unfilled(self, column: int, top: int) -> None:
        text = Sentence(
            "The cell is merged over too many cells, so we did not fill all of them. Unmerge the cells, type "
            "the value in each row and send the list again."
        )
        self.add_problem(column, "merged-not-filled", text, row=top)


def _row(number: int, draft: DraftRow) -> Row:
    return Row(number=number, cells=tuple(draft.cells), numeric=frozenset(draft.numeric), hidden=draft.hidden)


def _cell(draft: DraftRow | None, column: int) -> str:
    return draft.cells[column] if draft and column < len(draft.cells) else ""


def letters(column: int) -> str:
    text, rest = "", column + 1
    while rest > 0:
        rest, digit = divmod(rest - 1, 26)
        text = chr(65 + digit) + text
    return text
