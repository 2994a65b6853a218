"""Rows as lines with aligned columns, for a terminal. Plain text: nothing that would move the cursor."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Final

WIDEST: Final = 28  # characters of a column


def aligned(rows: Sequence[Sequence[str]], *, header: bool = False, pad: bool = False) -> list[str]:
    """Rows as lines with aligned columns; those empty below the header are left out. `pad`: blanks at the end."""
    cells = [[_cut(plain(cell)) for cell in row] for row in rows]
    kept = [column for column in zip(*cells, strict=True) if any(column[header:])]
    widths = [max(_width(cell) for cell in column) for column in kept]
    lines = (
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True))
        for row in zip(*kept, strict=True)
    )
    return [line if pad else line.rstrip() for line in lines]


def _cut(cell: str) -> str:
    return cell if len(cell) <= WIDEST else cell[: WIDEST - 1] + "…"


def _width(cell: str) -> int:
    """Columns on the screen: wide letters take two, marks above letters none."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in cell
    )


def plain(text: str) -> str:
    """Nothing that would move the cursor: what a carrier sends is shown to an officer."""
    return "".join(char if char.isprintable() else " " for char in text)
