"""Where places come from: airports of the `airportsdata` package, seaports of our own table; read when asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

import airportsdata

from roadstead.engine.records import Mode
from roadstead.engine.reference.countries import alpha3
from roadstead.engine.reference.tables import table


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An airport or seaport. `country` is ISO 3166 alpha-3, `zone` an IANA time zone, the position in degrees."""

    code: str
    name: str
    country: str
    zone: str
    mode: Mode
    position: tuple[float, float] | None = None  # latitude and longitude, where we know them
    iata: str = ""


def by_iata(code: str) -> Place | None:
    row = _airports("IATA").get(code)
    return _airport(code, row) if row else _city(code)


def by_icao(code: str) -> Place | None:
    row = _airports("ICAO").get(code)
    return _airport(code, row) if row else None


def by_locode(code: str) -> Place | None:
    return seaports().get(code)


def _city(code: str) -> Place | None:
    """A city with several airports ("NYC"): the name is the city's, the zone that of its first airport."""
    city = _cities().get(code)
    if city is None:
        return None
    row = next(iter(city["airports"].values()))
    return Place(code=code, name=city["name"], country=alpha3(row["country"]), zone=row["tz"], mode=Mode.AIR)


def _airport(code: str, row: airportsdata.Airport) -> Place:
    return Place(
        code=code,
        name=row["name"],
        country=alpha3(row["country"]),
        zone=row["tz"],
        mode=Mode.AIR,
        position=(row["lat"], row["lon"]),
        iata=row["iata"],
    )


@cache
def _airports(kind: Literal["IATA", "ICAO"]) -> Mapping[str, airportsdata.Airport]:
    return airportsdata.load(kind)


@cache
def _cities() -> Mapping[str, airportsdata.IATAMAC]:
    return airportsdata.load_iata_macs()


@cache
def seaports() -> Mapping[str, Place]:
    """Every seaport of our table by its UN/LOCODE."""
    return {
        row["code"]: Place(code=row["code"], name=row["name"], country=row["country"], zone=row["zone"], mode=Mode.SEA)
        for row in table("seaports")
    }


BY_LENGTH: Final[Mapping[int, Callable[[str], Place | None]]] = {3: by_iata, 4: by_icao, 5: by_locode}
