"""Routing and booked flights of a waybill put together: a leg for each airport it goes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from roadstead.engine.formats.cargo.cargo_imp.awb import Waybill
from roadstead.engine.formats.cargo.cargo_imp.flights import carrier
from roadstead.engine.formats.cargo.cargo_imp.when import Days
from roadstead.engine.records import Leg, Mode, OnwardLeg, Voyage

Pairs = Sequence[tuple[str, ...]]


def route(told: Waybill, routing: Pairs, flights: Pairs, days: Days) -> tuple[OnwardLeg, ...]:
    """Airport to airport; a flight is given to a leg only where there are as many of the one as of the other.

    `routing`: airport and carrier; `flights`: number and day of the month. Flights that fit no leg stand behind them.
    """
    booked = [_booked(flight, days) for flight in flights]
    starts = [told.origin, *(place for place, _ in routing)]
    legs = [
        OnwardLeg(carrier=by, origin=origin, destination=place, mode=Mode.AIR.value)
        for origin, (place, by) in zip(starts, routing, strict=False)
    ]
    if len(legs) != len(booked):
        return (*legs, *booked)
    return tuple(
        replace(leg, carrier=leg.carrier or flight.carrier, number=flight.number, departure=flight.departure)
        for leg, flight in zip(legs, booked, strict=True)
    )


def _booked(flight: tuple[str, ...], days: Days) -> OnwardLeg:
    number, day = (*flight, "")[:2]
    return OnwardLeg(carrier=carrier(number), number=number, departure=days.of_month(day) or day, mode=Mode.AIR.value)


def voyage(told: Waybill, legs: Sequence[OnwardLeg], flights: Pairs) -> Voyage:
    """The voyage of the booked flights, as a boarding pass has it: the first names it, each leg has its own number."""
    if not flights:
        return Voyage()
    numbered = [leg for leg in legs if leg.number]
    placed = [leg for leg in numbered if leg.origin]
    several = len(numbered) > 1
    whole = (Leg(origin=told.origin, destination=told.destination, departure=_iso(numbered[0].departure)),)
    made = tuple(
        Leg(
            origin=leg.origin,
            destination=leg.destination,
            departure=_iso(leg.departure),
            number=leg.number if several else "",
        )
        for leg in placed
    )
    first = numbered[0]
    return Voyage(mode=Mode.AIR, carrier=first.carrier, number=first.number, legs=made or whole)


def _iso(day: str) -> str:
    return day if len(day) > 2 else ""
