"""CNI group: the bill, its parties and its goods, in the order of the directory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from roadstead.engine.formats.cargo.edifact.codes import BILLS, DOCUMENTS, NATURES
from roadstead.engine.formats.cargo.edifact.write import parts
from roadstead.engine.formats.passengers.paxlst.write.segment import Segment
from roadstead.engine.records import Consignment, GoodsLine, Level, Mode, OnwardLeg

NATURE_CODES: Final = parts.first_codes(NATURES)
DEFAULT_CODES: Final[Mapping[Level, str]] = {Level.MASTER: "BM", Level.HOUSE: "BH"}
MODES: Final[Mapping[str, str]] = {Mode.SEA.value: "1", Mode.ROAD.value: "3", Mode.AIR.value: "4"}
AIR_MASTER: Final = {"HWB", "HAB", "703"}
PLACES: Final = {
    "76": "origin",
    "9": "load",
    "11": "discharge",
    "13": "transhipment",
    "7": "destination",
    "27": "origin_country",
    "14": "location",
}


def bill(each: Consignment) -> Iterator[Segment]:
    yield ["CNI", each.line]
    yield from _numbers(each)
    yield from parts.references(each.references)
    yield from parts.total("7", each.gross_mass_kg, "KGM")
    yield from parts.total("11", each.packages)
    yield from parts.total("15", each.volume_m3, "MTQ")
    yield from parts.money(each.values)
    for code, field in PLACES.items():
        yield from parts.place(code, getattr(each, field))
    yield from nature(each.nature)
    for note in each.notes:
        if note.kind == "remark":
            yield from parts.texts(note.code, note.text)
    yield from parts.marks(each.marks)
    for leg in each.onward:
        yield from _onward(leg)
    for party in each.parties:
        yield from parts.party(party)
    for line in each.goods:
        yield from _goods(line)


def _numbers(each: Consignment) -> Iterator[Segment]:
    """Write the bill's numbers. A house names its master, so that it is read as a house whatever its kind."""
    kind = each.type if each.type in BILLS or each.type in DOCUMENTS else DEFAULT_CODES[each.level]
    if each.master:
        yield ["RFF", ["MWB" if kind in AIR_MASTER else "MB", each.master]]
    if each.number and kind in DOCUMENTS:
        yield ["DOC", kind, each.number]
    elif each.number:
        yield ["RFF", [kind, each.number]]


def nature(word: str) -> Iterator[Segment]:
    if word in NATURE_CODES:
        yield ["GEI", "4", NATURE_CODES[word]]


def _onward(leg: OnwardLeg) -> Iterator[Segment]:
    yield ["TDT", "30", leg.number, MODES.get(leg.mode, ""), "", leg.carrier]
    yield from parts.place("9", leg.origin)
    yield from parts.place("11", leg.destination)
    yield from parts.time("133", leg.departure)
    yield from parts.time("132", leg.arrival)


def _goods(line: GoodsLine) -> Iterator[Segment]:
    packages = "" if line.packages is None else str(line.packages)
    yield ["GID", line.number, [packages, line.package_type, "", "", line.package_text]]
    if line.description != line.package_text:
        yield from parts.texts("AAA", line.description)
    yield from parts.mass("AAB", line.gross_mass_kg)
    yield from parts.mass("AAL", line.net_mass_kg)
    yield from parts.mass("AAW", line.volume_m3, "MTQ")
    yield from parts.money(line.values)
    for inside in line.containers:
        yield ["SGP", inside.container, "" if inside.packages is None else str(inside.packages)]
    yield from parts.danger(line.dangerous)
    yield from parts.marks(line.marks)
    for code in (line.hs, *line.more_hs):
        if code:
            yield ["RFF", ["HS", code]]
    if line.vehicle:
        yield ["RFF", ["AKG", line.vehicle]]
    yield from parts.place("27", line.origin)
