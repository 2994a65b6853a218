"""Tables of policy: dated rows by state with a source. One description per table defines the values allowed in its
cells.

Approved rows precede shipped ones, and a row that names the state precedes one for any state. Approved rows are passed
in: this module reads only the shipped csv files, which have the columns of the files that are imported.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Generic, TypeVar

from roadstead.config import NotConfigured
from roadstead.engine.reference.caricom import participants
from roadstead.engine.reference.countries import all_codes
from roadstead.engine.reference.tables import Row, table
from roadstead.engine.sentences import Sentence

ANY: Final = "*"
Cell = Callable[[str], Sentence]  # returns the fault of a cell's text, an empty sentence if there is none
NO_FAULT: Final = Sentence("")
Made = TypeVar("Made")


class BadReference(NotConfigured):
    """Raised if a row cannot be used; the sentence names file, row and column, and says which values are allowed."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Table(Generic[Made]):
    """One table.

    `key`: the columns that identify the case of a row. Of two rows with the same key and first day the one approved
    last holds; this is how a row, approved or shipped, is corrected or ended.
    """

    name: str
    title: str
    decides: str
    cells: Mapping[str, Cell]
    key: tuple[str, ...]
    make: Callable[[Row, bool], Made]  # second argument: True for an approved row
    row_faults: Callable[[Row], Iterable[tuple[str, Sentence]]] = lambda row: ()  # faults of combinations of cells
    is_default_required: bool = False  # there must be a row for any state: shipped ones can be corrected, not ended
    shipped: tuple[Row, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "shipped", table(self.name))

    def rows(self, own: Iterable[Row] = ()) -> tuple[Made, ...]:
        """Return the approved rows, given newest first, and the shipped rows, each converted to its type."""
        newest = self.newest(own)
        return (
            *(self.make(row, True) for row in newest),
            *(self.make(row, False) for row in self.unreplaced_shipped(newest)),
        )

    def newest(self, own: Iterable[Row]) -> tuple[Row, ...]:
        """Drop rows that a newer one replaces."""
        found: dict[tuple[str, ...], Row] = {}
        for row in own:
            found.setdefault(self.case(row), row)
        return tuple(found.values())

    def unreplaced_shipped(self, own: Iterable[Row]) -> tuple[Row, ...]:
        """Return the shipped rows except those that an approved one replaces."""
        replaced = set(map(self.case, own))
        return tuple(row for row in self.shipped if self.case(row) not in replaced)

    def case(self, row: Row) -> tuple[str, ...]:
        """Return the case of a row and its first day."""
        return tuple(row.get(name, "") for name in (*self.key, "valid_from"))

    def with_state(self, state: str, cells: Row) -> Row:
        """Return a row as in the csv file, from its cells without the state."""
        return {"state": state, **cells} if "state" in self.cells else cells

    def faults(self, row: Row) -> Iterator[tuple[str, Sentence]]:
        """Yield column and fault for each cell that cannot be used. Only columns of the table are checked."""
        for name, wrong_with in self.cells.items():
            if wrong := wrong_with(row.get(name, "")):
                yield name, wrong
        yield from self.row_faults(row)
        first, last = row.get("valid_from", ""), row.get("valid_to", "")
        if last and last < first:
            yield "valid_to", Sentence("is before the first day, %(first)s", {"first": first})
        if (
            self.is_default_required
            and last
            and row.get("state") == ANY
            and self.case(row) in map(self.case, self.shipped)
        ):
            yield (
                "valid_to",
                Sentence(
                    "must be empty: this row applies where no other row does. Replace it with a row that begins later"
                ),
            )

    def read(self, text: str, file: str) -> tuple[Row, ...]:
        """Read a csv file with exactly the columns of the table, in any order. Raises BadReference."""
        reader = csv.DictReader(text.splitlines(), restkey="", restval=None)
        _check_heading(file, reader.fieldnames or (), self.cells)
        return tuple(self._checked(file, number, row) for number, row in enumerate(reader, start=2))

    def write(self, rows: Iterable[Row]) -> str:
        """Write rows as a csv file that `read` accepts."""
        written = io.StringIO()
        writer = csv.DictWriter(written, list(self.cells), extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return written.getvalue()

    def _checked(self, file: str, number: int, row: Mapping[str, str | None]) -> Row:
        if "" in row:
            raise BadReference(
                Sentence(
                    "%(file)s, row %(row)s: more cells than columns; put a text with commas in quotation marks",
                    {"file": file, "row": number},
                )
            )
        trimmed = {name: (value or "").strip() for name, value in row.items()}
        for name, wrong in self.faults(trimmed):
            cell = repr(trimmed[name][:40])
            raise BadReference(
                Sentence(
                    "%(file)s, row %(row)s, column %(column)s: %(cell)s %(fault)s",
                    {"file": file, "row": number, "column": name, "cell": cell, "fault": wrong},
                )
            )
        return trimmed


def _check_heading(file: str, found: Sequence[str], cells: Mapping[str, Cell]) -> None:
    names = [str(name) for name in found]
    for name in cells.keys() - set(names):
        raise BadReference(
            Sentence(
                "%(file)s, row 1: the column %(column)s is missing; the columns are %(columns)s",
                {"file": file, "column": name, "columns": ", ".join(cells)},
            )
        )
    for name in [name for name in names if name not in cells or names.count(name) > 1]:
        raise BadReference(
            Sentence(
                "%(file)s, row 1, column %(column)s: no such column, or twice; they are %(columns)s",
                {"file": file, "column": name, "columns": ", ".join(cells)},
            )
        )


# ── Checks of cells: each returns the fault, an empty sentence if there is none


NO_DAY: Final = Sentence("must be a day as 2026-11-25")


def anything(text: str) -> Sentence:
    return NO_FAULT


def not_empty(text: str) -> Sentence:
    return NO_FAULT if text else Sentence("must not be empty")


def a_day_or_nothing(text: str) -> Sentence:
    try:
        return NO_FAULT if not text or date.fromisoformat(text).isoformat() == text else NO_DAY
    except ValueError:
        return Sentence("is not a day; write it as 2026-11-25, or leave it empty")


def a_day(text: str) -> Sentence:
    return a_day_or_nothing(text) if text else NO_DAY


def a_number(text: str) -> Sentence:
    digits = text.removeprefix("-")
    fits = digits.isascii() and digits.isdigit() and len(digits) < 7
    return NO_FAULT if fits else Sentence("is not a whole number")


def a_state(text: str) -> Sentence:
    """Check for a country's alpha-3 code or "*"."""
    known = text == ANY or text in all_codes() or text in {state.code for state in participants()}
    return NO_FAULT if known else Sentence("is not a country's code of three letters (BRB), nor * for any")


def number_between(low: float, high: float) -> Cell:
    fault = Sentence("must be a number from %(low)s to %(high)s", {"low": f"{low:g}", "high": f"{high:g}"})

    def wrong_with(text: str) -> Sentence:
        digits = text.replace(".", "", 1)
        fits = digits.isascii() and digits.isdigit() and low <= float(text) <= high
        return NO_FAULT if fits else fault

    return wrong_with


def whole_between(low: int, high: int) -> Cell:
    within = number_between(low, high)
    fault = Sentence("must be a whole number from %(low)s to %(high)s", {"low": low, "high": high})
    return lambda text: within(text) if text.isdecimal() else fault


@dataclass(frozen=True, slots=True)
class OneOf:
    """Check for a cell that holds one of these values."""

    values: tuple[str, ...]

    def __call__(self, text: str) -> Sentence:
        fits = text in self.values
        return NO_FAULT if fits else Sentence("must be one of %(values)s", {"values": ", ".join(self.values)})


def one_of(*values: str) -> OneOf:
    return OneOf(values)


# Last columns of most tables. `mark`: P primary source, S secondary, D our own choice.
DATED: Final[Mapping[str, Cell]] = {"valid_from": a_day_or_nothing, "valid_to": a_day_or_nothing}
SOURCED: Final[Mapping[str, Cell]] = {
    "verified": one_of("yes", "no"),
    "mark": anything,
    "source": not_empty,
    "text": not_empty,
}
