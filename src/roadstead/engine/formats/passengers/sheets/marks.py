"""Which form this is, by its title; arrival or departure, by the box that is ticked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from roadstead.engine.formats.passengers.sheets.words import folded, meaning, table
from roadstead.engine.syntax.table import Row

LONGEST_TITLE: Final = 120  # characters
SHORTEST: Final = 5  # of a folded title that may be part of a longer line
TICK: Final = re.compile(r"☒|☑|✓|✔|[\[(]\s*[xX✓]\s*[\])]|(?:^|\s)[xX](?=\s|$)")
EMPTY_BOX: Final = re.compile(r"☐|□|[\[(]\s*[\])]")


@cache
def _titles() -> tuple[tuple[str, str], ...]:
    """Folded title and form, the longest first."""
    found = [
        (folded(word), row["value"])
        for row in table("words")
        if row["table"] == "title"
        for word in row["words"].split(";")
    ]
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


def title_in(text: str) -> str:
    """The form a line is the title of ("FAL5"), or ""."""
    if not text or len(text) > LONGEST_TITLE:
        return ""
    plain = folded(text)
    return next(
        (
            form
            for title, form in _titles()
            if plain == title or (len(title) >= SHORTEST and title in plain and len(plain) < 3 * len(title))
        ),
        "",
    )


def form_of(lines: Iterable[str], sheet: str) -> str:
    """The form of a sheet: by its first title, else by the sheet's name."""
    return next((form for line in lines if (form := title_in(line))), "") or title_in(sheet)


def direction_in(row: Row) -> str:
    """ "arrival" or "departure", where one of two boxes is ticked: in the same cell, or in the one beside it."""
    cells = [cell for cell in row.cells if cell]
    for at, cell in enumerate(cells):
        word = _of_box(cell)
        beside = cells[at + 1] if at + 1 < len(cells) else ""
        if word and (TICK.search(cell) or TICK.fullmatch(beside.strip())):
            return word
    return ""


def is_box(text: str) -> bool:
    """A box to tick with its word: "[ ] Departure"."""
    return bool(TICK.search(text) or EMPTY_BOX.search(text)) and _of_box(text) is not None


def _of_box(text: str) -> str | None:
    return meaning("direction", EMPTY_BOX.sub(" ", TICK.sub(" ", text)))
