"""Read groups 2 and 3 (TDT, LOC, DTM): the voyage and its legs, with one TDT for each leg of a progressive flight."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from roadstead.engine.formats.passengers.paxlst.calls import (
    MAX_PLACE_CHARS,
    Call,
    Transport,
    move_impossible_times,
    transports,
)
from roadstead.engine.formats.passengers.paxlst.codes import (
    AT_THE_BORDER,
    DEPARTS,
    FIRST_ARRIVAL,
    IN_TRAVEL,
    LAST_DEPARTURE,
    MAIN_CARRIAGE,
    MODES,
)
from roadstead.engine.formats.passengers.paxlst.craft import craft
from roadstead.engine.formats.passengers.paxlst.groups import NumberedSegment
from roadstead.engine.formats.passengers.paxlst.vehicle import STAGES, merge_crafts, road_vehicle
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.records import Craft, Leg, Mode, Voyage
from roadstead.engine.records import Transport as RecordedTransport
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.edifact import part

# Airline (two characters of which one is a letter, or three letters), number, suffix: IATA Resolution 762.
FLIGHT: Final = re.compile(r"(?=[A-Z]|[0-9][A-Z])([A-Z0-9]{2}[A-Z]?)([0-9]{1,5}[A-Z]?)(?![A-Z0-9])")
MAX_FLIGHT_CHARS: Final = 8  # airline 3, number 4, suffix 1


def voyage(group: list[NumberedSegment], notes: Notebook) -> Voyage:
    """Return carrier, number and craft from the first TDT of the main carriage, and the legs of all TDT."""
    sent = transports(group, notes)
    if not sent:
        text = Sentence(
            "There is no flight or voyage (TDT is missing). Send the list again with flight, ports and times."
        )
        notes.error("voyage-missing", text, segment="TDT", field="flight")
        return Voyage()
    main = next((each for each in sent if part(each.tdt, 1) in MAIN_CARRIAGE), sent[0])
    ship = merge_crafts([craft(each, notes) for each in (main.tdt, *main.also)])
    mode = _mode(main, ship, sent)
    _about_numbers(main, sent, mode, ship, notes)
    return Voyage(
        mode=mode,
        carrier=_carrier(main, mode, ship),
        number=main.flight,
        craft=road_vehicle(ship, [main.tdt, *main.also], mode),
        legs=legs(sent, notes),
        further_transports=tuple(_further(sent, main, mode, notes)),
    )


def _further(sent: list[Transport], main: Transport, mode: Mode, notes: Notebook) -> Iterator[RecordedTransport]:
    """Yield transports with a craft of their own; further TDT of the same craft are legs."""
    known = (Craft(), craft(main.tdt, Notebook()))
    for each in sent:
        ship = craft(each.tdt, notes) if each is not main else Craft()
        if ship not in known:
            own = MODES.get(part(each.tdt, 3), mode)
            yield RecordedTransport(
                stage=STAGES.get(part(each.tdt, 1), part(each.tdt, 1)),
                mode=own.value,
                carrier=part(each.tdt, 5).upper() or part(each.tdt, 5, 3),
                number=each.flight,
                craft=road_vehicle(ship, [each.tdt, *each.also], own),
            )


def _carrier(main: Transport, mode: Mode, ship: Craft) -> str:
    """Return the carrier's code, else the airline letters of the flight number, else the carrier's name.

    A private flight goes by its registration, and N12345 names no airline N1.
    """
    of_flight = _airline(main.flight) if mode is Mode.AIR and main.flight != ship.registration else ""
    return part(main.tdt, 5).upper() or of_flight or part(main.tdt, 5, 3)


def _airline(flight: str) -> str:
    found = FLIGHT.match(flight)
    return found.group(1) if found else ""


def _mode(main: Transport, ship: Craft, sent: list[Transport]) -> Mode:
    """Return the mode as sent (8067), else deduce it.

    A ship has an IMO number or an MMSI, or calls only at UN/LOCODEs; a truck is at the border (8051).
    """
    places = [call.place for each in sent for call in each.calls if call.place]
    if mode := MODES.get(part(main.tdt, 3)):
        return mode
    is_airline = part(main.tdt, 5) != "" and _airline(main.flight) == part(main.tdt, 5).upper()
    if (
        ship.imo
        or ship.mmsi
        or (places and not is_airline and all(len(place) == MAX_PLACE_CHARS and place.isalnum() for place in places))
    ):
        return Mode.SEA
    at_a_customs_port = all(place.isdigit() for place in places)  # CBP Schedule D: 2304 is Laredo
    return Mode.ROAD if part(main.tdt, 1) == AT_THE_BORDER and at_a_customs_port else Mode.AIR


def _about_numbers(main: Transport, sent: list[Transport], mode: Mode, ship: Craft, notes: Notebook) -> None:
    number = main.flight
    if not number and mode is Mode.SEA and ship != Craft():
        text = Sentence(
            "The voyage has no number, so we identify it by its vessel. A yacht does not need one. For a "
            "shipping line's voyage, send the number."
        )
        notes.note("voyage-known-by-its-craft", text, main.number, segment="TDT", field="voyage (8028)")
    elif not number and mode is not Mode.ROAD:
        text = Sentence("The flight or voyage has no number. Send it in TDT.")
        notes.error("voyage-number-missing", text, main.number, segment="TDT", field="flight (8028)")
    elif mode is Mode.AIR and len(number) > MAX_FLIGHT_CHARS:
        text = Sentence("The flight number is too long. Check it for typing errors.")
        notes.warning("flight-number-too-long", text, main.number, segment="TDT", field="flight (8028)", sent=number)
    for other in sent:
        if mode is Mode.AIR and other is not main:
            _about_another_flight(other, main, notes)


def _about_another_flight(other: Transport, main: Transport, notes: Notebook) -> None:
    """Note a codeshare (a second number for the same ports, or for none); warn if a further leg changes the airline."""
    where = {"segment": "TDT", "field": "flight (8028)", "sent": other.flight}
    if other.flight and other.flight != main.flight and _ports(other) in ([], _ports(main)):
        text = Sentence(
            "Flight %(flight)s is a codeshare of %(flight_2)s. We used %(flight_2)s.",
            {"flight": other.flight[:17], "flight_2": main.flight[:17]},
        )
        notes.note("codeshare", text, other.number, **where)
    elif _airline(other.flight) != _airline(main.flight):
        text = Sentence(
            "A later leg has flight %(flight)s, but the first leg has %(flight_2)s. Check the flight numbers "
            "for typing errors.",
            {"flight": other.flight[:17], "flight_2": main.flight[:17]},
        )
        notes.warning("flight-differs-between-legs", text, other.number, **where)


def _ports(transport: Transport) -> list[str]:
    return [call.place for call in transport.calls]


def legs(transports: list[Transport], notes: Notebook) -> tuple[Leg, ...]:
    """Return the legs of all transports. A leg sent again under another number (a codeshare) is one leg."""
    found: dict[tuple[str, ...], Leg] = {}
    for transport in transports:
        for leg in _legs(transport, notes):
            found.setdefault((leg.origin, leg.destination, leg.departure, leg.arrival), leg)
    return tuple(_in_route_order(list(found.values())))


def _legs(transport: Transport, notes: Notebook) -> list[Leg]:
    """Return the legs from each call to the next. A call sent twice, for arrival and for departure, is one call."""
    if not transport.calls:
        return [] if transport.before == Call() else [_single(transport.before, transport.flight)]
    calls = _joined(_in_order(transport.calls))
    move_impossible_times(calls, transport.before, notes)
    if len(calls) == 1:
        return [_single(calls[0], transport.flight)]
    return [
        Leg(
            origin=one.place,
            destination=other.place,
            departure=one.departure,
            arrival=other.arrival,
            number=transport.flight,
            crosses_border=one.code == LAST_DEPARTURE and other.code == FIRST_ARRIVAL,
        )
        for one, other in pairwise(calls)
    ]


def _joined(calls: list[Call]) -> list[Call]:
    joined: list[Call] = []
    for call in calls:
        last = joined[-1] if joined else None
        if last and last.place == call.place and len(calls) > 2 and not (last.departure or call.arrival):
            joined[-1] = Call(code=call.code, place=call.place, departure=call.departure, arrival=last.arrival)
        else:
            joined.append(call)
    return joined


def _in_order(calls: list[Call]) -> list[Call]:
    """Return calls in order of travel: by their codes if these are distinct and known, else as sent."""
    codes = [call.code for call in calls]
    if len(set(codes)) < len(codes) or not IN_TRAVEL.keys() >= set(codes):
        return calls
    return sorted(calls, key=lambda call: IN_TRAVEL[call.code])


def _single(call: Call, number: str) -> Leg:
    leaves = call.code in DEPARTS or (call.departure and not call.arrival)
    return Leg(
        origin=call.place if leaves else "",
        destination="" if leaves else call.place,
        departure=call.departure,
        arrival=call.arrival,
        number=number,
    )


def _in_route_order(sent: list[Leg]) -> list[Leg]:
    """Return the legs as sent, or in the one order in which they connect if they do not connect as sent."""
    from_port = {leg.origin: leg for leg in sent}
    begins = from_port.keys() - {leg.destination for leg in sent}
    if all(one.destination == other.origin for one, other in pairwise(sent)) or len(begins) != 1:
        return sent
    ordered = [from_port[begins.pop()]]
    while len(ordered) < len(sent) and (following := from_port.get(ordered[-1].destination)):
        ordered.append(following)
    return ordered if len(set(ordered)) == len(sent) else sent
