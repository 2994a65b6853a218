"""Voyages of the services: real distances, plausible speeds, times local to each port."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from typing import Final

from demo.tables import Carrier, Place, Service, carriers, places
from roadstead.engine.records import Craft, Leg, Mode, Voyage

EARTH_KM: Final = 6371.0
JET_FROM_KM: Final = 900.0  # shorter hops are flown by turboprops
# km/h under way, and hours added for departure and arrival, by kind of craft
SPEEDS: Final = {
    "jet": (820.0, 0.6),
    "turboprop": (430.0, 0.3),
    "cruise line": (32.0, 1.0),
    "ferry": (55.0, 0.4),
    "charter yacht": (11.0, 0.5),
    "container line": (31.0, 2.0),
    "schooner": (14.0, 0.5),
}
# Invented ships. IMO numbers begin with a digit that is not assigned to ships; the yacht has only a call sign, since a
# list has one of the two (C222).
CRAFT: Final = {
    "HICL": ("HALCYON OF THE ISLES", "260926", "", "BHS"),
    "TPFF": ("TWIN PEAKS SWIFT", "261180", "", "LCA"),
    "FSYC": ("FLYING STARFISH", "", "J8ZZ7", "VCT"),
}
ROUND_TO: Final = timedelta(minutes=5)


def imo(six: str) -> str:
    """Append the check digit to six digits (IMO resolution A.1117: digits times 7 to 2, last digit of the sum)."""
    total = sum(int(digit) * weight for digit, weight in zip(six, range(7, 1, -1), strict=True))
    return f"{six}{total % 10}"


def distance_km(one: Place, other: Place) -> float:
    """Return the great-circle distance."""
    a, b, c, d = map(radians, (one.latitude, one.longitude, other.latitude, other.longitude))
    half = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))


def craft_kind(carrier: Carrier, distance: float) -> str:
    if carrier.mode is Mode.SEA:
        return carrier.kind
    return "jet" if distance >= JET_FROM_KM else "turboprop"


def under_way(carrier: Carrier, one: Place, other: Place) -> timedelta:
    distance = distance_km(one, other)
    speed, lost = SPEEDS[craft_kind(carrier, distance)]
    return rounded_up(timedelta(hours=lost + distance / speed))


def rounded_up(span: timedelta) -> timedelta:
    return -(-span // ROUND_TO) * ROUND_TO


def local(instant: datetime, place: Place) -> str:
    return instant.astimezone(place.zone).strftime("%Y-%m-%dT%H:%M")


def departure(service: Service, now: datetime) -> datetime:
    leaves = now + timedelta(hours=service.leaves)
    return leaves.replace(minute=leaves.minute // 5 * 5, second=0, microsecond=0)


def craft(carrier: Carrier) -> Craft:
    name, six, call_sign, flag = CRAFT.get(carrier.code, ("", "", "", ""))
    return Craft(name=name, imo=imo(six) if six else "", call_sign=call_sign, flag=flag)


def legs(service: Service, now: datetime) -> tuple[Leg, ...]:
    """Return all legs, with an hour on the ground between them; a leg between two countries crosses the border."""
    made, leaves = [], departure(service, now)
    stops = [places()[code] for code in service.route]
    for one, other in pairwise(stops):
        arrives = leaves + under_way(carriers()[service.carrier], one, other)
        made.append(leg(service, one, other, local(leaves, one), local(arrives, other)))
        leaves = arrives + timedelta(hours=1)
    return tuple(made)


def leg(service: Service, one: Place, other: Place, leaves: str, arrives: str) -> Leg:
    return Leg(
        origin=one.code,
        destination=other.code,
        departure=leaves,
        arrival=arrives,
        number=service.number,
        crosses_border=one.country != other.country,
    )


def voyage(service: Service, now: datetime) -> Voyage:
    carrier = carriers()[service.carrier]
    return Voyage(
        mode=carrier.mode,
        carrier=carrier.code,
        number=service.number,
        craft=craft(carrier),
        legs=legs(service, now),
    )
