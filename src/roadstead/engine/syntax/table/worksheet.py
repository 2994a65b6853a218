"""One sheet of a workbook (ECMA-376 part 1, 18.3): its cells as rows of text, and what was odd about them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from roadstead.engine.records import Problem
from roadstead.engine.syntax.table.archive import Enough
from roadstead.engine.syntax.table.numbers import is_longer_than_exact, shown
from roadstead.engine.syntax.table.parts import YES
from roadstead.engine.syntax.table.sheet import (
    LONGEST_CELL,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_PROBLEMS,
    MOST_ROWS,
    Row,
    odd,
)

PLACE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
MOST_MERGES: Final = 5_000
TALLEST_MERGE: Final = 200  # rows that one merged cell may fill


@dataclass(slots=True)
class Cells:
    """`budget` is what is left of the workbook's cells."""

    name: str
    texts: list[str]
    kinds: list[str]
    from_1904: bool
    budget: int = MOST_CELLS
    most_rows: int = MOST_ROWS
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    merges: list[tuple[int, int, int]] = field(default_factory=list)  # column, first row, last row
    said: Counter[str] = field(default_factory=Counter)
    row: int = 0
    hidden: bool = False
    cells: dict[int, str] = field(default_factory=dict)
    numeric: set[int] = field(default_factory=set)
    column: int = -1
    type: str = ""
    kind: str = ""
    value: list[str] = field(default_factory=list)
    length: int = 0
    takes_text: bool = False
    has_formula: bool = False

    # ── events ──────────────────────────────────────────────────────────────────────────────

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "c":
            self._cell(attributes)
        elif name in ("v", "t"):
            self.takes_text = True
        elif name == "f":
            self.has_formula = True
        elif name == "row":
            self._begin_row(attributes)
        elif name == "rPh":  # how a text is pronounced; its own text is no part of the cell
            self.type = "skip"
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def text(self, text: str) -> None:
        if self.takes_text and self.type != "skip" and self.length <= LONGEST_CELL:
            self.value.append(text)
            self.length += len(text)

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self.takes_text = False
        elif name == "rPh":
            self.type = "inlineStr"
        elif name == "c":
            self._end_cell()
        elif name == "row":
            self._end_row()

    # ── rows and cells ──────────────────────────────────────────────────────────────────────

    def _begin_row(self, attributes: Mapping[str, str]) -> None:
        number = attributes.get("r", "")
        self.row = int(number) if number.isdigit() and len(number) < 8 else self.row + 1
        self.hidden = attributes.get("hidden", "") in YES
        self.cells, self.numeric, self.column = {}, set(), -1

    def _cell(self, attributes: Mapping[str, str]) -> None:
        found = PLACE.fullmatch(attributes.get("r", ""))
        self.column = column_of(found[1]) if found else self.column + 1
        self.type = attributes.get("t", "n")
        style = attributes.get("s", "")
        self.kind = self.kinds[int(style)] if style.isdigit() and int(style) < len(self.kinds) else ""
        self.value, self.length, self.has_formula = [], 0, False

    def _end_cell(self) -> None:
        sent = "".join(self.value)
        if self.has_formula and not sent and self.type != "str":
            self._say(
                "formula-without-value",
                "a formula whose result is not in the file. Open the workbook in a "
                "spreadsheet program, save it and send it again, or type the value",
            )
        if not sent:
            return
        text = self._understood(sent)[:LONGEST_CELL].strip()
        if len(sent) > LONGEST_CELL:
            self._say("cell-too-long", f"more than {LONGEST_CELL:,} characters; the rest was cut", sent)
        if self.column >= MOST_COLUMNS:
            self._say("too-many-columns", f"columns beyond the {MOST_COLUMNS}th are not read", text)
        elif text:
            self.cells[self.column] = text

    def _understood(self, sent: str) -> str:
        if self.type == "s":
            place = int(sent) if sent.strip().isdigit() and len(sent) < 10 else -1
            return self.texts[place] if 0 <= place < len(self.texts) else ""
        if self.type == "b":
            return "TRUE" if sent.strip() == "1" else "FALSE"
        if self.type == "e":
            self._say("cell-is-an-error", f"the spreadsheet shows {sent[:20]}. Type the value itself", sent)
            return ""
        return self._number(sent) if self.type == "n" else sent

    def _number(self, sent: str) -> str:
        text = shown(sent.strip(), self.kind, from_1904=self.from_1904)
        if self.kind != "date":
            self.numeric.add(self.column)
        if is_longer_than_exact(text):
            self._say(
                "digits-lost",
                "a number of more than 15 digits; the spreadsheet has lost the last ones. Make "
                "the column text and type it again",
                text,
            )
        return text

    def _end_row(self) -> None:
        if not self.cells:
            return
        self.budget -= len(self.cells)
        if self.budget < 0 or len(self.rows) >= self.most_rows:
            self._say(
                "too-many-rows",
                "the sheet has more rows or cells than any list; from here on nothing was read. "
                "Send the list in several files",
            )
            raise Enough
        cells = tuple([self.cells.get(column, "") for column in range(max(self.cells) + 1)])
        self.rows.append(
            Row(number=self.row, cells=cells, numeric=frozenset(self.numeric & self.cells.keys()), hidden=self.hidden)
        )

    def _merge(self, reference: str) -> None:
        """Only those that reach over several rows matter: the value stands in the first of them."""
        first, _, last = reference.partition(":")
        start, stop = PLACE.fullmatch(first), PLACE.fullmatch(last)
        if start and stop and len(self.merges) < MOST_MERGES:
            top, bottom = int(start[2]), min(int(stop[2]), int(start[2]) + TALLEST_MERGE)
            if top < bottom:
                self.merges.append((column_of(start[1]), top, bottom))

    def _say(self, code: str, text: str, sent: str = "") -> None:
        self.said[code] += 1
        if self.said[code] <= MOST_PROBLEMS:
            where = f"{letters(self.column)}{self.row}"
            self.problems.append(odd(code, f"Cell {where}: {text}.", sheet=self.name, row=self.row, sent=sent))


def column_of(place: str) -> int:
    """ "A" is 0, "AA" is 26."""
    number = 0
    for letter in place:
        number = number * 26 + ord(letter) - 64
    return number - 1


def letters(column: int) -> str:
    text, rest = "", column + 1
    while rest > 0:
        rest, digit = divmod(rest - 1, 26)
        text = chr(65 + digit) + text
    return text
