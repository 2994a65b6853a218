"""One figure as a table: what the page, the picture beside it, the csv and the command all show. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from roadstead.casework.alerts.logic.shares import Share
from roadstead.oversight.statistics.logic.suppress import is_small

Cell = int | float | str | Share | None  # None: kept back


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    name: str
    cells: tuple[Cell, ...]
    is_total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """`heads`: of the cells, without that of the name, which is `of`. `drawn`: the column that is drawn, -1 none."""

    key: str
    title: str
    says: str  # how it is counted, in a sentence
    of: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    drawn: int = -1


def share_of(number: int | None, of: int | None) -> Cell:
    """Nothing where either is kept back; "" where there is nothing to divide by."""
    if number is None or of is None:
        return None
    return Share(number=number, of=of) if of else ""


def lone_share(number: int, of: int, small: int) -> Cell:
    """A share whose two parts are not in another table: kept back where one of the two is small."""
    if any(is_small(each, small) for each in (number, of - number, of)):
        return None
    return share_of(number, of)


def flat(tables: Sequence[Table]) -> Iterator[tuple[str, str, str, object]]:
    """figure, row, column, value: one line a number, for a file. A share is its value and its interval."""
    for table in tables:
        for row in table.rows:
            for head, cell in zip(table.heads, row.cells, strict=True):
                yield from ((table.title, row.name, name, value) for name, value in _named(head, cell))


def _named(head: str, cell: Cell) -> list[tuple[str, object]]:
    if not isinstance(cell, Share):
        return [(head, "kept back" if cell is None else cell)]
    low, high = cell.interval or (0.0, 1.0)
    value = round(cell.value or 0.0, 4)
    return [(head, value), (f"{head}, low", round(low, 4)), (f"{head}, high", round(high, 4))]


def as_json(table: Table) -> Mapping[str, Any]:
    return {
        "figure": table.key,
        "title": table.title,
        "rows": [{table.of: row.name, **_values(table.heads, row.cells)} for row in table.rows],
    }


def _values(heads: Sequence[str], cells: Sequence[Cell]) -> dict[str, object]:
    named = (pair for head, cell in zip(heads, cells, strict=True) for pair in _named(head, cell))
    return {name: None if value == "kept back" else value for name, value in named}
