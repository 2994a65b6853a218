"""Rows that hold from one day to another: a table is never rewritten, a row ends and another begins."""

from __future__ import annotations

from datetime import date
from typing import Protocol


class Dated(Protocol):
    """Days as ISO 8601 has them, the last included; "" for no beginning or no end."""

    @property
    def valid_from(self) -> str: ...

    @property
    def valid_to(self) -> str: ...


def holds(row: Dated, on: date | str) -> bool:
    """Whether the row is in force on that day."""
    return within(str(on), row.valid_from, row.valid_to)


def within(day: str, first: str, last: str) -> bool:
    return first <= day and (not last or day <= last)
