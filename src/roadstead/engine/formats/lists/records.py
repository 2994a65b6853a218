"""Published csv with headings: cells are removed as they are used, so that the unused ones can be reported."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from roadstead.engine.formats.lists import tables
from roadstead.engine.formats.lists.content import Content
from roadstead.engine.formats.lists.encodings import decode_with_report
from roadstead.engine.formats.lists.loading import Loading
from roadstead.engine.formats.lists.tally import Tally
from roadstead.engine.formats.lists.values import clean
from roadstead.engine.sentences import Sentence

MAX_LINES_ABOVE: Final = 5  # lines above the headings, such as a date or a title


class Record:
    """One row; it holds only cells that are not empty."""

    def __init__(self, number: int, cells: dict[str, str]) -> None:
        self.number = number
        self._cells = cells

    def text(self, heading: str) -> str:
        """Return the cell without removing it."""
        return clean(self._cells.get(heading))

    def take(self, heading: str) -> str:
        return clean(self._cells.pop(heading, ""))

    def take_first(self, *headings: str) -> str:
        """Remove all of these cells and return the first that is not empty."""
        return next(iter(filter(None, [self.take(heading) for heading in headings])), "")

    def take_joined(self, *headings: str, by: str = ", ") -> str:
        return by.join(filter(None, map(self.take, headings)))

    def take_split(self, heading: str, by: str = ";") -> list[str]:
        """Return the values of a cell, separated by a character (a regular expression) or a new line."""
        parts = re.split(rf"(?:{by})|[\r\n]+", self._cells.pop(heading, ""))
        return [text for text in map(clean, parts) if text]

    def finish(self, tally: Tally, not_needed: Iterable[str] = ()) -> None:
        known = frozenset(not_needed)
        tally.count_unread(heading for heading, cell in self._cells.items() if heading not in known and clean(cell))


def recogniser(marks: Iterable[str], delimiter: str = ",") -> Callable[[bytes], bool]:
    """Return a function that is True if a file's headings are among its first lines."""
    wanted = frozenset(marks)
    return lambda head: _headings(tables.decode_text(head)[: tables.HEAD_CHARS], wanted, delimiter) is not None


def above_headings(content: Content, delimiter: str = ",") -> str:
    """Return the text of the first row of a file whose headings come later."""
    return " ".join(tables.first_row(tables.decode_text(content.head()), delimiter))


def records(loading: Loading, marks: Iterable[str], delimiter: str = ",") -> Iterator[Record]:
    """Yield every row under the headings. Rows that do not fit are reported as problems."""
    text = decode_with_report(loading.content.whole(), loading.tally)
    headings = _headings(text, frozenset(marks), delimiter)
    if headings is None:
        return
    last = unterminated_row(text, delimiter)
    for number, row in tables.rows(text, delimiter):
        is_row = number > headings[0] and any(map(str.strip, row))
        if is_row and number == last and tables.is_truncated_row(text, row, len(headings[1])):
            report_truncated_row(row, number, loading.tally)
        elif is_row and _fits(row, len(headings[1]), loading.tally, number):
            yield Record(number, {name: cell for name, cell in zip(headings[1], row, strict=False) if cell.strip()})


def _headings(text: str, marks: frozenset[str], delimiter: str) -> tuple[int, list[str]] | None:
    try:
        for number, row in tables.rows(text, delimiter):
            names = [" ".join(cell.split()) for cell in row]
            if marks <= set(names):
                return number, names
            if number >= MAX_LINES_ABOVE:
                return None
    except tables.QuoteNotClosed:
        return None
    return None


def unterminated_row(text: str, delimiter: str) -> int:
    """Return the number of a last row without a line end, which may be truncated; 0 if the file ends properly."""
    if text.endswith(("\n", "\r")) or not text:
        return 0
    return max((number for number, _ in tables.rows(text, delimiter)), default=0)


def report_truncated_row(row: list[str], number: int, tally: Tally) -> None:
    text = Sentence(
        "The file ends in the middle of row %(number)s, so entries are missing. Download the file again.",
        {"number": number},
    )
    tally.add("file-damaged", text, number=number, sent=",".join(row))


def _fits(row: list[str], width: int, tally: Tally, number: int) -> bool:
    """Return False and report a row that is too wide. Short rows fit: some programs omit empty cells at the end."""
    if any(map(str.strip, row[width:])):
        report_wrong_width(row, width, number, tally)
        return False
    return True


def report_wrong_width(row: list[str], width: int, number: int, tally: Tally) -> None:
    held = len(row)
    text = Sentence(
        "This row has the wrong number of columns (%(held)s instead of %(width)s). We left it out. Check its "
        "commas and quotation marks.",
        {"held": held, "width": width},
    )
    tally.add("row-unreadable", text, number=number, sent=",".join(row))
