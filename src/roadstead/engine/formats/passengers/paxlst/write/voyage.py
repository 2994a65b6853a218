"""Write TDT, LOC and DTM: one TDT for each leg, with its two ports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from roadstead.engine.formats.passengers.paxlst.codes import CALL_SIGN, FIRST_ARRIVAL, IMO_NUMBER, LAST_DEPARTURE
from roadstead.engine.formats.passengers.paxlst.write.segment import Element, Segment, place, time
from roadstead.engine.records import Craft, Leg, Mode, Voyage

MODES: Final[Mapping[Mode, str]] = {Mode.SEA: "1", Mode.ROAD: "3", Mode.AIR: "4"}  # 8067
ROUTING: Final = "92"
OWN: Final = "ZZZ"  # 1131, mutually defined: a registration, or a ship's MMSI
MAX_AIRPORT_CHARS: Final = 4  # ICAO; a UN/LOCODE has five letters


def voyage(made: Voyage) -> Iterator[Segment]:
    if made == Voyage():
        return
    for leg in made.legs:
        yield _transport(made, leg.number)
        yield from _calls(leg)
    if not made.legs:
        yield _transport(made, made.number)


def _transport(made: Voyage, number: str) -> Segment:
    return ["TDT", "20", number, _mode(made), "", made.carrier, "", "", craft(made.craft)]


def _mode(made: Voyage) -> str:
    """Return the mode (8067), or "" for an evident flight, since airlines leave it out."""
    ports = [port for leg in made.legs for port in (leg.origin, leg.destination)]
    is_plain = made.mode is Mode.AIR and made.craft == Craft() and all(len(port) <= MAX_AIRPORT_CHARS for port in ports)
    return "" if is_plain else MODES[made.mode]


def craft(known: Craft) -> Element:
    """Return C222: the craft's best known number, its name and its flag."""
    numbers = ((known.imo, IMO_NUMBER), (known.call_sign, CALL_SIGN), (known.mmsi, OWN), (known.registration, OWN))
    number, kind = next(((number, kind) for number, kind in numbers if number), ("", ""))
    return [number, kind, "", known.name, known.flag]


def _calls(leg: Leg) -> Iterator[Segment]:
    last, first = (LAST_DEPARTURE, FIRST_ARRIVAL) if leg.crosses_border else (ROUTING, ROUTING)
    for code, port, kind, at in (
        (last, leg.origin, "189", leg.departure),
        (first, leg.destination, "232", leg.arrival),
    ):
        if port:
            yield ["LOC", code, place(port)]
        if at:
            yield ["DTM", [kind, *time(at)]]
