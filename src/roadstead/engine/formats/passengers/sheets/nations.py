"""Countries in cells: codes of two or three letters, ICAO codes, names and adjectives in four languages."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from roadstead.engine.formats.common.notebook import Notebook
from roadstead.engine.formats.passengers.sheets.cells import Cell, warn
from roadstead.engine.formats.passengers.sheets.words import folded, nations
from roadstead.engine.reference.countries import alpha3, candidates, is_code

UNKNOWN: Final = {"", "-", "?", "n/a", "na", "unknown", "none", "nil"}


@lru_cache(maxsize=4096)
def code_of(text: str) -> str:
    """The code of three letters; "" if none or several are meant."""
    if is_code(text):
        return alpha3(text)
    return alpha3(text) or nations().get(folded(text), "")


def country(cell: Cell, field: str, notes: Notebook) -> str:
    """The code; as it was sent, with a word about it, where it is no country we know."""
    sent = cell.text
    if sent.casefold() in UNKNOWN:
        return ""
    if code := code_of(sent):
        return code
    first = next((code for half in sent.replace("/", ",").split(",") if (code := code_of(half.strip()))), "")
    if first and ("/" in sent or "," in sent):
        warn(notes, cell, "several-countries", f"{cell.shown} names several. {first} was taken; write one.", field)
        return first
    _say(cell, field, notes)
    return sent


def _say(cell: Cell, field: str, notes: Notebook) -> None:
    several = candidates(cell.text)
    if several:
        choice = " or ".join(several)
        warn(notes, cell, "country-ambiguous", f"{cell.shown} may be {choice}. Write the code of three letters.", field)
    else:
        warn(
            notes,
            cell,
            "country-unknown",
            f"{cell.shown} is no country we know. It was kept; write the code of three letters, such as BRB.",
            field,
        )
