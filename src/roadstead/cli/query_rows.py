"""Rows of a csv of queries under our column names, whatever program saved it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import dropwhile
from typing import Final, NamedTuple

from roadstead.cli.console import CommandFailed
from roadstead.engine.formats.lists import columns
from roadstead.engine.formats.lists.tables import fold_heading
from roadstead.engine.formats.lists.tally import Tally
from roadstead.engine.records import Problem, Severity
from roadstead.engine.syntax import table

COLUMNS: Final = ("id", "name", "surname", "given", "born", "sex", "nationality", "document_number")
SEARCHABLE_COLUMNS: Final = frozenset({"name", "surname", "document_number"})  # one is needed to search for anybody
HEADING_ALIASES: Final = {"documents": "document_number"}  # names that watchlists use
HEADINGS: Final = {heading: HEADING_ALIASES.get(ours, ours) for heading, ours in columns.BY_HEADING.items()} | {
    fold_heading(ours): ours for ours in COLUMNS
}
HEAD_CHARS: Final = 1 << 16  # characters searched for the headings
NO_DELIMITER: Final = "\x1f"  # for a single column: commas in it belong to the names

Cells = dict[str, str]
Row = tuple[int, list[str]]


class Layout(NamedTuple):
    """Our name of each column ("" if unknown), the delimiter, and the headings that are not used."""

    columns: tuple[str, ...]
    delimiter: str
    unread: tuple[str, ...]


def read_cells(raw: bytes, file: str, tally: Tally) -> Iterator[tuple[int, Cells]]:
    """Yield the rows below the headings that are not blank, numbered as in a spreadsheet; oddities go to the tally.

    Raises CommandFailed if the first row names no column to search by.
    """
    read = table.decoded(raw)
    if read.unreadable:
        told = f"{read.unreadable} unreadable characters, so names may be missed. Save the file as UTF-8."
        tally.add("character-unreadable", told, number=0, severity=Severity.WARNING)
    layout = _layout(read.text, file)
    if layout.unread:
        told = f"unknown columns, not used: {', '.join(layout.unread)}. Known columns: {', '.join(COLUMNS)}."
        tally.add("columns-unread", told, number=1, field="headings", severity=Severity.WARNING)
    return _cells_below(layout, read.text, tally)


def _layout(text: str, file: str) -> Layout:
    """Return the layout whose delimiter finds most of our headings in the first row."""
    head = text[:HEAD_CHARS]
    read = [_headings(head, delimiter) for delimiter in (NO_DELIMITER, *table.likely_delimiters(head))]
    best = max(read, key=lambda one: len(set(filter(None, one.columns))))
    if not SEARCHABLE_COLUMNS & set(best.columns):
        raise CommandFailed(
            f"{file}: the first row ({_first_line(head)!r}) has no column name, surname or document_number. "
            f"Write {','.join(COLUMNS)} in the first row; any column may be empty or left out."
        )
    return best


def _first_line(head: str) -> str:
    return next(iter(head.strip().splitlines()), "")[:60]


def _headings(head: str, delimiter: str) -> Layout:
    first = next((cells for _, cells in table.rows(head, delimiter, []) if any(map(str.strip, cells))), [])
    ours = tuple(HEADINGS.get(fold_heading(cell), "") for cell in first)
    unread = (cell.strip()[:40] for cell, name in zip(first, ours, strict=True) if name not in COLUMNS)
    return Layout(ours, delimiter, tuple(filter(None, unread)))


def _cells_below(layout: Layout, text: str, tally: Tally) -> Iterator[tuple[int, Cells]]:
    rows = dropwhile(lambda numbered: not any(map(str.strip, numbered[1])), _numbered_rows(text, layout, tally))
    next(rows, None)  # the headings
    for number, row in rows:
        yield number, _cells(row, layout.columns)


def _numbered_rows(text: str, layout: Layout, tally: Tally) -> Iterator[Row]:
    """Yield rows that are not blank, numbered as in a spreadsheet; oddities of a row go to the tally."""
    odd: list[Problem] = []
    for number, row in table.rows(text, layout.delimiter, odd):
        for each in odd:
            tally.add(each.code, each.text, number=number, sent=each.sent, severity=Severity.WARNING)
        odd.clear()
        if any(map(str.strip, row[len(layout.columns) :])):
            told = f"{len(row)} cells but {len(layout.columns)} columns; the further cells were not used"
            tally.add("cells-beyond", told, number=number, sent=layout.delimiter.join(row), severity=Severity.WARNING)
        if len(row) > 1 or any(map(str.strip, row)):
            yield number, row


def _cells(row: Sequence[str], names: Sequence[str]) -> Cells:
    """Return the cells by our names; of a column that occurs twice, the first that is not empty."""
    cells = dict.fromkeys(COLUMNS, "")
    for ours, cell in zip(names, row, strict=False):
        if ours in cells and not cells[ours]:
            cells[ours] = table.clean_cell(cell)
    return cells
