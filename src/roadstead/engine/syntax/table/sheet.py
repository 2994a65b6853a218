"""Sheets as rows of text, within fixed limits, with their problems."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from roadstead.engine.records import Problem, Severity
from roadstead.engine.sentences import Sentence

# ── Text of a csv file: with or without byte order mark, UTF-8, UTF-16, or the Windows character set.


MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
HEAD_BYTES: Final = 1_024  # bytes examined for UTF-16 without mark
UTF_8_SEQUENCE: Final = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
NON_ASCII: Final = re.compile(rb"[\x80-\xff]")


class Decoded(NamedTuple):
    r"""Decoded text. `unreadable`: number of characters that could not be read and became "\ufffd"."""

    text: str
    encoding: str
    unreadable: int = 0


def decoded(raw: bytes) -> Decoded:
    """Decode text. Never raises; bytes that are not UTF-8 are read as Windows-1252, nearly a superset of Latin-1."""
    marked = next((encoding for mark, encoding in MARKS if raw.startswith(mark)), "")
    encoding = marked or _wide(raw) or _narrow(raw)
    text = raw.decode(encoding, "replace")
    return Decoded(text.replace("\0", ""), encoding.removesuffix("-sig"), text.count("\ufffd"))


def _wide(raw: bytes) -> str:
    """Return the UTF-16 encoding of text without mark, in which nearly every second byte is zero; "" otherwise."""
    head = raw[:HEAD_BYTES]
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros = head[first::2].count(0)
        if len(head) > 3 and zeros * 10 > len(head) // 2 * 7 and zeros > 4 * head[1 - first :: 2].count(0):
            return encoding
    return ""


def _narrow(raw: bytes) -> str:
    """Return UTF-8 also with a few spoilt bytes, since names in Windows-1252 hardly ever form its sequences."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        pairs = sum(len(found) for found in UTF_8_SEQUENCE.findall(raw))
        return "utf-8" if pairs * 2 > len(NON_ASCII.findall(raw)) else "cp1252"
    return "utf-8"


MAX_SHEETS: Final = 30
MAX_ROWS: Final = 50_000  # with content, of a sheet; the largest cruise ship carries ten thousand people
MAX_COLUMNS: Final = 256
MAX_CELLS: Final = 600_000  # with content, of a workbook: 20,000 people with 30 values each
MAX_CELL_CHARS: Final = 2_000  # characters
MAX_PROBLEMS: Final = 100  # of one kind and sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row. `number`: as shown in the spreadsheet. `numeric`: positions of cells typed as numbers, not as text."""

    number: int
    cells: tuple[str, ...]
    numeric: frozenset[int] = frozenset()
    hidden: bool = False

    @property
    def is_empty(self) -> bool:
        return not any(self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet, without empty rows. `counts_from_1904`: epoch of its serial dates."""

    name: str = ""
    rows: tuple[Row, ...] = ()
    hidden: bool = False
    counts_from_1904: bool = False
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    sheets: tuple[Sheet, ...] = ()
    problems: tuple[Problem, ...] = ()


def table_problem(
    code: str,
    text: Sentence | str,
    *,
    sheet: str = "",
    row: int | None = None,
    sent: str = "",
    severity: Severity = Severity.WARNING,
) -> Problem:
    """Return a problem of the table itself, before its meaning is known."""
    return Problem.of(severity=severity, code=code, text=text, message=sheet, number=row, sent=sent)


def sheet_limit_problems(count: int) -> tuple[Problem, ...]:
    """Return the problem of a workbook with more sheets than are read, if so."""
    if count <= MAX_SHEETS:
        return ()
    text = Sentence(
        "The workbook has %(count)s sheets. We read the first %(limit)s. Send the others in a separate file.",
        {"count": count, "limit": MAX_SHEETS},
    )
    return (table_problem("too-many-sheets", text, severity=Severity.ERROR),)


# ── Csv as people save it (RFC 4180 and variants): any of four delimiters, unclosed quotation marks.


DELIMITERS: Final = (",", ";", "\t", "|")
SEP_LINE: Final = re.compile(r"\s*\"?sep=(.)\"?\s*\Z", re.IGNORECASE)  # Excel's own first line
LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
MAX_LINES_IN_ROW: Final = 20  # of one row: an address has a handful
MAX_DELIMITERS_IN_LINE: Final = 3  # delimiters in one line of a cell
HEAD_LINES: Final = 60  # lines, for the delimiter
GUARDED: Final = re.compile(r"'+[=+\-@]")  # an apostrophe that keeps a spreadsheet from running a cell as a formula
SPREADSHEET_TEXT: Final = re.compile(r'="([^"]*)"')  # form in which exports keep leading zeros


def likely_delimiters(text: str) -> list[str]:
    """Return the delimiters found in the first lines, most frequent first."""
    head = "".join(line for line, _ in zip(_lines(text), range(HEAD_LINES), strict=False))
    said = SEP_LINE.match(head.partition("\n")[0])
    if said:
        return [said[1]]
    counts = {delimiter: head.count(delimiter) for delimiter in DELIMITERS}
    return sorted((each for each in DELIMITERS if counts[each]), key=lambda each: -counts[each])


def csv_sheet(text: str, delimiter: str) -> Sheet:
    """Return the rows with content. An unclosed quotation mark affects only its own row."""
    found: list[Row] = []
    problems: list[Problem] = []
    budget = MAX_CELLS
    for number, cells in rows(text, delimiter, problems):
        kept = tuple(map(clean_cell, cells[:MAX_COLUMNS]))
        if not any(kept):
            continue
        budget -= len(kept)
        if len(found) >= MAX_ROWS or budget < 0:
            problems.append(
                table_problem(
                    "too-many-rows",
                    Sentence(
                        "Row %(number)s: The file has too many rows or cells for a list. We did not read any "
                        "further. Send the list in several files.",
                        {"number": number},
                    ),
                    row=number,
                )
            )
            break
        found.append(Row(number=number, cells=kept))
    return Sheet(rows=tuple(found), problems=tuple(problems))


def clean_cell(cell: str) -> str:
    """Return the cell without additions by programs, cut to the maximum length."""
    text = cell.strip()[:MAX_CELL_CHARS]
    if GUARDED.match(text):
        return text[1:]
    found = SPREADSHEET_TEXT.fullmatch(text)
    return found[1] if found else text


def _lines(text: str) -> Iterator[str]:
    for found in LINE.finditer(text):
        if found.end() > found.start():
            yield found[0]


def rows(text: str, delimiter: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """Yield rows numbered as in a spreadsheet: a row of several lines counts once.

    The number of rows is not limited. Problems of a row are added to `problems`; Excel's own first line is skipped.
    """
    lines = list(_lines(text))
    number, place = (1, 1) if lines and SEP_LINE.match(lines[0]) else (0, 0)
    while place < len(lines):
        number += 1
        cells, used, closed = _row(lines, place, delimiter)
        if not closed:
            problems.append(
                table_problem(
                    "quote-not-closed",
                    Sentence(
                        "Row %(number)s: A quotation mark is not closed. We read the row without it. Correct the row.",
                        {"number": number},
                    ),
                    row=number,
                    sent=lines[place],
                )
            )
        place += used
        yield number, _split_again(cells, delimiter)


def _row(lines: list[str], place: int, delimiter: str) -> tuple[list[str], int, bool]:
    """Return the cells of the row that begins here, its number of lines, and True if its quotation marks are closed."""
    line = lines[place]
    if '"' not in line:
        return line.rstrip("\r\n").split(delimiter), 1, True
    for used in range(1, min(MAX_LINES_IN_ROW, len(lines) - place) + 1):
        cells = _parsed("".join(lines[place : place + used]), delimiter)
        if cells is not None:
            if not _swallows_rows(cells, delimiter):
                return cells, used, True
            break
    return [cell.strip().strip('"') for cell in line.rstrip("\r\n").split(delimiter)], 1, False


def _swallows_rows(cells: list[str], delimiter: str) -> bool:
    """Return True if a cell of several lines holds other rows: an address has few delimiters in a line, a row many."""
    return any(
        line.count(delimiter) >= MAX_DELIMITERS_IN_LINE for cell in cells if "\n" in cell for line in cell.splitlines()
    )


def _parsed(chunk: str, delimiter: str) -> list[str] | None:
    """Return the one row in the text; None if a quotation mark is still open at its end."""
    try:
        return next(csv.reader([chunk.rstrip("\r\n")], delimiter=delimiter, strict=True), [])
    except csv.Error:
        is_open = chunk.count('"') % 2 == 1
        return None if is_open else _lenient(chunk, delimiter)


def _lenient(chunk: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([chunk.rstrip("\r\n")], delimiter=delimiter), [])
    except csv.Error:
        return chunk.rstrip("\r\n").split(delimiter)


def _split_again(cells: list[str], delimiter: str) -> list[str]:
    """Split a whole row in one pair of quotation marks, as a spreadsheet writes that saved it twice."""
    if len(cells) == 1 and delimiter in cells[0]:
        return _lenient(cells[0], delimiter)
    return cells
