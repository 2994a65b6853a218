"""A trip as a manifest, and the sheet that carries it: a yacht's notice of arrival, an aircraft's general declaration.

A sheet holds every field of craft, voyage and people, which PAXLST does not (several numbers of a craft, its kind, that
it is private). It is csv, so that the same trip is the same bytes and a repeated sending gets the same receipt.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Final

from roadstead.engine.formats import registry
from roadstead.engine.formats.passengers.sheets.headings import key
from roadstead.engine.formats.passengers.sheets.write import write_sheet
from roadstead.engine.records import Craft, Leg, Manifest, Mode, ReportingParty, Role, Traveller, Voyage
from roadstead.engine.voyages.normalise import normalised_manifest, normalised_readings
from roadstead.engine.voyages.versions.merge import without_places

FORMS: Final = {Mode.SEA: "noa", Mode.AIR: "gendec"}  # keys of TEMPLATES
PRIVATE: Final = "private"
LANGUAGE: Final = "en"
OF_VOYAGE: Final = (
    "craft",
    "legs",
    "category",
    "mode",
    "carrier",
)  # fields that must be read back as they were written


class OnBoard(StrEnum):
    """A person's part in the trip. The captain is crew."""

    CAPTAIN = "captain"
    CREW = "crew"
    PASSENGER = "passenger"


ROLES: Final = {OnBoard.CAPTAIN: Role.CREW, OnBoard.CREW: Role.CREW, OnBoard.PASSENGER: Role.PASSENGER}
RANKS: Final = {Mode.SEA: "Captain", Mode.AIR: "Pilot in command"}


def notice(
    *, mode: Mode, craft: Craft, leg: Leg, filed_by: ReportingParty, people: Sequence[Traveller] = ()
) -> Manifest:
    """Return the trip as a manifest, with the number of crew and of passengers declared."""
    if key(filed_by.name):  # somebody called as a label of the sheet is, such as Captain, would label the next row
        filed_by = replace(filed_by, name="")
    crew = sum(person.role is Role.CREW for person in people)
    return Manifest(
        voyage=Voyage(mode=mode, craft=craft, legs=(leg,), category=PRIVATE),
        reporting_party=filed_by,
        travellers=tuple(people),
        declared={"crew": crew, "passengers": len(people) - crew},
    )


def on_board(person: Traveller, role: OnBoard, mode: Mode) -> Traveller:
    """Return the person in this part of the trip."""
    return replace(person, role=ROLES[role], employment=RANKS[mode] if role is OnBoard.CAPTAIN else "")


def write_notice(made: Manifest) -> bytes:
    return write_sheet(made, FORMS[made.voyage.mode], "csv", LANGUAGE)


def read_back(raw: bytes, near: str) -> list[Manifest]:
    """Return what the pipeline reads from the bytes, message by message. `near`: ISO date of sending."""
    return [reading.manifest for reading in normalised_readings(registry.read(raw, near=near))]


@dataclass(frozen=True, slots=True)
class Misread:
    """A field that our reader would take otherwise. `person`: position in the list; None for craft and voyage."""

    person: int | None
    field: str


def misread(made: Manifest, near: str) -> list[Misread]:
    """Return the fields of the notice that our reader would not read back as they are, such as a name that means
    nobody. Nothing is sent that is read otherwise than it was typed.
    """
    read = read_back(write_notice(made), near)
    made = normalised_manifest(made)
    if len(read) != 1 or len(read[0].travellers) != len(made.travellers):
        return [Misread(None, "people")]
    found = [Misread(None, name) for name in OF_VOYAGE if getattr(made.voyage, name) != getattr(read[0].voyage, name)]
    for at, (one, other) in enumerate(zip(made.travellers, read[0].travellers, strict=True)):
        found += [Misread(at, name) for name in _differing(one, other)]
    return found


def _differing(one: Traveller, other: Traveller) -> Iterator[str]:
    one, other = without_places(one), without_places(other)
    return (each.name for each in fields(Traveller) if getattr(one, each.name) != getattr(other, each.name))
