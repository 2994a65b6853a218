"""Tables of the demo region: places, countries, nationalities, carriers, services and name parts; read once."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from roadstead.engine.records import Mode

HERE: Final = Path(__file__).parent
Weights = tuple[tuple[str, ...], tuple[int, ...]]  # values, and the weight of each


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A real airport (IATA code) or port (UN/LOCODE)."""

    code: str
    mode: Mode
    name: str
    country: str  # ISO 3166 alpha-3
    zone: ZoneInfo
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """Data of a country's travellers: pattern of document numbers (9: a digit), years of validity, origins of names."""

    code: str
    document: str
    years: int
    names: Weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """A fictional carrier and how its system writes messages."""

    code: str
    name: str
    kind: str
    mode: Mode
    country: str
    line_end: str
    with_una: bool
    element: str  # element separator other than "+", or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One sailing or flight: ports in order, hours from now until departure, passengers, crew, special case."""

    carrier: str
    number: str
    route: tuple[str, ...]
    leaves: float
    persons: int
    crew: int
    special: str


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def weights(text: str) -> Weights:
    """ "BRB 80 TTO 20" as values and weights."""
    words = text.split()
    return tuple(words[::2]), tuple(map(int, words[1::2]))


@cache
def places() -> dict[str, Place]:
    return {row["code"]: place(row) for row in rows("places")}


def place(row: dict[str, str]) -> Place:
    return Place(
        code=row["code"],
        mode=Mode(row["mode"]),
        name=row["name"],
        country=row["country"],
        zone=ZoneInfo(row["zone"]),
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
    )


@cache
def countries() -> dict[str, Country]:
    return {
        row["code"]: Country(
            code=row["code"], document=row["document"], years=int(row["years"]), names=weights(row["names"])
        )
        for row in rows("countries")
    }


@cache
def crowds() -> dict[str, Weights]:
    """Return the nationalities that board in each country, with their weights."""
    return {row["country"]: weights(row["nationalities"]) for row in rows("crowds")}


LINE_ENDS: Final = {"LF": "\n", "CRLF": "\r\n", "none": ""}


@cache
def carriers() -> dict[str, Carrier]:
    return {row["code"]: carrier(row) for row in rows("carriers")}


def carrier(row: dict[str, str]) -> Carrier:
    return Carrier(
        code=row["code"],
        name=row["name"],
        kind=row["kind"],
        mode=Mode(row["mode"]),
        country=row["country"],
        line_end=LINE_ENDS[row["line_end"]],
        with_una=row["una"] == "yes",
        element=row["separators"],
    )


@cache
def services() -> tuple[Service, ...]:
    return tuple(
        Service(
            carrier=row["carrier"],
            number=row["number"],
            route=tuple(row["route"].split()),
            leaves=float(row["leaves"]),
            persons=int(row["persons"]),
            crew=int(row["crew"]),
            special=row["special"],
        )
        for row in rows("services")
    )
