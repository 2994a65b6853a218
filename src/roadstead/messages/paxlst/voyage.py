"""Groups 2 and 3 (TDT, LOC, DTM): the voyage and its legs. One TDT for each leg of a progressive flight."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from roadstead.messages.notebook import Notebook
from roadstead.messages.paxlst.codes import (
    ARRIVALS,
    AT_THE_BORDER,
    CALL_SIGN,
    CALLS,
    DEPARTURES,
    IMO_NUMBER,
    MODES,
)
from roadstead.messages.paxlst.groups import Found
from roadstead.messages.paxlst.legs import Call, legs
from roadstead.messages.paxlst.when import time
from roadstead.model import Craft, Mode, Voyage
from roadstead.syntax.edifact import Segment, as_text, part
from roadstead.text.identifiers import imo

FLIGHT: Final = re.compile(r"([A-Z0-9]{2}[A-Z]?)([0-9]+[A-Z]?)")
LONGEST_FLIGHT: Final = 8  # airline 3, number 4, suffix 1 (IATA Resolution 762)
LONGEST_PLACE: Final = 5  # UN/LOCODE; IATA 3, ICAO 4


@dataclass(slots=True)
class Transport:
    """One TDT and its calls."""

    tdt: Segment = field(default_factory=list)
    number: int | None = None
    calls: list[Call] = field(default_factory=list)


def voyage(group: list[Found], notes: Notebook) -> Voyage:
    """Carrier, number and craft from the first TDT; the legs of all."""
    transports = _transports(group, notes)
    if not transports:
        text = "No flight or voyage is named (TDT is missing). Send the list again with flight, ports and times."
        notes.error("voyage-missing", text, segment="TDT", field="flight")
        return Voyage()
    first = transports[0]
    craft = _craft(first.tdt, notes)
    mode = _mode(first, craft, transports)
    _about_numbers(transports, mode, notes)
    number = _number(first.tdt)
    return Voyage(
        mode=mode,
        carrier=part(first.tdt, 5) or (_carrier_of(number) if mode is Mode.AIR else ""),
        number=number,
        craft=craft,
        legs=tuple(leg for transport in transports for leg in legs(transport.calls, _number(transport.tdt))),
    )


# ── segments ────────────────────────────────────────────────────────────────────────────────


def _transports(group: list[Found], notes: Notebook) -> list[Transport]:
    transports: list[Transport] = []
    for found in group:
        if found.tag == "TDT":
            transports.append(Transport(tdt=found.segment, number=found.number))
            continue
        if not transports:
            transports.append(Transport())
        if found.tag == "LOC" and found.code in CALLS:
            transports[-1].calls.append(_loc(found, notes))
        elif found.tag == "DTM" and found.code in DEPARTURES | ARRIVALS:
            _dtm(found, transports[-1], notes)
        else:
            notes.left(as_text(found.segment))
    return transports


def _loc(found: Found, notes: Notebook) -> Call:
    place = part(found.segment, 2).upper() or part(found.segment, 2, 3)
    if not place:
        text = f"LOC+{found.code} names no place. Send the airport (3 letters) or port (UN/LOCODE)."
        notes.warning("port-missing", text, found.number, segment="LOC", field="port (3225)")
    elif len(place) > LONGEST_PLACE and part(found.segment, 2):
        text = "The port is no airport code (3 letters) and no UN/LOCODE (5). It was kept; correct it."
        notes.warning("port-not-a-code", text, found.number, segment="LOC", field="port (3225)", sent=place)
    return Call(code=found.code, place=place)


def _dtm(found: Found, transport: Transport, notes: Notebook) -> None:
    """The time belongs to the LOC before it; before any LOC it opens a call without a place."""
    if not transport.calls:
        transport.calls.append(Call())
    departs = found.code in DEPARTURES
    value = time(found, "departure time" if departs else "arrival time", notes)
    if departs:
        transport.calls[-1].departure = value or transport.calls[-1].departure
    else:
        transport.calls[-1].arrival = value or transport.calls[-1].arrival


def _number(tdt: Segment) -> str:
    return "".join(part(tdt, 2).upper().split())


def _carrier_of(flight: str) -> str:
    """A flight is two characters or three letters of airline, then digits."""
    found = FLIGHT.match(flight)
    return found.group(1) if found else ""


def _craft(tdt: Segment, notes: Notebook) -> Craft:
    """C222: IMO number (146) or call sign (103), name, flag."""
    id, kind = part(tdt, 8).upper(), part(tdt, 8, 1)
    number = imo.normalise(id)
    is_imo = kind == IMO_NUMBER or imo.is_valid(id)
    if is_imo and id and not imo.is_valid(id):
        text = "The IMO number fails its check digit. It was kept; correct it."
        notes.warning("imo-number-wrong", text, segment="TDT", field="IMO number (8213)", sent=id)
    return Craft(
        name=part(tdt, 8, 3),
        imo=(number or id) if is_imo else "",
        call_sign=id if kind == CALL_SIGN and not is_imo else "",
        registration=id if kind != CALL_SIGN and not is_imo else "",
        flag=part(tdt, 8, 4).upper(),
    )


def _mode(first: Transport, craft: Craft, transports: list[Transport]) -> Mode:
    """As sent (8067); else a ship has an IMO number or calls at UN/LOCODEs, and a truck is at the border (8051)."""
    places = [call.place for transport in transports for call in transport.calls if call.place]
    if mode := MODES.get(part(first.tdt, 3)):
        return mode
    if craft.imo or (places and all(len(place) == LONGEST_PLACE and place.isalnum() for place in places)):
        return Mode.SEA
    return Mode.ROAD if part(first.tdt, 1) == AT_THE_BORDER and not places else Mode.AIR


def _about_numbers(transports: list[Transport], mode: Mode, notes: Notebook) -> None:
    first = transports[0]
    number = _number(first.tdt)
    if not number and mode is not Mode.ROAD:
        text = "The flight or voyage has no number. Send it in TDT."
        notes.error("voyage-number-missing", text, first.number, segment="TDT", field="flight (8028)")
    elif mode is Mode.AIR and len(number) > LONGEST_FLIGHT:
        text = "The flight number is longer than any flight number. It was kept; correct it."
        notes.warning("flight-number-too-long", text, first.number, segment="TDT", field="flight (8028)", sent=number)
    for other in transports[1:]:
        if _carrier_of(_number(other.tdt)) != _carrier_of(number) and mode is Mode.AIR:
            text = f"A further leg names flight {_number(other.tdt)[:17]}, the first {number[:17]}. Check the letters."
            notes.warning("flight-differs-between-legs", text, other.number, segment="TDT", field="flight (8028)",
                          sent=_number(other.tdt))  # fmt: skip
