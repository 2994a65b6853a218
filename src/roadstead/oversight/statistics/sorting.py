"""Sort order of a table's rows, from the query string. Pure.

Suppressed numbers come last in their original order, in either direction: sorting them would reveal them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Self

from roadstead.casework.alerts.logic.shares import Share
from roadstead.oversight.statistics.logic.table import Cell, Row, Table

# Other tables are steps, time spans or single numbers, and are read from top to bottom.
SORT: Final = frozenset({"sources", "by-sex", "by-age", "by-nationality", "lists", "carriers"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Sort order. `key`: of the table. `column`: 0 is the name, then the cells from 1 on."""

    key: str
    column: int
    descending: bool = False

    @classmethod
    def parse(cls, asked: str) -> Self | None:
        """Parse an order as in the query string: sources.3, or -sources.3 for descending. None if it is not valid."""
        key, _, column = asked.removeprefix("-").partition(".")
        if key not in SORT or not (column.isascii() and column.isdigit()) or len(column) > 2:
            return None
        return cls(key=key, column=int(column), descending=asked.startswith("-"))

    @property
    def as_text(self) -> str:
        return f"{'-' * self.descending}{self.key}.{self.column}"


def in_order(table: Table, order: Order | None) -> Table:
    """Return the table sorted, unchanged if the order is for another table or column. The total stays last."""
    if order is None or order.key != table.key or order.column > len(table.heads):
        return table
    told = [row for row in table.rows if not row.is_total and _value(row, order.column) is not None]
    told.sort(key=lambda row: _rank(_value(row, order.column)), reverse=order.descending)
    untold = [row for row in table.rows if not row.is_total and _value(row, order.column) is None]
    return replace(table, rows=(*told, *untold, *(row for row in table.rows if row.is_total)))


def _value(row: Row, column: int) -> Cell:
    """Return the value that is shown; None if there is none."""
    cell = row.cells[column - 1] if column else row.name
    value = cell.value if isinstance(cell, Share) else cell
    return None if value == "" else value


def _rank(value: Cell) -> tuple[float, str]:
    return (0.0, value.casefold()) if isinstance(value, str) else (float(value or 0), "")  # type: ignore[arg-type]
