"""Cells merged over several rows: what stands in the first of them is meant for all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from roadstead.engine.syntax.table.sheet import Row


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
