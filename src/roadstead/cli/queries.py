"""The queries of `match`: csv as people save it to travellers; what cannot be used is told by row and field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from roadstead.cli.failure import CannotDo
from roadstead.model import Document, Problem, Severity, Traveller
from roadstead.reference import countries
from roadstead.syntax import table
from roadstead.text import dates
from roadstead.watchlists.sources import columns, values
from roadstead.watchlists.sources.days import days
from roadstead.watchlists.sources.tables import folded
from roadstead.watchlists.sources.tally import Tally

COLUMNS: Final = ("id", "name", "surname", "given", "born", "sex", "nationality", "document_number")
TELLING: Final = frozenset({"name", "surname", "document_number"})  # one must be there, or nobody can be asked for
LISTS: Final = {"documents": "document_number"}  # what watch lists call otherwise
HEADINGS: Final = {heading: LISTS.get(ours, ours) for heading, ours in columns.BY_HEADING.items()} | {
    folded(ours): ours for ours in COLUMNS
}
LOOKED_AT: Final = 1 << 16  # characters, for the headings
NO_DELIMITER: Final = "\x1f"  # of one column: commas in it belong to the names

Cells = dict[str, str]
Row = tuple[int, list[str]]


class Asked(NamedTuple):
    """One query: what the caller calls it, and who is asked for."""

    name: str
    traveller: Traveller


class Layout(NamedTuple):
    """Our name of each column ("" where it is none of ours), and what stands between them."""

    columns: tuple[str, ...]
    delimiter: str


def queries(raw: bytes, file: str, tally: Tally) -> Iterator[Asked]:
    """Every row under the headings; a row that is odd is asked for as far as it goes, and told in the tally.

    Raises CannotDo where the first row names no column by which one can ask.
    """
    read = table.decoded(raw)
    if read.spoilt:
        told = f"{read.spoilt} characters cannot be read: names with them are met less well. Save the file as UTF-8."
        tally.row("character-unreadable", told, number=0, severity=Severity.WARNING)
    layout = _layout(read.text, file)
    return _asked(read.text, layout, tally)


def _layout(text: str, file: str) -> Layout:
    """The delimiter under which the first row has the most of our headings."""
    head = text[:LOOKED_AT]
    read = [_headings(head, delimiter) for delimiter in (NO_DELIMITER, *table.likely_delimiters(head))]
    best = max(read, key=lambda one: len(set(filter(None, one.columns))))
    if not TELLING & set(best.columns):
        raise CannotDo(
            f"{file}: the first row ({_first_line(head)!r}) has none of the headings name, surname or document_number. "
            f"Write {','.join(COLUMNS)} there; any column may be empty or left out."
        )
    return best


def _first_line(head: str) -> str:
    return next(iter(head.strip().splitlines()), "")[:60]


def _headings(head: str, delimiter: str) -> Layout:
    first = next((cells for _, cells in table.rows(head, delimiter, []) if any(map(str.strip, cells))), [])
    return Layout(tuple(HEADINGS.get(folded(cell), "") for cell in first), delimiter)


def _asked(text: str, layout: Layout, tally: Tally) -> Iterator[Asked]:
    rows = _told(text, layout, tally)
    next(rows, None)  # the headings
    for place, (number, row) in enumerate(rows, 1):
        cells = _cells(row, layout.columns)
        yield Asked(cells["id"] or str(place), _traveller(cells, number, tally))


def _told(text: str, layout: Layout, tally: Tally) -> Iterator[Row]:
    """Rows that are not blank, numbered as a spreadsheet numbers them; what is odd about one goes to the tally."""
    odd: list[Problem] = []
    for number, row in table.rows(text, layout.delimiter, odd):
        for each in odd:
            tally.row(each.code, each.text, number=number, sent=each.sent, severity=Severity.WARNING)
        odd.clear()
        if any(map(str.strip, row[len(layout.columns) :])):
            told = f"{len(row)} cells under {len(layout.columns)} headings: what is beyond them is not used"
            tally.row("cells-beyond", told, number=number, sent=layout.delimiter.join(row), severity=Severity.WARNING)
        if len(row) > 1 or any(map(str.strip, row)):
            yield number, row


def _cells(row: Sequence[str], names: Sequence[str]) -> Cells:
    """By our names; of a column that stands there twice, the first that says something."""
    cells = dict.fromkeys(COLUMNS, "")
    for ours, cell in zip(names, row, strict=False):
        if ours in cells and not cells[ours]:
            cells[ours] = table.tidy(cell)
    return cells


def _traveller(cells: Cells, number: int, tally: Tally) -> Traveller:
    surname, given = _named(cells["surname"], cells["given"], cells["name"])
    paper = values.said(cells["document_number"])
    return Traveller(
        surname=surname,
        given=given,
        born=_born(cells["born"], number, tally),
        sex=_sex(cells["sex"], number, tally),
        nationality=_nationality(cells["nationality"], number, tally),
        documents=(Document(number=paper),) if paper else (),
    )


def _named(surname: str, given: str, name: str) -> tuple[str, str]:
    """Surname and given names. The whole name tells more than a surname alone; beside one it may be the given names."""
    if name and not (surname and given) and surname.casefold() in name.casefold():
        return _split(name)
    return surname, given or name


def _split(name: str) -> tuple[str, str]:
    """`SURNAME/GIVEN` as airlines write it, `Surname, Given`, or the whole name as it is."""
    for mark in ("/", ","):
        if mark in name:
            surname, _, given = name.partition(mark)
            return surname.strip(), given.strip()
    return name, ""


def _born(sent: str, number: int, tally: Tally) -> str:
    """30 February 1975 is still a birth in February 1975."""
    parsed = dates.parse(sent)
    iso = parsed.iso or next(iter(days(sent).found), "") if sent else ""
    if parsed.problem:
        used = f"{iso} is used" if iso else "no birth date is used"
        told = f"birth date {sent[:40]!r}: {dates.PROBLEMS[parsed.problem]}; {used}. Write 1975, 1975-03 or 1975-03-12."
        tally.row(parsed.problem, told, number=number, field="born", sent=sent, severity=Severity.WARNING)
    return iso


def _sex(sent: str, number: int, tally: Tally) -> str:
    known = values.SEXES.get(sent.casefold(), "")
    if values.said(sent) and not known:
        told = f"sex {sent[:40]!r} is none we know: not used. Write M, F or X."
        tally.row("sex-unknown", told, number=number, field="sex", sent=sent, severity=Severity.WARNING)
    return known


def _nationality(sent: str, number: int, tally: Tally) -> str:
    known = countries.alpha3(sent)
    if values.said(sent) and not known:
        told = f"nationality {sent[:40]!r} is no country we know: not used. Write a code of ISO 3166 or ICAO Doc 9303."
        tally.row("country-unknown", told, number=number, field="nationality", sent=sent, severity=Severity.WARNING)
    return sent.upper() if known else ""
