"""The operator's own reference tables: csv files in `reference/` below ROADSTEAD_HOME, beside those we ship.

A file there has the columns of the shipped one, in any order. What is wrong in it is said with file, row and column:
a deadline that nobody can read must not be taken for none.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Final

from roadstead.config import NotConfigured
from roadstead.engine.reference.caricom import participants
from roadstead.engine.reference.countries import all_codes
from roadstead.engine.reference.tables import Row

FOLDER: Final = "reference"
ANY: Final = "*"
Cell = Callable[[str], str]  # what is wrong with the cell, "" where nothing is


class BadReference(NotConfigured):
    """The operator's table cannot be used; the message names file, row and column, and says what may stand there."""


def own_rows(folder: Path, name: str, cells: Mapping[str, Cell]) -> tuple[Row, ...]:
    """The rows of the operator's `<folder>/<name>.csv`, each cell tried; () where there is no such file.

    Raises BadReference for a file that is not UTF-8 csv with exactly the columns of `cells`, or for a bad cell.
    """
    path = folder / f"{name}.csv"
    if not path.exists():
        return ()
    reader = csv.DictReader(_text(path).splitlines(), restkey="", restval=None)
    _tried_heading(path, reader.fieldnames or (), cells)
    return tuple(_tried(path, number, row, cells) for number, row in enumerate(reader, start=2))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadReference(f"{path}: it cannot be read as UTF-8 text ({type(error).__name__})") from None


def _tried_heading(path: Path, found: object, cells: Mapping[str, Cell]) -> None:
    names = [str(name) for name in found] if isinstance(found, list | tuple) else []
    for name in cells.keys() - set(names):
        raise BadReference(f"{path}, row 1: the column {name} is missing; the columns are {', '.join(cells)}")
    for name in [name for name in names if name not in cells or names.count(name) > 1]:
        raise BadReference(f"{path}, row 1, column {name}: no such column, or twice; they are {', '.join(cells)}")


def _tried(path: Path, number: int, row: Mapping[str, str | None], cells: Mapping[str, Cell]) -> Row:
    if "" in row:
        raise BadReference(f"{path}, row {number}: more cells than columns; put a text with commas in quotation marks")
    trimmed = {name: (value or "").strip() for name, value in row.items()}
    for name, wrong_with in cells.items():
        if wrong := wrong_with(trimmed[name]):
            raise BadReference(f"{path}, row {number}, column {name}: {trimmed[name][:40]!r} {wrong}")
    return trimmed


# ── what may stand in a cell ────────────────────────────────────────────────────────────────


def anything(text: str) -> str:
    return ""


def needed(text: str) -> str:
    return "" if text else "must not be empty"


def a_day_or_nothing(text: str) -> str:
    try:
        return "" if not text or date.fromisoformat(text).isoformat() == text else "must be a day as 2026-11-25"
    except ValueError:
        return "is not a day; write it as 2026-11-25, or leave it empty"


def a_number(text: str) -> str:
    digits = text.removeprefix("-")
    return "" if digits.isascii() and digits.isdigit() and len(digits) < 7 else "is not a whole number"


def a_state(text: str) -> str:
    """A country's code of three letters, or any."""
    known = text == ANY or text in all_codes() or text in {state.code for state in participants()}
    return "" if known else "is not a country's code of three letters (BRB), nor * for any"


def one_of(*values: str) -> Cell:
    """A cell that holds one of these and nothing else."""
    return lambda text: "" if text in values else f"must be one of {', '.join(values)}"
