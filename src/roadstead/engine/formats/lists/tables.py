"""Csv as people save it: any of four delimiters, with or without byte order mark, in UTF-8, UTF-16 or Windows-1252."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import count
from typing import Final

from roadstead.engine.sentences import Sentence

DELIMITERS: Final = (",", ";", "\t", "|")
MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
TRUNCATED: Final = "unexpected end of data"  # Python's reason for an incomplete UTF-8 character
HEAD_CHARS: Final = 1 << 16  # characters; fewer than the csv module's limit of a cell
MAX_LINES_UNCHECKED: Final = 50  # lines per row, above which the row is tested for an open quotation mark
MAX_ROWS_SHARE: Final = (
    0.5  # share of a cell's lines that look like rows, above which an open quotation mark is assumed
)
MIN_COLUMNS: Final = 3  # columns; lines of plain text seldom have exactly as many


class QuoteNotClosed(Exception):
    """Raised if a cell contains the rows after it. Callers that know the file's name raise UnableToLoad from it."""

    def __init__(self, text: Sentence) -> None:
        super().__init__(text)
        self.text = text


def decode_text(raw: bytes) -> str:
    """Decode a file. Bytes that are not UTF-8 are taken as Windows-1252, common in the region. Never raises."""
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as wrong:
        return raw.decode("utf-8" if is_truncated_character(wrong) else "cp1252", "replace")


def is_truncated_character(wrong: UnicodeDecodeError) -> bool:
    """Return True if the file is UTF-8 truncated inside its last character.

    Pure ASCII before it gives False, because a last "é" in Windows-1252 would look the same.
    """
    return wrong.reason == TRUNCATED and not wrong.object[: wrong.start].isascii()


def rows(text: str, delimiter: str = ",") -> Iterator[tuple[int, list[str]]]:
    """Yield rows numbered from 1, as a spreadsheet shows them.

    Raises QuoteNotClosed, which names the row, if a cell is so long that it must contain the rows after it: those
    people would be missing silently.
    """
    return rows_of_lines(StringIO(text.replace("\0", ""), newline=""), delimiter)


def rows_of_lines(lines: Iterable[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of lines that are read on demand and keep their line ends. Raises QuoteNotClosed like `rows`."""
    kept = _RecordedLines(lines)
    reader = csv.reader(kept, delimiter=delimiter)
    width = 0
    for number in count(1):
        kept.lines.clear()
        try:
            row = next(reader, None)
        except csv.Error:  # a cell longer than csv.field_size_limit()
            raise _too_long(number) from None
        if row is None:
            return
        width = width or len(row)
        if len(kept.lines) > MAX_LINES_UNCHECKED and not _is_one_row(kept.lines, delimiter, width):
            raise _unclosed_quote(number, len(kept.lines))
        yield number, row


class _RecordedLines:
    """Iterator over lines that records the lines of the current row."""

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
    """Return True if these lines are one row with a long cell.

    Its quotation marks are all in place, and the cell contains no rows of the table, as it would after an open mark.
    """
    try:
        next(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        return False
    inside = lines[1:-1]
    alike = sum(len(next(csv.reader([line], delimiter=delimiter), [])) == width for line in inside)
    return width < MIN_COLUMNS or alike <= MAX_ROWS_SHARE * len(inside)


def _too_long(number: int) -> QuoteNotClosed:
    return QuoteNotClosed(
        Sentence(
            "row %(number)s has a cell with more than %(limit)s characters. If a quotation mark is not closed "
            "there, close it. If not, shorten the cell. Then load the file again.",
            {"number": number, "limit": f"{csv.field_size_limit():,}"},
        )
    )


def _unclosed_quote(number: int, lines: int) -> QuoteNotClosed:
    return QuoteNotClosed(
        Sentence(
            "a quotation mark in row %(number)s is not closed, so the row continues over %(lines)s lines. "
            "Close it and load the file again.",
            {"number": number, "lines": lines},
        )
    )


def is_truncated_row(text: str, row: list[str], width: int) -> bool:
    """Return True if the last row is truncated: no line end, and missing cells or an open quotation mark."""
    return not text.endswith(("\n", "\r", "\x1a")) and (len(row) < width or text.count('"') % 2 == 1)


def first_row(text: str, delimiter: str) -> list[str]:
    try:
        return next((row for _, row in rows(text[:HEAD_CHARS], delimiter) if any(cell.strip() for cell in row)), [])
    except QuoteNotClosed:  # read with the wrong delimiter, or no csv at all
        return []


def fold_heading(heading: str) -> str:
    """Fold a heading: remove differences of capitals, blanks, dashes, underscores and dots."""
    return "".join(letter for letter in heading.casefold() if letter.isalnum())
