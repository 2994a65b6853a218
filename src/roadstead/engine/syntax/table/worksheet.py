"""Reader of one sheet of an xlsx workbook (ECMA-376 part 1, 18.3), event by event, into the grid."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from roadstead.engine.syntax.table.grid import Grid
from roadstead.engine.syntax.table.parts import YES, parse_whole
from roadstead.engine.syntax.table.sheet import MAX_CELL_CHARS

PLACE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")


@dataclass(slots=True)
class Worksheet:
    grid: Grid
    texts: list[str]
    kinds: list[str]
    column: int = -1
    type: str = ""
    kind: str = ""
    value: list[str] = field(default_factory=list)
    length: int = 0
    takes_text: bool = False
    has_formula: bool = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "c":
            self._cell(attributes)
        elif name in ("v", "t"):
            self.takes_text = True
        elif name == "f":
            self.has_formula = True
        elif name == "row":
            self._begin_row(attributes)
        elif name == "rPh":  # pronunciation; its text is no part of the cell
            self.type = "skip"
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def text(self, text: str) -> None:
        if self.takes_text and self.type != "skip" and self.length <= MAX_CELL_CHARS:
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
            self.grid.end_row()

    def _begin_row(self, attributes: Mapping[str, str]) -> None:
        number = parse_whole(attributes.get("r", ""), self.grid.row + 1)
        self.grid.begin_row(number, hidden=attributes.get("hidden", "") in YES)
        self.column = -1

    def _cell(self, attributes: Mapping[str, str]) -> None:
        found = PLACE.fullmatch(attributes.get("r", ""))
        self.column = column_of(found[1]) if found else self.column + 1
        self.type = attributes.get("t", "n")
        style = parse_whole(attributes.get("s", ""))
        self.kind = self.kinds[style] if style < len(self.kinds) else ""
        self.value, self.length, self.has_formula = [], 0, False

    def _end_cell(self) -> None:
        sent = "".join(self.value)
        if self.has_formula and not sent and self.type != "str":
            self.grid.put_uncalculated(self.column)
        elif sent:
            self._put(sent)

    def _put(self, sent: str) -> None:
        if self.type == "n":
            self.grid.put_number(self.column, sent.strip(), self.kind)
        elif self.type == "e":
            self.grid.put_error(self.column, sent)
        elif self.type == "b":
            self.grid.put(self.column, "TRUE" if sent.strip() == "1" else "FALSE")
        elif self.type == "s":
            self.grid.put_shared(self.column, self.texts, parse_whole(sent.strip(), -1))
        else:
            self.grid.put(self.column, sent)

    def _merge(self, reference: str) -> None:
        """Add merged cells; only those over several rows matter."""
        first, _, last = reference.partition(":")
        start, stop = PLACE.fullmatch(first), PLACE.fullmatch(last)
        if start and stop:
            self.grid.merge(column_of(start[1]), int(start[2]), int(stop[2]))


def column_of(place: str) -> int:
    """Return a column's index: "A" is 0, "AA" is 26."""
    number = 0
    for letter in place:
        number = number * 26 + ord(letter) - 64
    return number - 1
