"""Where a national or trade guide means something else than the directory, as data.

A dialect is told by the association code of UNH, or by who receives the interchange.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from roadstead.engine.formats.cargo.edifact.codes import PLACES
from roadstead.engine.records import Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """`places`: 3227 to the field of a consignment. `usual`: by what it travels where the message does not say."""

    name: str = ""
    places: Mapping[str, str] = field(default_factory=lambda: PLACES)
    usual: Mode = Mode.SEA
    names_a_voyage: bool = True
    numbers_containers: bool = True  # by ISO 6346; a truck's trailer has a number of its owner's


STANDARD: Final = Dialect()
DIALECTS: Final[Mapping[str, Dialect]] = {
    "LOT10": Dialect(name="LOT10"),
    # Spanish customs, summary declaration by air: from, to, and the airport between.
    "148111": Dialect(
        name="AEAT",
        places={**PLACES, "5": "load", "8": "discharge", "11": "transhipment", "20": ""},
        usual=Mode.AIR,
        names_a_voyage=False,
    ),
    "ACE": Dialect(name="ACE", usual=Mode.ROAD, numbers_containers=False),
    "AAA336C": Dialect(name="ICS"),
}


def dialect(*marks: str) -> Dialect:
    """By the first mark that is known: association code, recipient, application reference."""
    return next((DIALECTS[mark] for mark in marks if mark in DIALECTS), STANDARD)
