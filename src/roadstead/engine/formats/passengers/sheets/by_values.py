"""Columns whose heading does not say enough: what stands in them tells what they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from roadstead.engine.formats.passengers.sheets.outline import Table
from roadstead.engine.formats.passengers.sheets.papers import document_type, paper
from roadstead.engine.formats.passengers.sheets.roles import of
from roadstead.engine.formats.passengers.sheets.words import folded

SHARE: Final = 0.8  # of the values, which must be of the kind
FEWEST_DIGITS: Final = 3  # of a number of a document
NUMBERS: Final = frozenset({"document_number", "document"})
# Headings over a role that may as well stand over anything else.
VAGUE: Final = frozenset({"type", "tipo", "soort", "category", "categoria", "categorie", "status", "kind", "who"})


def settle(table: Table) -> None:
    """Give such columns their field. A column that is understood, and holds what it says, stays."""
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
    if is_vague and field in ("", "key:category") and "role" not in others and _most(bool(of(text)) for text in values):
        return "role"
    return field


def _is_number(text: str) -> bool:
    number = paper(text).number
    return document_type(text) is None and sum(map(str.isdigit, number)) >= FEWEST_DIGITS


def _most(found: Iterator[bool]) -> bool:
    answers = list(found)
    return sum(answers) >= SHARE * len(answers)
