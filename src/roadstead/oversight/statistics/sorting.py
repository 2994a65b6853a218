"""The rows of a figure in the order that an address asks for. Pure.

What is kept back stands last in the order of its rows, whichever way: an order by what is not shown would show it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Self

from roadstead.casework.alerts.logic.shares import Share
from roadstead.oversight.statistics.logic.table import Cell, Row, Table

# The others are steps, spans of time and single numbers, and are read from top to bottom.
SORT: Final = frozenset({"sources", "by-sex", "by-age", "by-nationality", "lists", "carriers"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """`key`: of the table. `column`: 0 is the name, then the cells from 1 on."""

    key: str
    column: int
    descending: bool = False

    @classmethod
    def of(cls, asked: str) -> Self | None:
        """As it stands in an address: sources.3, or -sources.3 the other way. What we do not know is no order."""
        key, _, column = asked.removeprefix("-").partition(".")
        if key not in SORT or not (column.isascii() and column.isdigit()) or len(column) > 2:
            return None
        return cls(key=key, column=int(column), descending=asked.startswith("-"))

    @property
    def asked(self) -> str:
        return f"{'-' * self.descending}{self.key}.{self.column}"


def in_order(table: Table, order: Order | None) -> Table:
    """The table itself where the order is another's, or of a column that it has not. The total stays last."""
    if order is None or order.key != table.key or order.column > len(table.heads):
        return table
    told = [row for row in table.rows if not row.is_total and _value(row, order.column) is not None]
    told.sort(key=lambda row: _rank(_value(row, order.column)), reverse=order.descending)
    untold = [row for row in table.rows if not row.is_total and _value(row, order.column) is None]
    return replace(table, rows=(*told, *untold, *(row for row in table.rows if row.is_total)))


def _value(row: Row, column: int) -> Cell:
    """What is shown there; None where nothing is."""
    cell = row.cells[column - 1] if column else row.name
    value = cell.value if isinstance(cell, Share) else cell
    return None if value == "" else value


def _rank(value: Cell) -> tuple[float, str]:
    return (0.0, value.casefold()) if isinstance(value, str) else (float(value or 0), "")  # type: ignore[arg-type]
