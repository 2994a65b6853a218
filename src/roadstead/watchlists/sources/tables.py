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
MOST_LINES: Final = 50  # of one row; the longest remarks of real lists have a handful


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
    reader = csv.reader(lines, delimiter=delimiter)
    for number in count(1):
        began = reader.line_num
        try:
            row = next(reader, None)
        except csv.Error:  # longer than csv.field_size_limit()
            raise _swallows_others(number) from None
        if row is None:
            return
        if reader.line_num - began > MOST_LINES:
            raise _swallows_others(number)
        yield number, row


def _swallows_others(number: int) -> QuoteNotClosed:
    return QuoteNotClosed(
        f"row {number} holds a cell of more than {MOST_LINES} lines or {csv.field_size_limit()} signs. A quotation "
        "mark is probably opened there and not closed: correct the row and load the file again."
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
