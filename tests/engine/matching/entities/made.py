"""Listed things, all invented."""

from __future__ import annotations

from typing import Any

from roadstead.engine.matching.entities.index import build_entity_index
from roadstead.engine.matching.entities.match import EntityMatch, PartyQuery, match_crafts, match_parties
from roadstead.engine.records import Craft, Entry, Kind, ListedName

ZEPHYRINE = Entry(
    id="o1", list="firms", kind=Kind.ORGANISATION, nationalities=("CYP",),
    names=(ListedName(text="Zephyrine Quandor General Trading Ltd."), ListedName(text="ООО «Зефирин Квандор»")),
    identifiers={"address": "14 Rue des Alizes, Bridgeport, 97150; PO Box 77, Limassol"},
    reason="Tax ID No. 2013800375 (Nowhere); address 9 Imaginary Wharf Street, Castries",
)  # fmt: skip
BOARD = Entry(
    id="o2", list="firms", kind=Kind.ORGANISATION, names=(ListedName(text="Bureau for Quicksand Xylophone Logistics"),)
)
NINTH = Entry(id="o3", list="firms", kind=Kind.ORGANISATION, names=(ListedName(text="Quorvane Institute No. 9"),))
STAR = Entry(
    id="v1", list="ships", kind=Kind.VESSEL, nationalities=("PAN",),
    names=(ListedName(text="MV Imaginary Quill"), ListedName(text="Former Quagmire")),
    identifiers={"imo": "9074729", "mmsi": "351000001", "vessel_type": "Bulk Carrier"},
)  # fmt: skip
LISTED = (ZEPHYRINE, BOARD, NINTH, STAR)


def party(
    name: str = "", *, threshold: float = 12.0, entries: tuple[Entry, ...] = LISTED, **facts: Any
) -> list[EntityMatch]:
    return match_parties([PartyQuery(name=name, **facts)], build_entity_index(entries), threshold)[0]


def score(name: str, **facts: Any) -> float:
    """The best; -100 where nothing was met."""
    return max((each.score for each in party(name, threshold=-50.0, **facts)), default=-100.0)


def ship(**facts: Any) -> list[EntityMatch]:
    return match_crafts([Craft(**facts)], build_entity_index(LISTED))[0]
