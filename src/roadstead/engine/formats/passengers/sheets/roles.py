"""Passenger, crew, or in transit: what the row says, then what stands above it, then what the form is."""

from __future__ import annotations

from typing import Final

from roadstead.engine.formats.common.notebook import Notebook
from roadstead.engine.formats.passengers.sheets.cells import note, warn
from roadstead.engine.formats.passengers.sheets.people import Line, Reader
from roadstead.engine.formats.passengers.sheets.words import meaning
from roadstead.engine.records import Role

IN_TRANSIT: Final = {"passenger": Role.TRANSIT_PASSENGER, "crew": Role.TRANSIT_CREW}


def of(text: str) -> str:
    """The role that a word for it, or a rank, stands for."""
    return meaning("role", text) or meaning("rank", text) or ""


def role(line: Line, reader: Reader, notes: Notebook) -> Role:
    found = _said(line, reader, notes)
    transit = line.cell("transit")
    if not transit.text or found not in IN_TRANSIT:
        return Role(found)
    answer = meaning("yes", transit.text)
    if answer is None:
        warn(
            notes,
            transit,
            "transit-not-understood",
            f"{transit.shown} is not yes or no. Write one of these.",
            "transit",
        )
    return IN_TRANSIT[found] if answer == "yes" else Role(found)


def _said(line: Line, reader: Reader, notes: Notebook) -> str:
    usual = line.section or reader.usual
    cell = line.cell("role")
    if cell.text:
        known = of(cell.text)
        if known:
            return known
        note(
            notes,
            cell,
            "role-unknown",
            f"{cell.shown} is neither passenger nor crew. Taken as {reader.everybody or usual}, and kept as rank.",
            "role",
        )
    rank = line.cell("employment")
    if reader.everybody and meaning("role", rank.text) == "passenger":
        note(notes, rank, "passenger-in-crew-list", f"{rank.shown} is no rank of crew. Taken as passenger.", "role")
        return "passenger"
    if reader.everybody:
        return reader.everybody
    if not line.section and "role" not in reader.known:
        return of(line.text("employment")) or usual
    return usual
