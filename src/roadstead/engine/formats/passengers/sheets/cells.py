"""A value together with where it stood, so that problems can name sheet, row and column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from roadstead.engine.formats.common.notebook import Notebook

SHOWN: Final = 40  # characters of a value in a sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """`heading` as sent; `sheet` only where the workbook has several. `is_number`: typed as a number, not as text."""

    text: str = ""
    row: int = 0
    heading: str = ""
    sheet: str = ""
    is_number: bool = False

    @property
    def where(self) -> str:
        """ "Sheet Crew, row 14, Date of birth: "; "" for what is not there at all."""
        parts = (self.sheet and f"Sheet {self.sheet}", self.row and f"{'row' if self.sheet else 'Row'} {self.row}",
                 self.heading)  # fmt: skip
        return ", ".join(part for part in parts if part) + (": " if any(parts) else "")

    @property
    def shown(self) -> str:
        return self.text if len(self.text) <= SHOWN else f"{self.text[:SHOWN]}…"


NOTHING: Final = Cell()


def note(notes: Notebook, cell: Cell, code: str, text: str, field: str) -> None:
    notes.note(code, f"{cell.where}{text}", cell.row or None, segment=cell.heading, field=field, sent=cell.text)


def warn(notes: Notebook, cell: Cell, code: str, text: str, field: str) -> None:
    notes.warning(code, f"{cell.where}{text}", cell.row or None, segment=cell.heading, field=field, sent=cell.text)


def fail(notes: Notebook, cell: Cell, code: str, text: str, field: str) -> None:
    notes.error(code, f"{cell.where}{text}", cell.row or None, segment=cell.heading, field=field, sent=cell.text)
