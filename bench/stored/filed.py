"""Filings from which rows are copied: flights of 300, some to two states, some with bookings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bench.endtoend import CARRIER, PASSENGERS, flight_list
from bench.live import Live, until
from roadstead.cli.send import post
from roadstead.engine.records import Leg
from roadstead.engine.syntax import edifact

FLIGHTS: Final = 24
FIRST_NUMBER: Final = 9000
TOGETHER: Final = 3  # travellers per booking
Segment = list[str | list[str]]


@dataclass(frozen=True, slots=True)
class Flight:
    """A flight used as template. `is_decided`: its alerts are decided, as for a flight that has arrived."""

    at: int

    @property
    def number(self) -> str:
        return f"{CARRIER}{FIRST_NUMBER + self.at}"

    @property
    def is_of_two_states(self) -> bool:
        return self.at % 4 == 3

    @property
    def is_booked(self) -> bool:
        return self.at // 4 % 2 == 1

    @property
    def is_decided(self) -> bool:
        return self.at < FLIGHTS * 2 // 3

    def legs(self, day: date) -> tuple[Leg, ...]:
        first = Leg(origin="JFK", destination="BGI", departure=f"{day}T10:00", arrival=f"{day}T16:00")
        onward = Leg(origin="BGI", destination="UVF", departure=f"{day}T17:00", arrival=f"{day}T17:50")
        return (first, onward) if self.is_of_two_states else (first,)


TEMPLATES: Final = tuple(Flight(at) for at in range(FLIGHTS))


def file_all(system: Live, today: date) -> None:
    """File the flights for the day after tomorrow, and wait until they are screened and all notifications are sent."""
    day = today + timedelta(days=2)
    for flight in TEMPLATES:
        _post(system, flight_list(flight.at, number=flight.number, legs=flight.legs(day)), f"{flight.number}.txt")
        if flight.is_booked:
            _post(system, bookings(flight, day), f"{flight.number}-pnr.txt")
    until(lambda: system.count("select count(*) from pgmq.q_intake") == 0, "the queue does not empty", 600)
    waiting = "select count(*) from notifications_delivery where status in ('pending', 'sending')"
    until(lambda: system.count(waiting) == 0, "deliveries do not leave", 120)


def _post(system: Live, raw: bytes, name: str) -> None:
    status, answer = post(system.url, system.tokens[CARRIER], raw, name)
    assert status == 202, answer


def bookings(flight: Flight, day: date) -> bytes:
    """Return a push with the bookings of everyone on the list, three per booking, named as in `flight_list`."""
    hour = f"{day:%d%m%y}"
    journey: Segment = ["TVL", [hour, "1000", hour, "1600"], "JFK", "BGI", CARRIER, flight.number[len(CARRIER) :]]
    head: list[Segment] = [
        ["UNH", "1", ["PNRGOV", "15", "1", "IA"], f"{flight.number}/{day:%d%m%y}/1000", ["01", "F"]],
        ["MSG", ["", "22"]],
        ["ORG", [CARRIER, "JFK"]],
        journey,
        ["EQN", str(PASSENGERS // TOGETHER)],
    ]
    body = [*head, *(each for at in range(0, PASSENGERS - 1, TOGETHER) for each in _booking(flight, at, journey))]
    return edifact.write(
        [
            ["UNB", ["IATA", "1"], CARRIER, "BSPNR", [f"{day:%y%m%d}", "0832"], "4711", "", "PNRGOV"],
            *body,
            ["UNT", str(len(body) + 1), "1"],
            ["UNZ", "1", "4711"],
        ]
    )


def _booking(flight: Flight, first: int, journey: Segment) -> Iterator[Segment]:
    head: list[Segment] = [
        ["SRC"],
        ["RCI", [CARRIER, f"B{first // TOGETHER:05}", "", "021126", "0915"]],
        ["SSR", ["OTHS", "HK", "1", CARRIER, "", "", "", "", "MEET AND ASSIST"]],
        ["DAT", ["700", "091226", "0830"], ["710", "021126", "0915"]],
        ["IFT", ["4", "28", "", CARRIER], f"CTCE P{first}//MAIL.EXAMPLE"],
        ["ORG", [CARRIER, "JFK"], ["55501234", "JFK2X01AA"], "JFK", [CARRIER, "JFK"], "A", "US", "2XAG"],
        ["ADD", "", ["700", "5 SAMPLE CRESCENT", "NEW YORK", "", "", "US"]],
    ]
    yield from head
    people = range(first, min(first + TOGETHER, PASSENGERS - 1))
    for number, at in enumerate(people, start=1):
        yield ["TIF", [f"P{flight.at:03}{at:03}Q", "I"], [f"GIVEN{at % 97}", "A", str(number)]]
        yield ["TKT", [f"999{at:010}", "T", "1"]]
        yield ["FOP", ["CC", "3", "288.40", "MC", "5500000000000004", "0929"]]
    yield journey
    yield ["RPI", str(len(people)), "HK"]
    yield ["LTS", "0/Z/RECEIVED FROM THE TRAVELLER CR-JFK2X01AA 55501234 SU 0001AA/DS-9CCFDE59 02NOV0915Z"]
