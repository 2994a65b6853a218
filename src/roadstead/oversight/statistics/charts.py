"""Bar charts of tables, drawn by the server without scripts. Pure; lengths in viewBox units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from roadstead.oversight.statistics.logic.table import HIDDEN, Cell, Row, Table

WIDTH: Final = 360  # of the viewBox: narrow, so that its letters are legible on a phone
STEP, THICK, LABEL = 40, 14, 16  # between bars, of a bar, from the top to the baseline of the label
LEAST: Final = 2.0  # so that one of ten thousand is visible
STUB: Final = 24.0  # length of a bar with a suppressed number: reveals nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """Bar of a chart. `words`: label above it, at `foot`; `top`: where the bar begins. `is_suppressed`: hatched,
    without its number.
    """

    name: str
    words: str
    foot: int
    top: int
    length: float
    is_suppressed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    key: str
    title: str
    says: str  # numbers in words, for readers who do not see the chart
    bars: tuple[Bar, ...]
    height: int
    width: int = WIDTH
    thick: int = THICK


def picture(table: Table) -> Picture | None:
    """Return the chart; None if there is nothing to draw. The funnel's travellers are left out: they would dwarf the
    rest.
    """
    rows = [row for row in table.rows if not row.is_total][table.key == "funnel" :]
    values = [row.cells[table.drawn] for row in rows] if table.drawn >= 0 else []
    if not any(_size(value) for value in values):
        return None
    most = max(_size(value) for value in values)
    bars = tuple(_bar(at, row, value, most) for at, (row, value) in enumerate(zip(rows, values, strict=True)))
    return Picture(
        key=table.key,
        title=f"{table.title}: {table.heads[table.drawn].lower()}",
        says=_in_words(rows, values),
        bars=bars,
        height=STEP * len(bars),
    )


def _bar(at: int, row: Row, value: Cell, most: float) -> Bar:
    size = _size(value)
    length = STUB if value is None else max(LEAST, size / most * WIDTH) if size else 0.0
    top = STEP * at
    return Bar(
        name=row.name,
        words=_words(value),
        foot=top + LABEL - 3,
        top=top + LABEL + 2,
        length=round(length, 1),
        is_suppressed=value is None,
    )


def _size(value: Cell) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _words(value: Cell) -> str:
    return HIDDEN if value is None else f"{value:,}" if isinstance(value, int | float) else "–"


def _in_words(rows: Sequence[Row], values: Sequence[Cell]) -> str:
    return "; ".join(f"{row.name}: {_words(value)}" for row, value in zip(rows, values, strict=True))
