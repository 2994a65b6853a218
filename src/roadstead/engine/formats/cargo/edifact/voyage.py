"""TDT, LOC and DTM of the voyage and of the header: craft and ports of call."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final, NamedTuple

from roadstead.engine.formats.cargo.edifact.codes import (
    ACTUAL,
    ARRIVALS,
    ARRIVED,
    DAY_AND_TIME,
    DEPARTURES,
    MAIN_CARRIAGE,
    OFFICES,
    ORIGINS,
    ROUTE,
    SCHEDULED,
)
from roadstead.engine.formats.cargo.edifact.context import ReaderContext
from roadstead.engine.formats.cargo.edifact.onward import mode_of
from roadstead.engine.formats.cargo.edifact.places import place
from roadstead.engine.formats.cargo.edifact.tree import Node
from roadstead.engine.formats.passengers.paxlst.codes import CALL_SIGN, IMO_NUMBER
from roadstead.engine.formats.passengers.paxlst.craft import craft
from roadstead.engine.formats.passengers.paxlst.groups import NumberedSegment
from roadstead.engine.formats.passengers.paxlst.vehicle import STAGES, is_same_transport, merge_crafts, road_vehicle
from roadstead.engine.formats.passengers.paxlst.when import time
from roadstead.engine.records import Craft, Leg, Mode, Movement, Transport, Voyage
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.edifact import Segment, part
from roadstead.engine.text.identifiers import imo

DATE_CHARS: Final = 10  # characters of an ISO date
CRAFT: Final = 8  # element of C222
VOYAGE_NUMBERS: Final = {"VON", "CRN"}
MIN_PORTS: Final = 2
FLIGHT: Final = re.compile(r"(?=[A-Z]|[0-9][A-Z])[A-Z0-9]{2}[A-Z]?[0-9]{1,4}[A-Z]?")


class Call(NamedTuple):
    """One TDT with the segments of its group."""

    tdt: NumberedSegment
    leaves: list[NumberedSegment]


@dataclass(slots=True)
class Port:
    code: str
    place: str
    times: dict[str, str] = field(default_factory=dict)  # by 2005


@dataclass(slots=True)
class Route:
    """Ports in the order sent; `before` holds times sent before any port."""

    ports: list[Port] = field(default_factory=list)
    before: dict[str, str] = field(default_factory=dict)


def voyage(message: Node, context: ReaderContext) -> tuple[Voyage, list[Movement]]:
    """Return the voyage, and times that belong to no leg: the ship's arrival at the port of loading."""
    calls = [Call(call.opener, call.leaves) for call in message.below("call") if call.opener]
    main = next((call for call in calls if call.tdt.code in MAIN_CARRIAGE), calls[0] if calls else None)
    apart = [main is not None and _has_own_ports(call, main) for call in calls]
    of_voyage = (leaf for call, is_apart in zip(calls, apart, strict=True) if not is_apart for leaf in call.leaves)
    legs, movements = _legs(_route([*_of_message(message), *of_voyage], context))
    if main is None:
        return Voyage(mode=context.dialect.default_mode, is_mode_assumed=True, legs=legs), movements
    alike = [call is main or is_same_transport(main.tdt.segment, call.tdt.segment) for call in calls]
    tdts = [call.tdt for call, is_alike in zip(calls, alike, strict=True) if is_alike]
    tdt = main.tdt.segment
    ship = merge_crafts([_craft(each, context) for each in tdts])
    mode = _mode(tdt, ship, context)
    ship = road_vehicle(ship, [each.segment for each in tdts], mode)
    numbers = (leaf.value for leaf in main.leaves if leaf.tag == "RFF" and leaf.code in VOYAGE_NUMBERS)
    further = [
        call if is_apart else call._replace(leaves=[])
        for call, is_apart, is_alike in zip(calls, apart, alike, strict=True)
        if not is_alike
    ]
    number = "".join(part(tdt, 2).upper().split()) or next(numbers, "")
    if mode is Mode.AIR and not number and FLIGHT.fullmatch(ship.name.upper()):
        text = Sentence(
            "The flight number is in place of the name of the aircraft (8212). We read it. Send it in 8028 of TDT."
        )
        context.warning("flight-in-place-of-a-name", text, main.tdt, "flight (8028)")
        number, ship = ship.name.upper(), replace(ship, name="")
    made = Voyage(
        mode=mode,
        carrier=_carrier(tdt, ship, message),
        number=number,
        craft=ship,
        legs=legs,
        further_transports=tuple(_further(further, context)),
    )
    return made, movements


def _has_own_ports(call: Call, main: Call) -> bool:
    """Return True if a further transport has its own ports: it is no main carriage, and the main one has ports too."""
    return call is not main and call.tdt.code not in MAIN_CARRIAGE and _has_ports(call) and _has_ports(main)


def _has_ports(call: Call) -> bool:
    return any(leaf.tag == "LOC" and leaf.code in ROUTE for leaf in call.leaves)


def _further(calls: Iterable[Call], context: ReaderContext) -> Iterator[Transport]:
    """Yield each further transport once; several TDT of one vehicle are merged."""
    groups: list[list[Call]] = []
    for call in calls:
        if groups and is_same_transport(groups[-1][0].tdt.segment, call.tdt.segment):
            groups[-1].append(call)
        else:
            groups.append([call])
    for group in groups:
        tdt = group[0].tdt.segment
        ship = merge_crafts([_craft(call.tdt, context) for call in group])
        mode = mode_of(tdt)
        made = Transport(
            stage=STAGES.get(group[0].tdt.code, group[0].tdt.code),
            mode=mode,
            carrier=part(tdt, 5).upper() or part(tdt, 5, 3),
            number="".join(part(tdt, 2).upper().split()),
            craft=road_vehicle(ship, [call.tdt.segment for call in group], Mode(mode)) if mode else ship,
            legs=_legs(_route([leaf for call in group for leaf in call.leaves], context))[0],
        )
        if made.carrier or made.number or made.craft != Craft() or made.legs:
            yield made
        else:
            context.keep_unread(group[0].tdt)


def _carrier(tdt: Segment, ship: Craft, message: Node) -> str:
    """Return the carrier's code, or its name if it is not the ship's; else that of NAD+CA, as trucks send it."""
    code, name = part(tdt, 5).upper(), part(tdt, 5, 3)
    named = (
        part(node.opener.segment, 2) for node in message.below("party") if node.opener and node.opener.code == "CA"
    )
    return code or (name if name.upper() != ship.name.upper() else "") or next(named, "")


def _mode(tdt: Segment, ship: Craft, context: ReaderContext) -> Mode:
    """Return the mode as sent, but sea instead of road if there is an IMO number or call sign."""
    said = mode_of(tdt)
    if said == Mode.ROAD.value and (ship.imo or ship.call_sign):
        return Mode.SEA
    return Mode(said) if said else context.dialect.default_mode


def _of_message(message: Node) -> Iterable[NumberedSegment]:
    """Return ports and times of the header that belong to the voyage."""
    return (leaf for leaf in message.leaves if leaf.tag in {"LOC", "DTM"} and _is_of_voyage(leaf))


def _is_of_voyage(leaf: NumberedSegment) -> bool:
    return leaf.code in (ROUTE if leaf.tag == "LOC" else ARRIVALS | DEPARTURES)


def _route(leaves: Iterable[NumberedSegment], context: ReaderContext) -> Route:
    route = Route()
    for leaf in leaves:
        if leaf.tag == "LOC" and leaf.code in ROUTE and (where := place(leaf, context)):
            route.ports.append(Port(leaf.code, where))
        elif leaf.tag == "DTM" and leaf.code in ARRIVALS | DEPARTURES:
            times = route.ports[-1].times if route.ports else route.before
            _time(leaf, times, context)
        elif not _is_of_the_header(leaf):
            context.keep_unread(leaf)
    return route


def _is_of_the_header(leaf: NumberedSegment) -> bool:
    return (leaf.tag == "RFF" and bool(leaf.value)) or (leaf.tag == "LOC" and leaf.code in OFFICES)


def _time(leaf: NumberedSegment, times: dict[str, str], context: ReaderContext) -> None:
    """Store a time; some senders split date (102) and time of day (401) into two segments."""
    known = times.get(leaf.code, "")
    if (
        part(leaf.segment, 1, 2) == DAY_AND_TIME
        and len(known) == DATE_CHARS
        and len(leaf.value) == 4
        and leaf.value.isdigit()
    ):
        times[leaf.code] = f"{known}T{leaf.value[:2]}:{leaf.value[2:]}"
        return
    at = time(leaf, "departure time" if leaf.code in DEPARTURES else "arrival time", context.notes)
    if at:
        times.setdefault(leaf.code, at)


def _legs(route: Route) -> tuple[tuple[Leg, ...], list[Movement]]:
    """Return legs with each port once, in order of travel. Times after the last port mostly belong to the reporting
    port.
    """
    ports = _in_order(route.ports)
    here = next((port for port in ports if port.code in {"11", "12", "60", "87"}), None)
    here = here or next((port for port in ports if port.code in ORIGINS), ports[0] if ports else Port("", ""))
    timed = [port for port in ports if port.times]
    if len(timed) == 1 and timed[0] is not here and len(timed[0].times) >= MIN_PORTS:
        here.times, timed[0].times = timed[0].times, here.times
    here.times = route.before | here.times
    if here in ports[1:]:
        _move_departure(here, ports[ports.index(here) - 1])
    if len(ports) < MIN_PORTS:
        return _single(here)
    legs = tuple(
        Leg(
            origin=one.place,
            destination=other.place,
            departure=_best_time(one.times, DEPARTURES),
            arrival=_best_time(other.times, ARRIVALS),
        )
        for one, other in pairwise(ports)
    )
    return _first_arrival(legs, ports[0])


def _move_departure(here: Port, last: Port) -> None:
    """Move a departure that precedes the arrival to the previous port."""
    departure, arrival = _best_time(here.times, DEPARTURES), _best_time(here.times, ARRIVALS)
    if departure and arrival and departure < arrival and not _best_time(last.times, DEPARTURES):
        last.times |= {code: at for code, at in here.times.items() if code in DEPARTURES}
        here.times = {code: at for code, at in here.times.items() if code not in DEPARTURES}


def _first_arrival(legs: tuple[Leg, ...], first: Port) -> tuple[tuple[Leg, ...], list[Movement]]:
    """Move an arrival at the first port after the craft came or left to the next port, where alone it makes sense."""
    leg = legs[0]
    since = max(first.times.get(ARRIVED, ""), leg.departure)
    ahead = {code: at for code, at in first.times.items() if code in ARRIVALS - {ARRIVED} and at > since}
    if not ahead or leg.arrival:
        return legs, _arrival_movements(first)
    first.times = {code: at for code, at in first.times.items() if code == ARRIVED}
    return (replace(leg, arrival=_best_time(ahead, ARRIVALS)), *legs[1:]), _arrival_movements(first)


def _single(port: Port) -> tuple[tuple[Leg, ...], list[Movement]]:
    departure, arrival = _best_time(port.times, DEPARTURES), _best_time(port.times, ARRIVALS)
    if not (port.place or departure or arrival):
        return (), []
    if port.code in ORIGINS:
        is_next = bool(arrival and departure and arrival > departure and ARRIVED not in port.times)
        leg = Leg(origin=port.place, departure=departure, arrival=arrival if is_next else "")
        return (leg,), [] if is_next else _arrival_movements(port)
    return (Leg(destination=port.place, departure=departure, arrival=arrival),), []


def _arrival_movements(port: Port) -> list[Movement]:
    return [
        Movement(code=code, place=port.place, at=at, text="arrival")
        for code, at in port.times.items()
        if code in ARRIVALS
    ]


def _best_time(times: dict[str, str], codes: set[str]) -> str:
    """Return the actual time, else the scheduled, else the estimated."""
    known = [code for code in times if code in codes]
    best = min(known, key=lambda code: 0 if code in ACTUAL else 1 if code in SCHEDULED else 2, default="")
    return times.get(best, "")


def _in_order(ports: list[Port]) -> list[Port]:
    """Sort ports and merge those named twice in a row (as loading and as departure)."""
    ordered = sorted(ports, key=lambda port: ROUTE[port.code])
    joined = ordered[:1]
    for port in ordered[1:]:
        if port.place == joined[-1].place:
            joined[-1].times |= port.times
        else:
            joined.append(port)
    return joined


def _craft(found: NumberedSegment, context: ReaderContext) -> Craft:
    """Read C222 wherever it stands, by craft(). Some senders put the name in place of the agency."""
    tdt = found.segment
    at = next((at for at in (CRAFT, 7, 9) if _is_craft(tdt, at)), CRAFT)
    id, kind, agency, name, flag = (part(tdt, at, each) for each in range(5))
    if not name and len(agency) > 3 and not agency.isdigit():
        name = agency
    if imo.is_valid(id) and kind != CALL_SIGN:
        kind = IMO_NUMBER
    return craft([*tdt[:CRAFT], *([[""]] * (CRAFT - len(tdt[:CRAFT]))), [id, kind, agency, name, flag]], context.notes)


def _is_craft(tdt: Segment, at: int) -> bool:
    kind, id = part(tdt, at, 1), part(tdt, at)
    is_sent = at == CRAFT and len(tdt) > CRAFT and any(tdt[CRAFT])
    return is_sent or kind in {IMO_NUMBER, CALL_SIGN} or imo.is_valid(id)
