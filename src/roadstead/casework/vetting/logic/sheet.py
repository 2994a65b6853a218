"""Reading a vetting sheet: the readers of passenger sheets, without what they say about a voyage. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from roadstead.engine.formats.passengers.sheets import read_csv, read_workbook
from roadstead.engine.formats.passengers.sheets.examples import NUMBER
from roadstead.engine.formats.reading import Reading
from roadstead.engine.records import Problem, Severity, Traveller
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.table import csv_bytes, looks_like_workbook, parse_workbook

MAX_PEOPLE: Final = 500
MAX_ROWS: Final = 2 * MAX_PEOPLE + 100  # read at most; rows of other text are among them
MAX_BYTES: Final = 2 * 1000**2
MAX_PROBLEMS: Final = 1000
NO_ROW: Final = -1
ROW: Final = re.compile(r"\b[0-9]+\b")
NOT_SEARCHED: Final = "row-not-searched"  # code of the problem of such a row
# Headings of the template, and under which name the API sends each.
COLUMNS: Final[Mapping[str, str]] = {
    "reference": "Customer reference",
    "surname": "Family name",
    "given": "Given names",
    "sex": "Sex",
    "born": "Date of birth",
    "birth_place": "Place of birth",
    "nationality": "Nationality",
    "residence": "Country of residence",
    "document_type": "Document type",
    "document_number": "Passport or document number",
    "issuer": "Issuing country",
    "address": "Address",
}
EXAMPLE: Final = ("", "EXAMPLE", "Ada", "F", "1980-11-03", "Bridgetown", "BRB", "BRB", "P", NUMBER, "BRB", "")
# About the list of a voyage, not about a person.
OF_A_VOYAGE: Final = frozenset({"port-missing", "date-missing", "voyage-missing", "craft-missing", "list-empty"})
NO_PEOPLE: Final = Sentence(
    "We found no applicants in this file. Write one in each row, under headings such as Family name, Given names, Date"
    " of birth, Nationality. The template has them."
)
TOO_MANY: Final = Sentence("The sheet has %(number)s rows. Send at most %(most)s in one sheet.")
TOO_LARGE: Final = Sentence("The file is larger than %(size)s MB. Send the rows in several sheets.")
NO_NAME: Final = Sentence("Row %(row)s: there is no name. Write the family name and the given names.")
NOT_READ: Final = Sentence("Row %(row)s was not searched. Correct it and send it in another sheet.")


class SheetRefused(Exception):
    """The whole file cannot be used; the sentence says what to do."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Applicant as read, and the row."""

    row: int
    traveller: Traveller


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSheet:
    """People that can be searched, and problems. `refused`: rows that cannot."""

    people: tuple[Person, ...]
    problems: tuple[Problem, ...]
    refused: tuple[int, ...]


def read_sheet(raw: bytes) -> ReadSheet:
    """Read the file (xlsx, xls, ods or csv). Raise SheetRefused if it has no people, or too many."""
    if len(raw) > MAX_BYTES:
        raise SheetRefused(_filled(TOO_LARGE, size=MAX_BYTES // 1000**2))
    found = _readings(raw)
    rows = [one for reading in found for one in reading.manifest.travellers]
    if not rows:
        raise SheetRefused(NO_PEOPLE)
    if len(rows) > MAX_PEOPLE:
        raise SheetRefused(_filled(TOO_MANY, number=len(rows), most=MAX_PEOPLE))
    problems = [each for reading in found for each in reading.problems if each.code not in OF_A_VOYAGE]
    numbered = [Person(row=one.segment or NO_ROW, traveller=one) for one in rows]
    if len({each.row for each in numbered}) < len(numbered):  # several sheets of a workbook, or names in one cell
        numbered = [Person(row=at, traveller=each.traveller) for at, each in enumerate(numbered, 1)]
    bad = _unusable(numbered, problems) | _unread(numbered, problems)
    wrong = [_error(NO_NAME, row) for row, why in bad.items() if why == "name"]
    wrong += [_error(NOT_READ, row) for row, why in bad.items() if why != "name"]
    return ReadSheet(
        people=tuple(each for each in numbered if each.row not in bad),
        problems=tuple([*wrong, *problems][:MAX_PROBLEMS]),
        refused=tuple(sorted(bad)),
    )


def template() -> bytes:
    """Return an empty sheet as csv, with an example row that is not read."""
    return csv_bytes([list(COLUMNS.values()), list(EXAMPLE)])


def sheet_of(people: Iterable[Mapping[str, str]]) -> bytes:
    """Return the csv sheet of people as the API sends them."""
    return csv_bytes([list(COLUMNS.values()), *([each.get(name, "") for name in COLUMNS] for each in people)])


def _readings(raw: bytes) -> list[Reading]:
    if looks_like_workbook(raw):
        return read_workbook(parse_workbook(raw, max_rows=MAX_ROWS), any_people=True)
    if (lines := max(raw.count(b"\n"), raw.count(b"\r"))) > MAX_ROWS:  # refused before much time is spent on it
        raise SheetRefused(_filled(TOO_MANY, number=lines, most=MAX_PEOPLE))
    return read_csv(raw, any_people=True)


def _unusable(people: Iterable[Person], problems: Iterable[Problem]) -> dict[int, str]:
    """Return why rows cannot be searched: no name, or a value that is wrong."""
    there = {each.row for each in people}
    wrong = {each.number: "value" for each in problems if each.severity is Severity.ERROR}
    found = {row: why for row, why in wrong.items() if row in there and row is not None}
    return found | {each.row: "name" for each in people if not (each.traveller.surname or each.traveller.given)}


def _unread(people: Sequence[Person], problems: Iterable[Problem]) -> dict[int, str]:
    """Return rows below the headings that the reader could not take for a person, such as one with a birth date alone.

    Its note names them in words; of very many only the first.
    """
    first = min(each.row for each in people)
    said = [str(each.wording) for each in problems if each.code == "lines-not-understood"]
    return {row: "value" for text in said for row in map(int, ROW.findall(text)) if row > first}


def _error(sentence: Sentence, row: int) -> Problem:
    return Problem.of(severity=Severity.ERROR, code=NOT_SEARCHED, text=_filled(sentence, row=row), number=row)


def _filled(sentence: Sentence, **values: int) -> Sentence:
    return Sentence(sentence.template, values)
