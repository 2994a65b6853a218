"""Checks that a table under known headings is of people, and not another text with these words in a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from math import ceil
from typing import Final

from roadstead.engine.formats.passengers.sheets.combined_cells import day_in, document_type, parse_document
from roadstead.engine.formats.passengers.sheets.headings import folded
from roadstead.engine.formats.passengers.sheets.outline import NAMES, Table
from roadstead.engine.formats.passengers.sheets.people import role_of
from roadstead.engine.syntax.table import Row
from roadstead.engine.text.dates import parse

# Columns with a vague heading: their values decide their meaning.


BY_VALUES_SHARE: Final = 0.8  # of the values, which must be of the kind
MIN_DIGITS: Final = 3  # of a document number
NUMBERS: Final = frozenset({"document_number", "document"})
# Headings of a role column that may also be headings of anything else.
VAGUE: Final = frozenset({"type", "tipo", "soort", "category", "categoria", "categorie", "status", "kind", "who"})


def assign_vague_columns(table: Table) -> None:
    """Assign fields to columns by their values. A column whose values fit its heading stays."""
    fields = list(table.heading.fields)
    for place, field in enumerate(fields):
        values = [row.cells[place] for row in table.rows if place < len(row.cells) and row.cells[place]]
        if not values:
            continue
        others = {name for at, name in enumerate(fields) if at != place}
        fields[place] = _field(field, table.heading.texts[place], values, others)
    table.heading = replace(table.heading, fields=tuple(fields))


def _field(field: str, heading: str, values: list[str], others: set[str]) -> str:
    if (
        field == "document"
        and "document_type" not in others
        and _most(document_type(text) is not None for text in values)
    ):
        return "document_type"
    if field == "document_type" and not NUMBERS & others and _most(map(_is_number, values)):
        return "document"
    is_vague = folded(heading) in VAGUE
    if (
        is_vague
        and field in ("", "key:category")
        and "role" not in others
        and _most(bool(role_of(text)) for text in values)
    ):
        return "role"
    return field


def _is_number(text: str) -> bool:
    number = parse_document(text).number
    return document_type(text) is None and sum(map(str.isdigit, number)) >= MIN_DIGITS


def _most(found: Iterator[bool]) -> bool:
    answers = list(found)
    return sum(answers) >= BY_VALUES_SHARE * len(answers)


MAX_NAME_CHARS: Final = 100  # characters
MAX_NAME_WORDS: Final = 12  # of a name
MARKUP: Final = re.compile(r"[|`<>{}\[\]=\\~^…]|\*\*|://|\w\(\)|^\W*[#>]|--|\.\w{2,4}$")
FAMILY: Final = frozenset({"surname", "name", "surname_given"})
BIRTHS: Final = ("born", "birth")
DOCUMENT_FIELDS: Final = ("document_number", "document", "document2_number")
MAX_DOCUMENT_CHARS: Final = 60  # characters of a cell with a document
MIN_KNOWN_HEADINGS: Final = 6  # headings understood, and no others: then it is a list, whatever its rows hold
MIN_PEOPLE_SHARE: Final = 1 / 3  # of the rows, which must be people beyond doubt
MIN_NAMED_SHARE: Final = 0.8  # of the rows, which must have a plausible name


def are_people(tables: Sequence[Table], *, is_titled: bool) -> bool:
    """Return True if enough rows have a surname and a birth date or a document.

    Also True if no row has these, but there are columns for them and all names are plausible: each person then gets a
    problem. `is_titled`: the sheet has a list's title or names its voyage; then the columns may be missing too, if
    every other heading is understood. A list without rows counts as one.
    """
    rows = [(table, row) for table in tables for row in table.rows]
    if not rows or all(not _unknown(table) and len(table.heading.known) >= MIN_KNOWN_HEADINGS for table in tables):
        return True
    enough = ceil(MIN_PEOPLE_SHARE * len(rows))
    if len(list(islice((row for table, row in rows if _is_person(table, row)), enough))) == enough:
        return True
    return are_names(tables) and all(_asks_for_people(table, is_titled=is_titled) for table in tables)


def are_names(tables: Sequence[Table]) -> bool:
    """Return True if the values under the headings for names are plausible names, in nearly every row."""
    rows = [_names(table, row) for table in tables for row in table.rows]
    named = sum(bool(names) and all(map(is_name, names)) for names in rows)
    return bool(rows) and named >= MIN_NAMED_SHARE * len(rows)


def _asks_for_people(table: Table, *, is_titled: bool) -> bool:
    """Return True with a heading for births or documents, or if all are understood, and none is a sentence."""
    texts = [text for text in table.heading.texts if text]
    has_column = bool({*BIRTHS, *DOCUMENT_FIELDS} & table.heading.known)
    is_sentence = any(len(text) > MAX_NAME_CHARS or MARKUP.search(text) for text in texts)
    return (has_column or (is_titled and not _unknown(table))) and not is_sentence


def _unknown(table: Table) -> list[str]:
    both = zip(table.heading.texts, table.heading.fields, strict=True)
    return [text for text, field in both if text and not field]


def _is_person(table: Table, row: Row) -> bool:
    family = [text for name, text in _cells(table, row) if name in FAMILY and text]
    if not family or not all(map(is_name, family)):
        return False
    values = [(name, text) for name, text in _cells(table, row) if text]
    return any(
        (name in BIRTHS and _is_day(text)) or (name in DOCUMENT_FIELDS and _is_document(text)) for name, text in values
    )


def _names(table: Table, row: Row) -> list[str]:
    return [text for name, text in _cells(table, row) if name in NAMES and text]


def _cells(table: Table, row: Row) -> list[tuple[str, str]]:
    return list(zip(table.heading.fields, (" ".join(cell.split()) for cell in row.cells), strict=False))


def is_name(text: str) -> bool:
    """Return True for letters with few digits and without characters of marked-up text or programs."""
    return (
        any(map(str.isalpha, text))
        and len(text) <= MAX_NAME_CHARS
        and len(text.split()) <= MAX_NAME_WORDS
        and sum(map(str.isdigit, text)) * 4 <= len(text)
        and not MARKUP.search(text)
    )


def _is_day(text: str) -> bool:
    return text.isdigit() or bool(parse(day_in(text), century="19").iso)


def _is_document(text: str) -> bool:
    return len(text) <= MAX_DOCUMENT_CHARS and (bool(parse_document(text).number) or document_type(text) is not None)
