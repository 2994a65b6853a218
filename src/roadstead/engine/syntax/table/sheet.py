"""A sheet as rows of text. What was odd about it travels beside it; nothing is ever beyond these limits."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from roadstead.engine.records import Problem, Severity

# ── The bytes of a csv file to text: with or without byte order mark, UTF-8, UTF-16, or what Windows writes.


MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
HEAD: Final = 1_024  # bytes looked at for UTF-16 without mark
GOOD: Final = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
HIGH: Final = re.compile(rb"[\x80-\xff]")


class Decoded(NamedTuple):
    """`spoilt`: so many characters could not be read and stand as "\ufffd"."""

    text: str
    encoding: str
    spoilt: int = 0


def decoded(raw: bytes) -> Decoded:
    """Nothing raises. Bytes that are no UTF-8 are Windows-1252, of which Latin-1 is nearly a part."""
    marked = next((encoding for mark, encoding in MARKS if raw.startswith(mark)), "")
    encoding = marked or _wide(raw) or _narrow(raw)
    text = raw.decode(encoding, "replace")
    return Decoded(text.replace("\0", ""), encoding.removesuffix("-sig"), text.count("\ufffd"))


def _wide(raw: bytes) -> str:
    """UTF-16 without mark: nearly every second byte of plain text is zero."""
    head = raw[:HEAD]
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros = head[first::2].count(0)
        if len(head) > 3 and zeros * 10 > len(head) // 2 * 7 and zeros > 4 * head[1 - first :: 2].count(0):
            return encoding
    return ""


def _narrow(raw: bytes) -> str:
    """UTF-8 with a few spoilt bytes is still UTF-8; names in Windows-1252 hardly ever form pairs of it."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        pairs = sum(len(found) for found in GOOD.findall(raw))
        return "utf-8" if pairs * 2 > len(HIGH.findall(raw)) else "cp1252"
    return "utf-8"


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


def beyond(count: int) -> tuple[Problem, ...]:
    """What to say of a workbook with `count` sheets."""
    if count <= MOST_SHEETS:
        return ()
    text = (
        f"The workbook has {count} sheets; the first {MOST_SHEETS} were read. Send the others in a file of their own."
    )
    return (odd("too-many-sheets", text, severity=Severity.ERROR),)


# ── Csv as people save it (RFC 4180 and around it): any of four delimiters, quotation marks that are never closed.


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
        is_open = chunk.count('"') % 2 == 1
        return None if is_open else _lenient(chunk, delimiter)


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
