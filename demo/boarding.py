"""Boarding of invented people: ports of embarkation and disembarkation, seat, and the carrier's reference."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from demo.people import Maker, Person
from demo.tables import Service, Weights, crowds, places
from roadstead.engine.records import Mode, Role, Traveller, Voyage

SEATS: Final = {"jet": "ABCDEF", "island": "ABCD"}
ISLAND_UP_TO: Final = 80  # persons in a turboprop, four abreast
# Percentages on a flight with a domestic leg: to the first port, through to the second, the domestic leg only.
JOURNEYS: Final = (((0, 1), (0, 2), (1, 2)), (60, 30, 10))


def people(service: Service, voyage: Voyage, maker: Maker) -> list[Person]:
    """Return passengers in the order of booking, then the crew."""
    passengers = maker.passengers(service.persons, crowd(service))
    crew = maker.crew(service.crew, places()[service.route[0]].country)
    return boarded(service, voyage, [*passengers, *crew], maker.chance)


def crowd(service: Service) -> Weights:
    """Return the nationalities at the first port with double weight, and those at the last port."""
    first, last = (crowds()[places()[code].country] for code in (service.route[0], service.route[-1]))
    return (*first[0], *last[0]), (*(2 * share for share in first[1]), *last[1])


def boarded(service: Service, voyage: Voyage, group: Sequence[Person], chance: random.Random) -> list[Person]:
    return [
        replace(person, traveller=placed(service, voyage, person.traveller, number, chance))
        for number, person in enumerate(group)
    ]


def placed(service: Service, voyage: Voyage, traveller: Traveller, number: int, chance: random.Random) -> Traveller:
    start, end = journey(service, chance)
    passenger = traveller.role is Role.PASSENGER
    reference = f"{service.number}{number + 1:04d}" if passenger else ""
    return replace(
        traveller,
        embark=service.route[start],
        disembark=service.route[end],
        clearance=next(leg.destination for leg in voyage.legs if leg.crosses_border),
        references=replace(traveller.references, passenger=reference),
        seat=seat(service, number) if passenger and voyage.mode is Mode.AIR else "",
    )


def journey(service: Service, chance: random.Random) -> tuple[int, int]:
    if len(service.route) == 2:
        return 0, 1
    return chance.choices(*JOURNEYS)[0]


def seat(service: Service, number: int) -> str:
    letters = SEATS["island" if service.persons <= ISLAND_UP_TO else "jet"]
    return f"{number // len(letters) + 1}{letters[number % len(letters)]}"
