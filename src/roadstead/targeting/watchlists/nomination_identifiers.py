"""Second identifiers required of each kind besides the name (S21), and numbers of vessels, aircraft and firms. Pure.

A person is distinguished from namesakes by birth, nationality or document; vessel names are reused, so only a number
distinguishes them; a firm has a register, a seat or an address.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final, NamedTuple

from roadstead.engine.formats.lists.columns import Cells
from roadstead.engine.formats.lists.roadstead_csv import KINDS
from roadstead.engine.records import ADDRESS, Entry, Kind, ListedName
from roadstead.engine.sentences import Sentence
from roadstead.engine.text.identifiers import imo

EXTRA_IDENTIFIERS: Final = ("mmsi", "vessel_type", "register", "tax", ADDRESS)  # not columns of our csv
NUMBERS: Final = ("imo", "call_sign", "tail_number", *EXTRA_IDENTIFIERS)
MMSI: Final = re.compile(r"[0-9]{9}")  # ITU-R M.585


class SecondIdentifier(NamedTuple):
    """The second identifier of a kind: its field, the advice, and a test whether it is known."""

    field: str
    text: Sentence
    known: Callable[[Entry], bool]


def _any(*names: str) -> Callable[[Entry], bool]:
    return lambda entry: any(entry.identifiers.get(name) for name in names)


SECOND_IDENTIFIERS: Final[Mapping[Kind, SecondIdentifier]] = {
    Kind.PERSON: SecondIdentifier(
        "born",
        Sentence(
            "Enter one more identifier besides the name: a date of birth (a year is enough), a nationality or a"
            " document."
        ),
        lambda entry: bool(entry.born or entry.nationalities or entry.documents),
    ),
    Kind.VESSEL: SecondIdentifier(
        "imo",
        Sentence("Enter a number besides the name: the IMO number, call sign or MMSI. Vessels share names."),
        _any("imo", "call_sign", "mmsi"),
    ),
    Kind.AIRCRAFT: SecondIdentifier(
        "tail_number", Sentence("Enter the registration: aircraft are matched by it."), _any("tail_number")
    ),
    Kind.ORGANISATION: SecondIdentifier(
        "register",
        Sentence("Enter one more identifier besides the name: a register or tax number, a country or an address."),
        lambda entry: bool(entry.nationalities) or _any("register", "tax", ADDRESS)(entry),
    ),
}


def kind_of(cells: Mapping[str, str]) -> Kind | None:
    """Return the kind; None for an unknown word."""
    return KINDS.get(cells.get("kind", "").strip().casefold())


def with_identifiers(made: Entry, cells: Mapping[str, str]) -> Entry:
    """Add numbers that our csv has no column for; an aircraft without a name is named by its registration."""
    own = {
        name: "; ".join(filter(None, map(str.strip, cells.get(name, "").splitlines()))) for name in EXTRA_IDENTIFIERS
    }
    numbers = {**made.identifiers, **{name: text for name, text in own.items() if text}}
    names = made.names
    if made.kind is Kind.AIRCRAFT and not names and (registration := numbers.get("tail_number")):
        names = (ListedName(text=registration),)
    return replace(made, identifiers=numbers, names=names)


def identifier_cells(listed: Entry) -> Cells:
    """Return the cells of kind and numbers, to be amended."""
    numbers = {name: listed.identifiers.get(name, "") for name in NUMBERS}
    numbers[ADDRESS] = numbers[ADDRESS].replace("; ", "\n")
    same = listed.kind is Kind.AIRCRAFT and listed.name == numbers["tail_number"]
    return {"kind": str(listed.kind), **numbers, **({"surname": ""} if same else {})}


def number_requirements(made: Entry) -> Iterator[tuple[str, Sentence, bool]]:
    """Yield rows of the table of requirements: field, sentence, True if violated."""
    number, mmsi = imo.normalise(made.identifiers.get("imo", "")), made.identifiers.get("mmsi", "")
    mistyped = bool(imo.SHAPE.fullmatch(number)) and not imo.is_valid(number)
    wrong_digit = Sentence(
        "The last digit of the IMO number does not fit the others. Compare it with the ship's documents."
    )
    yield "imo", wrong_digit, mistyped
    yield "mmsi", Sentence("An MMSI has nine digits. Correct it."), bool(mmsi) and not MMSI.fullmatch(mmsi)
