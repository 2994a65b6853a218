"""Table of statistics, as page, chart, csv and command show it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from roadstead.casework.alerts.logic.shares import Share
from roadstead.oversight.statistics.logic.suppress import is_small

Cell = int | float | str | Share | None  # None: suppressed
HIDDEN: Final = "hidden"  # a suppressed number in words


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    name: str
    cells: tuple[Cell, ...]
    is_total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Table. `heads`: of the cells; `of`: head of the name column. `drawn`: index of the column drawn as a chart, -1
    for none.
    """

    key: str
    title: str
    says: str  # how it is counted, in a sentence
    of: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    drawn: int = -1


def share_of(number: int | None, of: int | None) -> Cell:
    """Return the share; None if a part is suppressed, "" if there is nothing to divide by."""
    if number is None or of is None:
        return None
    return Share(number=number, total=of) if of else ""


def lone_share(number: int, of: int, small: int) -> Cell:
    """Return a share whose parts are in no other table; None if one of them is small."""
    if any(is_small(each, small) for each in (number, of - number, of)):
        return None
    return share_of(number, of)


def flat(tables: Sequence[Table]) -> Iterator[tuple[str, str, str, object]]:
    """Yield table, row, column and value for a file, one line a number. A share is its value and its interval."""
    for table in tables:
        for row in table.rows:
            for head, cell in zip(table.heads, row.cells, strict=True):
                yield from ((table.title, row.name, name, value) for name, value in _named(head, cell))


def _named(head: str, cell: Cell) -> list[tuple[str, object]]:
    if not isinstance(cell, Share):
        return [(head, HIDDEN if cell is None else cell)]
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
    return {name: None if value == HIDDEN else value for name, value in named}
