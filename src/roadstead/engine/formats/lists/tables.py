"""Csv as people save it: any of three delimiters, a byte order mark or none, UTF-8, UTF-16 or Latin-1."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import count
from typing import Final

DELIMITERS: Final = (",", ";", "\t", "|")
MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
CUT: Final = "unexpected end of data"  # as Python says that a sign of UTF-8 is not whole
LOOKED_AT: Final = 1 << 16  # signs; shorter than the csv module's limit of a cell
MANY_LINES: Final = 50  # of one row; from here on it is looked at whether they are one cell
ROWS_SHARE: Final = 0.5  # of the lines of a cell, beyond which they are the rows that an open mark has swallowed
FEWEST_COLUMNS: Final = 3  # of which a line of plain text seldom has exactly as many


class QuoteNotClosed(Exception):
    """A cell holds the rows after it. Whoever knows the file's name says it: UnableToLoad."""


def decoded(raw: bytes) -> str:
    """The text. What is not UTF-8 is taken as Windows-1252, which spreadsheets in the region write; nothing raises."""
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as wrong:
        return raw.decode("utf-8" if is_cut_sign(wrong) else "cp1252", "replace")


def is_cut_sign(wrong: UnicodeDecodeError) -> bool:
    """Whether the file breaks off within its last sign: all before it is UTF-8, and not in plain letters alone, of
    which a last "é" as Windows writes it would look the same."""
    return wrong.reason == CUT and not wrong.object[: wrong.start].isascii()


def rows(text: str, delimiter: str = ",") -> Iterator[tuple[int, list[str]]]:
    """Rows numbered from 1, as a spreadsheet shows them.

    Raises QuoteNotClosed, naming the row, where a cell is so long that it must hold the rows after it: those people
    would be missing without a word.
    """
    return rows_of(StringIO(text.replace("\0", ""), newline=""), delimiter)


def rows_of(lines: Iterable[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The same of lines that are read as they are needed; they keep their ends."""
    kept = _KeptLines(lines)
    reader = csv.reader(kept, delimiter=delimiter)
    width = 0
    for number in count(1):
        kept.lines.clear()
        try:
            row = next(reader, None)
        except csv.Error:  # longer than csv.field_size_limit()
            raise _too_long(number) from None
        if row is None:
            return
        width = width or len(row)
        if len(kept.lines) > MANY_LINES and not _is_one_row(kept.lines, delimiter, width):
            raise _swallows_others(number, len(kept.lines))
        yield number, row


class _KeptLines:
    """Lines one after another, and those of the row that is being read."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines: list[str] = []
        self._rest = iter(lines)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._rest)
        self.lines.append(line)
        return line


def _is_one_row(lines: list[str], delimiter: str, width: int) -> bool:
    """Whether so many lines are one row with a long cell: each quotation mark in its place, and not rows of the table
    within, which a mark that was left open has swallowed."""
    try:
        next(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        return False
    inside = lines[1:-1]
    alike = sum(len(next(csv.reader([line], delimiter=delimiter), [])) == width for line in inside)
    return width < FEWEST_COLUMNS or alike <= ROWS_SHARE * len(inside)


def _too_long(number: int) -> QuoteNotClosed:
    return QuoteNotClosed(
        f"row {number} holds a cell of more than {csv.field_size_limit():,} characters. If a quotation mark was opened"
        " there and not closed, close it; otherwise shorten the cell. Then load the file again."
    )


def _swallows_others(number: int, lines: int) -> QuoteNotClosed:
    return QuoteNotClosed(
        f"row {number} runs over {lines} lines, which are rows of their own: a quotation mark is opened there and not"
        " closed. Close it and load the file again."
    )


def breaks_off(text: str, row: list[str], width: int) -> bool:
    """Whether the last row of a file is cut off: no line end, and cells missing or a quotation mark left open."""
    return not text.endswith(("\n", "\r", "\x1a")) and (len(row) < width or text.count('"') % 2 == 1)


def first_row(text: str, delimiter: str) -> list[str]:
    try:
        return next((row for _, row in rows(text[:LOOKED_AT], delimiter) if any(cell.strip() for cell in row)), [])
    except QuoteNotClosed:  # looked at with the wrong delimiter, or no csv at all
        return []


def folded(heading: str) -> str:
    """A heading without what people vary: capitals, blanks, dashes, underscores, dots."""
    return "".join(letter for letter in heading.casefold() if letter.isalnum())
