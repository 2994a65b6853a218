"""One place, one code: by air the IATA code, by sea the UN/LOCODE, whichever of the three codes was sent."""

from __future__ import annotations

from functools import lru_cache
from math import asin, cos, radians, sin, sqrt
from typing import Final

from roadstead.engine.records import Mode
from roadstead.engine.reference.countries import alpha2, alpha3
from roadstead.engine.reference.places import country_of, place, seaports

LONGEST: Final = 5  # characters of a code; what is longer is a name
WITHOUT_CODE: Final = "XXX"
EARTH_KM: Final = 6371.0  # mean radius


@lru_cache(maxsize=8192)
def place_code(sent: str, mode: Mode) -> str:
    """The code of the place that was sent in any form ("MKJP", "KIN" and "JMKIN" by air are all "KIN").

    In capitals and otherwise as sent where we know no such place, or none of that mode.
    """
    code = "".join(sent.split()).upper()
    if len(code) > LONGEST:
        return " ".join(sent.split()).upper()
    if mode is Mode.AIR:
        return _of_airport(code)
    return _of_seaport(code) if mode is Mode.SEA else code


def kept(place_sent: str) -> str:
    """A place as a column of five characters keeps it: a name becomes its country with XXX, as UN/LOCODE writes
    places without code ("Rodney Bay, St Lucia": LCXXX), so that the country stays known; else its beginning."""
    if len(place_sent) <= LONGEST:
        return place_sent
    country = alpha2(country_of(place_sent))
    return f"{country}{WITHOUT_CODE}" if country else place_sent[:LONGEST]


def distance_km(one: str, other: str) -> float | None:
    """Along the great circle, between two places whose position we know; None otherwise."""
    here, there = place(one), place(other)
    if here is None or there is None or here.position is None or there.position is None:
        return None
    (lat1, lon1), (lat2, lon2) = (tuple(map(radians, each)) for each in (here.position, there.position))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


def _of_airport(code: str) -> str:
    known = place(code)
    if len(code) == 4 and known and known.iata:
        return known.iata
    airport = place(code[2:]) if len(code) == 5 else None
    return code[2:] if airport and airport.country == alpha3(code[:2]) else code


def _of_seaport(code: str) -> str:
    """A ship's agent may send a port by the three letters that stand behind its country in the UN/LOCODE."""
    if len(code) != 3 or code in seaports():
        return code
    airport = place(code)
    fitting = [port for port in seaports() if port[2:] == code and (not airport or _is_in(port, airport.country))]
    return fitting[0] if len(fitting) == 1 else code


def _is_in(locode: str, country: str) -> bool:
    return seaports()[locode].country == country
