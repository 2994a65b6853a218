"""Queries of `match`: csv rows as travellers; unusable values are reported by row and field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from roadstead.cli.query_rows import Cells, read_cells
from roadstead.engine.formats.lists import values
from roadstead.engine.formats.lists.days import days
from roadstead.engine.formats.lists.tally import Tally
from roadstead.engine.records import Document, Severity, Traveller
from roadstead.engine.reference import countries
from roadstead.engine.text import dates


class Query(NamedTuple):
    """One query: its name, and the person to search for."""

    name: str
    traveller: Traveller


def queries(raw: bytes, file: str, tally: Tally) -> Iterator[Query]:
    """Yield a query for each row; a row with faults is used as far as possible and reported in the tally.

    Raises CommandFailed if the first row names no column to search by.
    """
    rows = read_cells(raw, file, tally)
    return (
        Query(cells["id"] or str(place), _traveller(cells, number, tally))
        for place, (number, cells) in enumerate(rows, 1)
    )


def _traveller(cells: Cells, number: int, tally: Tally) -> Traveller:
    surname, given = _named(cells["surname"], cells["given"], cells["name"])
    paper = values.clean(cells["document_number"])
    return Traveller(
        surname=surname,
        given=given,
        born=_born(cells["born"], number, tally),
        sex=_sex(cells["sex"], number, tally),
        nationality=_nationality(cells["nationality"], number, tally),
        documents=(Document(number=paper),) if paper else (),
    )


def _named(surname: str, given: str, name: str) -> tuple[str, str]:
    """Return surname and given names. The whole name takes precedence over one of them.

    If the name does not contain that one, it is the other part, as in Dutch headings (Naam, Voornaam).
    """
    if not name or (surname and given):
        return surname, given
    if _words(surname or given) <= _words(name):
        return _split(name)
    return (surname, name) if surname else (name, given)


def _words(text: str) -> set[str]:
    return set(text.casefold().replace("/", " ").replace(",", " ").split())


def _split(name: str) -> tuple[str, str]:
    """Split `SURNAME/GIVEN` as airlines write it, or `Surname, Given`; otherwise return the whole name."""
    for mark in ("/", ","):
        if mark in name:
            surname, _, given = name.partition(mark)
            return surname.strip(), given.strip()
    return name, ""


def _born(sent: str, number: int, tally: Tally) -> str:
    """Return the birth date in ISO form, as far as it is possible: 30 February 1975 is still February 1975."""
    parsed = dates.parse(sent)
    iso = parsed.iso or next(iter(days(sent).found), "") if sent else ""
    if parsed.problem:
        used = f"we used {iso}" if iso else "we used no birth date"
        told = f"birth date {sent[:40]!r}: {dates.PROBLEMS[parsed.problem]}; {used}. Write 1975, 1975-03 or 1975-03-12."
        tally.add(parsed.problem, told, number=number, field="born", sent=sent, severity=Severity.WARNING)
    return iso


def _sex(sent: str, number: int, tally: Tally) -> str:
    known = values.SEXES.get(sent.casefold(), "")
    if values.clean(sent) and not known:
        told = f"unknown sex {sent[:40]!r}, not used. Write M, F or X."
        tally.add("sex-unknown", told, number=number, field="sex", sent=sent, severity=Severity.WARNING)
    return known


def _nationality(sent: str, number: int, tally: Tally) -> str:
    known = countries.alpha3(sent)
    if values.clean(sent) and not known:
        told = f"unknown nationality {sent[:40]!r}, not used. Write a country code of ISO 3166 or ICAO Doc 9303."
        tally.add("country-unknown", told, number=number, field="nationality", sent=sent, severity=Severity.WARNING)
    return sent.upper() if known else ""
