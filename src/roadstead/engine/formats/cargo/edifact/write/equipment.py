"""EQD: a container with its masses, seals, places and what is told of it alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from roadstead.engine.formats.cargo.edifact.codes import KINDS, NO_BILL, STATUSES
from roadstead.engine.formats.cargo.edifact.write import parts
from roadstead.engine.formats.passengers.paxlst.write.segment import Segment
from roadstead.engine.records import Container, Load

KIND_CODES: Final = parts.first_codes(KINDS)
STATUS_CODES: Final = parts.first_codes(STATUSES)
LOADS: Final[Mapping[Load | None, str]] = {Load.EMPTY: "4", Load.FULL: "5", None: ""}
PLACES: Final = {"76": "origin", "9": "loaded_at", "11": "discharged_at", "7": "final_place", "147": "stowed"}
# Segments that a reader keeps as (tag, words) without a form of their own.
NOT_REFERENCES: Final = {"DIM", "HAN", "EQA", "TMD", "DAM", "ATT", "TSR", "EQN", "GDS", "RNG", "MEA"}


def equipment(each: Container, named: set[str]) -> Iterator[Segment]:
    """`named` are the bills that name this container themselves."""
    yield [
        "EQD",
        KIND_CODES.get(each.kind, each.kind),
        each.number,
        each.size_type,
        "",
        STATUS_CODES.get(each.nature, ""),
        LOADS[each.load],
    ]
    yield from parts.mass("G", each.gross_mass_kg)
    yield from parts.mass("AAL", each.goods_mass_kg)
    yield from parts.mass("T", each.tare_mass_kg)
    yield from parts.mass("VGM", each.verified_mass_kg)
    for seal in each.seals:
        yield ["SEL", seal]
    if each.carrier:
        yield ["NAD", "CF", each.carrier]
    for code, field in PLACES.items():
        yield from parts.place(code, getattr(each, field))
    if each.temperature_c is not None:
        yield ["TMP", "2", [parts.plain(each.temperature_c), "CEL"]]
    yield from _told(each, named)


def _told(each: Container, named: set[str]) -> Iterator[Segment]:
    for number in each.bills:
        if number not in named and number not in NO_BILL:
            yield ["RFF", ["BM", number]]
    yield from parts.references((code, number) for code, number in each.references if code not in NOT_REFERENCES)
    yield from parts.texts("AAA", each.goods)
    yield from parts.danger(each.dangerous)
    yield from parts.time("7", each.at)
