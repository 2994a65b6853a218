"""A sheet as rows of text. What was odd about it travels beside it; nothing is ever beyond these limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from roadstead.engine.records import Problem, Severity

MOST_SHEETS: Final = 30
MOST_ROWS: Final = 50_000  # with content, of a sheet; the largest cruise ship carries ten thousand people
MOST_COLUMNS: Final = 256
MOST_CELLS: Final = 600_000  # with content, of a workbook: 20,000 people with 30 values each
LONGEST_CELL: Final = 2_000  # characters
MOST_PROBLEMS: Final = 100  # of one kind and sheet; the last one says how many more


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`number` is what the spreadsheet shows. `numeric`: positions of cells that were typed as numbers, not as text."""

    number: int
    cells: tuple[str, ...]
    numeric: frozenset[int] = frozenset()
    hidden: bool = False

    @property
    def is_empty(self) -> bool:
        return not any(self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Rows without content are left out. `counts_from_1904`: how its serial numbers of days are counted."""

    name: str = ""
    rows: tuple[Row, ...] = ()
    hidden: bool = False
    counts_from_1904: bool = False
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    sheets: tuple[Sheet, ...] = ()
    problems: tuple[Problem, ...] = ()


def odd(
    code: str,
    text: str,
    *,
    sheet: str = "",
    row: int | None = None,
    sent: str = "",
    severity: Severity = Severity.WARNING,
) -> Problem:
    """A problem of the table itself, before anything is known of its meaning."""
    return Problem(severity=severity, code=code, text=text, message=sheet, number=row, sent=sent[:80])
