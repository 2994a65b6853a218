"""The calls of one TDT (LOC with its DTM) to the legs between them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from roadstead.messages.paxlst.codes import ARRIVES, DEPARTS, FIRST_ARRIVAL, LAST_DEPARTURE
from roadstead.model import Leg


@dataclass(slots=True)
class Call:
    """One LOC of a TDT, with the times sent after it."""

    code: str = ""
    place: str = ""
    departure: str = ""
    arrival: str = ""


def legs(sent: list[Call], number: str) -> list[Leg]:
    """From each call to the next. A call sent twice, to arrive and to leave, is one."""
    calls = _in_order(_joined(sent))
    if len(calls) == 1:
        return [_single(calls[0], number)]
    return [
        Leg(
            origin=one.place,
            destination=other.place,
            departure=one.departure,
            arrival=other.arrival,
            number=number,
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
    """Some name the arrival first."""
    swapped = len(calls) == 2 and calls[0].code in ARRIVES and calls[1].code in DEPARTS
    return calls[::-1] if swapped else calls


def _single(call: Call, number: str) -> Leg:
    if call.code in DEPARTS or (call.departure and not call.arrival):
        return Leg(origin=call.place, departure=call.departure, number=number)
    return Leg(destination=call.place, arrival=call.arrival, number=number)
