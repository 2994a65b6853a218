"""Vehicles named by several TDT: each carries one number in C222, and all other elements are equal.

CBP's ACE names a truck this way, by VIN, DOT number, licence plate and transponder, distinguished by 1131.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from roadstead.engine.formats.passengers.paxlst.codes import CALL_SIGN
from roadstead.engine.records import Craft, Identifier, Mode
from roadstead.engine.syntax.edifact import Segment, element_text, part
from roadstead.engine.text.identifiers import imo

CRAFT: Final = 8  # element of C222
SAME: Final = (1, 2, 3, 4, 5)  # elements of TDT: stage, number, mode, means, carrier
# 1131 of a road vehicle (CBP ACE).
KINDS: Final = {
    "146": "VIN",
    "215": "licence plate",
    "274": "DOT number",
    "8": "transponder",
    "109": "customs number",
    "172": "carrier's number",
}
# 8051, in words.
STAGES: Final = {
    "1": "inland transport",
    "10": "pre-carriage",
    "11": "at the border",
    "12": "at departure",
    "13": "at destination",
    "20": "main carriage",
    "30": "on-carriage",
}
OWN: Final = "ZZZ"  # 1131 of a code that both sides have agreed on
VIN, PLATE, TRANSPONDER = "VIN", "licence plate", "transponder"


def is_same_transport(one: Segment, other: Segment) -> bool:
    """Return True if two TDT differ only in the number that identifies the craft."""
    if any(_text(one, at) != _text(other, at) for at in SAME):
        return False
    crafts = _text(one, CRAFT), _text(other, CRAFT)
    return crafts[0] == crafts[1] or not all(crafts) or _kind(one) != _kind(other)


def road_vehicle(craft: Craft, tdts: Sequence[Segment], mode: Mode) -> Craft:
    """Return a road vehicle with all its numbers; the VIN becomes its name, the licence plate its registration."""
    if mode is not Mode.ROAD:
        return craft
    found = tuple(dict.fromkeys(each for tdt in tdts for each in _identifiers(tdt)))
    if not found:
        return craft
    by_kind = {each.kind: each.number for each in reversed(found)}
    names = [part(tdt, CRAFT, 3) for tdt in tdts if part(tdt, CRAFT)]  # 8212 beside a number (8213) is a name
    names += [each.number for each in found if each.kind not in {PLATE, TRANSPONDER}]
    flags = (part(tdt, CRAFT, 4).upper() for tdt in tdts)
    return replace(
        craft,
        name=by_kind.get(VIN) or next(filter(None, names), ""),
        registration=by_kind.get(PLATE, "") or ("" if craft.registration == by_kind.get(VIN) else craft.registration),
        flag=craft.flag or next(filter(None, flags), ""),
        identifiers=found,
    )


def merge_crafts(crafts: Sequence[Craft]) -> Craft:
    """Merge the craft of several TDT into one; for each field the first value sent counts."""
    made = crafts[0]
    for other in crafts[1:]:
        made = replace(
            made,
            name=made.name or other.name,
            imo=made.imo or other.imo,
            call_sign=made.call_sign or other.call_sign,
            mmsi=made.mmsi or other.mmsi,
            registration=made.registration or other.registration,
            flag=made.flag or other.flag,
        )
    return made


def _identifiers(tdt: Segment) -> Iterator[Identifier]:
    """Yield the vehicle's number: from 8213 of C222 or, in ACE, from 8212 alone."""
    kind = _kind(tdt)
    number = part(tdt, CRAFT) or part(tdt, CRAFT, 3)
    is_known = kind in KINDS or (kind not in {"", OWN, CALL_SIGN} and not part(tdt, CRAFT))
    if number and is_known and not imo.is_valid(part(tdt, CRAFT)):
        yield Identifier(kind=KINDS.get(kind, kind), number=number)


def _kind(tdt: Segment) -> str:
    return part(tdt, CRAFT, 1)


def _text(tdt: Segment, at: int) -> str:
    return element_text(tdt[at]).strip(":") if len(tdt) > at else ""
