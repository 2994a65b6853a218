"""The calls of the transports to the legs between them, in the order of travel."""

from __future__ import annotations

from itertools import pairwise

from roadstead.engine.formats.passengers.paxlst.calls import Call, Transport, settle
from roadstead.engine.formats.passengers.paxlst.codes import DEPARTS, FIRST_ARRIVAL, IN_TRAVEL, LAST_DEPARTURE
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.records import Leg


def legs(transports: list[Transport], notes: Notebook) -> tuple[Leg, ...]:
    """The legs of all transports. One that is sent again under another number (a codeshare) is one leg."""
    found: dict[tuple[str, ...], Leg] = {}
    for transport in transports:
        for leg in _legs(transport, notes):
            found.setdefault((leg.origin, leg.destination, leg.departure, leg.arrival), leg)
    return tuple(_in_route_order(list(found.values())))


def _legs(transport: Transport, notes: Notebook) -> list[Leg]:
    """From each call to the next. A call sent twice, to arrive and to leave, is one."""
    if not transport.calls:
        return [] if transport.before == Call() else [_single(transport.before, transport.flight)]
    calls = _joined(_in_order(transport.calls))
    settle(calls, transport.before, notes)
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
    """Some name the arrival first. Where each call has a code of its own, the codes tell the order of travel."""
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
    """As sent; but where the legs do not follow upon each other and in one other order they do, in that order."""
    from_port = {leg.origin: leg for leg in sent}
    begins = from_port.keys() - {leg.destination for leg in sent}
    if all(one.destination == other.origin for one, other in pairwise(sent)) or len(begins) != 1:
        return sent
    ordered = [from_port[begins.pop()]]
    while len(ordered) < len(sent) and (following := from_port.get(ordered[-1].destination)):
        ordered.append(following)
    return ordered if len(set(ordered)) == len(sent) else sent
