"""Rows that are no people: section headings, totals, signatures, empty forms."""

from __future__ import annotations

import re
from typing import Final

from roadstead.engine.formats.passengers.sheets.headings import NUMBERED, key
from roadstead.engine.formats.passengers.sheets.words import folded, meaning
from roadstead.engine.syntax.table import Row

COUNTED: Final = re.compile(r"[\s:(]*[0-9]{0,5}[\s):]*$")
ENDS: Final = {"unused:signed", "person_count", "crew_count", "passenger_count"}  # what stands under the people
MOST_LABELLED: Final = 4  # values in a row that is a label with its value, and no person


def filled(row: Row) -> list[str]:
    return [cell for cell in row.cells if cell]


def only(row: Row) -> str:
    """The one text of the row, which merged cells may repeat; "" where there are several."""
    texts = set(filled(row))
    return next(iter(texts)) if len(texts) == 1 else ""


def section_of(row: Row) -> str:
    """The role of everybody below a line such as "CREW", "Passengers (12)", "IMO CREW LIST"; "" for other lines."""
    return section(only(row))


def section(text: str) -> str:
    bare = COUNTED.sub("", NUMBERED.sub("", text))
    return meaning("section", bare) or meaning("section", bare.replace("IMO", "").replace("OMI", "")) or ""


def is_end(row: Row) -> bool:
    """A total, a signature, or another label with its value under the people."""
    cells = filled(row)
    if not cells or len(cells) > MOST_LABELLED:
        return False
    first, _, after = cells[0].partition(":")
    if meaning("footer", COUNTED.sub("", first)) is not None and (len(cells) <= 2 or cells[1].isdigit()):
        return True
    meant = key(first)
    if not meant or meant in ENDS:
        return bool(meant)
    is_phrase = " " in NUMBERED.sub("", first).strip() or cells[0].rstrip().endswith(":") or bool(after.strip())
    return is_phrase or len(cells) == 1 or cells[1].isdigit() or not folded(cells[0])
