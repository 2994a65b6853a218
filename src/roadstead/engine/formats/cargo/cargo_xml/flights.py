"""Flights of a waybill or manifest: number, carrier, airports and local times."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from roadstead.engine.formats.cargo.cargo_xml.codes import TIMES
from roadstead.engine.formats.common.xml_cargo.element_reader import ElementReader
from roadstead.engine.records import Leg, Mode, OnwardLeg, Voyage

CARRIER: Final = re.compile(r"[A-Z0-9]{2}[A-Z]?")
FLIGHT: Final = re.compile(r"([A-Z][A-Z0-9]|[0-9][A-Z])[A-Z]?[ -]?[0-9]{1,4}[A-Z]?")
MIDNIGHT: Final = "T00:00"  # for a date without a time, where the schema requires a time


def movement_of(reader: ElementReader) -> OnwardLeg:
    """Read one leg; a time of midnight means only a date."""
    number = reader.text("id")
    leaves, arrives = reader.child("departureevent"), reader.child("arrivalevent")
    origin = leaves.at("occurrencedeparturelocation", "id") if leaves else ""
    destination = arrives.at("occurrencearrivallocation", "id") if arrives else ""
    return OnwardLeg(
        carrier=carrier_of(number, reader.at("usedlogisticstransportmeans", "name")),
        number=number,
        origin=origin,
        destination=destination,
        departure=moment(leaves, "departure", origin).removesuffix(MIDNIGHT),
        arrival=moment(arrives, "arrival", destination).removesuffix(MIDNIGHT),
        mode=reader.text("modecode"),
    )


def moment(reader: ElementReader | None, field: str, port: str) -> str:
    return reader.time(f"{field} time", port, f"{field}occurrencedatetime", *TIMES) if reader else ""


def carrier_of(number: str, name: str) -> str:
    """Return the airline's code, from the name beside the flight or from the beginning of its number."""
    if CARRIER.fullmatch(name):
        return name
    found = FLIGHT.fullmatch(number.upper())
    return found[1] if found else ""


def voyage_of_route(route: Iterable[OnwardLeg]) -> Voyage:
    """Return the voyage of a waybill's flights: the first with a number names it, each leg has its own number."""
    legs = tuple(
        Leg(
            origin=each.origin,
            destination=each.destination,
            departure=each.departure,
            arrival=each.arrival,
            number=each.number,
        )
        for each in route
    )
    first = next((each for each in route if each.number), OnwardLeg())
    return Voyage(mode=Mode.AIR, carrier=first.carrier, number=first.number, legs=legs)
