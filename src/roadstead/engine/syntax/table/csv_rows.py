"""Csv as people save it (RFC 4180 and around it): any of four delimiters, quotation marks that are never closed."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import Final

from roadstead.engine.records import Problem
from roadstead.engine.syntax.table.sheet import LONGEST_CELL, MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Row, Sheet, odd

DELIMITERS: Final = (",", ";", "\t", "|")
SAID: Final = re.compile(r"\s*\"?sep=(.)\"?\s*\Z", re.IGNORECASE)  # Excel's own first line
LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
MOST_LINES: Final = 20  # of one row: an address has a handful
MOST_IN_A_LINE: Final = 3  # delimiters in one line of a cell
LOOKED_AT: Final = 60  # lines, for the delimiter
GUARDED: Final = re.compile(r"'+[=+\-@]")  # an apostrophe that keeps a spreadsheet from running a cell as a formula
SPREADSHEET_TEXT: Final = re.compile(r'="([^"]*)"')  # how exports keep zeros at the front


def likely_delimiters(text: str) -> list[str]:
    """Those that stand in the first lines, the most frequent first."""
    head = "".join(line for line, _ in zip(_lines(text), range(LOOKED_AT), strict=False))
    said = SAID.match(head.partition("\n")[0])
    if said:
        return [said[1]]
    counts = {delimiter: head.count(delimiter) for delimiter in DELIMITERS}
    return sorted((each for each in DELIMITERS if counts[each]), key=lambda each: -counts[each])


def csv_sheet(text: str, delimiter: str) -> Sheet:
    """The rows with content. A quotation mark that is not closed costs its own row's quoting, never the rows after."""
    found: list[Row] = []
    problems: list[Problem] = []
    budget = MOST_CELLS
    for number, cells in rows(text, delimiter, problems):
        kept = tuple(map(tidy, cells[:MOST_COLUMNS]))
        if not any(kept):
            continue
        budget -= len(kept)
        if len(found) >= MOST_ROWS or budget < 0:
            problems.append(
                odd(
                    "too-many-rows",
                    f"Row {number}: more rows or cells than any list has; from here on "
                    "nothing was read. Send the list in several files.",
                    row=number,
                )
            )
            break
        found.append(Row(number=number, cells=kept))
    return Sheet(rows=tuple(found), problems=tuple(problems))


def tidy(cell: str) -> str:
    """The cell without what programs put round it, cut to the longest."""
    text = cell.strip()[:LONGEST_CELL]
    if GUARDED.match(text):
        return text[1:]
    found = SPREADSHEET_TEXT.fullmatch(text)
    return found[1] if found else text


def _lines(text: str) -> Iterator[str]:
    for found in LINE.finditer(text):
        if found.end() > found.start():
            yield found[0]


def rows(text: str, delimiter: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """Rows numbered as a spreadsheet numbers them: a row of several lines counts once. However many there are; what is
    odd about one is added to `problems`. Excel's own first line is none."""
    lines = list(_lines(text))
    number, place = (1, 1) if lines and SAID.match(lines[0]) else (0, 0)
    while place < len(lines):
        number += 1
        cells, used, closed = _row(lines, place, delimiter)
        if not closed:
            problems.append(
                odd(
                    "quote-not-closed",
                    f"Row {number}: a quotation mark is opened and not closed. The row "
                    "was read without it; correct it.",
                    row=number,
                    sent=lines[place],
                )
            )
        place += used
        yield number, _split_again(cells, delimiter)


def _row(lines: list[str], place: int, delimiter: str) -> tuple[list[str], int, bool]:
    """The cells of the row that begins here, how many lines it takes, and whether its quotation marks are closed."""
    line = lines[place]
    if '"' not in line:
        return line.rstrip("\r\n").split(delimiter), 1, True
    for used in range(1, min(MOST_LINES, len(lines) - place) + 1):
        cells = _parsed("".join(lines[place : place + used]), delimiter)
        if cells is not None:
            if not _swallows_rows(cells, delimiter):
                return cells, used, True
            break
    return [cell.strip().strip('"') for cell in line.rstrip("\r\n").split(delimiter)], 1, False


def _swallows_rows(cells: list[str], delimiter: str) -> bool:
    """Whether a cell of several lines holds rows of others: an address has few delimiters in a line, a row has many."""
    return any(line.count(delimiter) >= MOST_IN_A_LINE for cell in cells if "\n" in cell for line in cell.splitlines())


def _parsed(chunk: str, delimiter: str) -> list[str] | None:
    """The one row in the text; None if a quotation mark is still open at its end."""
    try:
        return next(csv.reader([chunk.rstrip("\r\n")], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return None if _is_open(chunk, delimiter) else _lenient(chunk, delimiter)


def _is_open(chunk: str, delimiter: str) -> bool:
    return chunk.count('"') % 2 == 1


def _lenient(chunk: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([chunk.rstrip("\r\n")], delimiter=delimiter), [])
    except csv.Error:
        return chunk.rstrip("\r\n").split(delimiter)


def _split_again(cells: list[str], delimiter: str) -> list[str]:
    """A whole row in one pair of quotation marks: a spreadsheet saved it twice."""
    if len(cells) == 1 and delimiter in cells[0]:
        return _lenient(cells[0], delimiter)
    return cells
