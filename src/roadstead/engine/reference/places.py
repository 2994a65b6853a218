"""Places by code: airports (IATA, ICAO, IATA city codes), seaports (UN/LOCODE), and their local time."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from math import asin, cos, radians, sin, sqrt
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import airportsdata

from roadstead.engine.records import Consignment, Mode
from roadstead.engine.reference.countries import alpha2, alpha3
from roadstead.engine.reference.tables import table

# ── Sources of places: airports of the `airportsdata` package, seaports of our own table; loaded on first use


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An airport or seaport. `country` is ISO 3166 alpha-3, `zone` an IANA time zone."""

    code: str
    name: str
    country: str
    zone: str
    mode: Mode
    position: tuple[float, float] | None = None  # latitude and longitude in degrees, if known
    iata: str = ""

    @property
    def short_name(self) -> str:
        """Return the name as short as officers use it ("Piarco")."""
        return self.name.removesuffix(" Airport").removesuffix(" International")


def by_iata(code: str) -> Place | None:
    row = _airports("IATA").get(code)
    return _airport(code, row) if row else _city(code)


def by_icao(code: str) -> Place | None:
    row = _airports("ICAO").get(code)
    return _airport(code, row) if row else None


def by_locode(code: str) -> Place | None:
    return seaports().get(code)


def _city(code: str) -> Place | None:
    """Return a city with several airports ("NYC"): the name is the city's, the zone that of its first airport."""
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
    """Return every seaport of our table by UN/LOCODE."""
    return {
        row["code"]: Place(code=row["code"], name=row["name"], country=row["country"], zone=row["zone"], mode=Mode.SEA)
        for row in table("seaports")
    }


BY_LENGTH: Final[Mapping[int, Callable[[str], Place | None]]] = {3: by_iata, 4: by_icao, 5: by_locode}


MIN_COUNTRY_CHARS, MAX_COUNTRY_WORDS = 4, 4  # letters and words of a country name without a comma before it
LOCODE: Final = re.compile(r"[A-Z]{2}[A-Z0-9]{3}")


@lru_cache(maxsize=4096)
def place(code: str) -> Place | None:
    """Return the place of an IATA (3 letters), ICAO (4) or UN/LOCODE (5) code; None if unknown."""
    code = code.strip().upper()
    find = BY_LENGTH.get(len(code))
    return find(code) if find else None


def country_of(text: str) -> str:
    """Return the country (alpha-3) of a place; of an unknown place the country that it names; "" if it names none.

    A UN/LOCODE begins with its country ("LCXYZ"), a name may end with it ("Rodney Bay, St Lucia"). Small harbours are
    in no table, and their state must see who arrives.
    """
    where = place(text)
    if where:
        return where.country
    if LOCODE.fullmatch(text):
        return alpha3(text[:2])
    return alpha3(text.rpartition(",")[2].strip(" .")) if "," in text else _behind(text.split())


def _behind(words: list[str]) -> str:
    """Return the country in the last words of a name ("Little Bay Montserrat"); not in two or three letters (LA)."""
    ends = (" ".join(words[-count:]) for count in range(1, min(len(words), MAX_COUNTRY_WORDS + 1)))
    return next((found for end in ends if len(end) >= MIN_COUNTRY_CHARS and (found := alpha3(end))), "")


def to_utc(local: str, code: str) -> datetime | None:
    """Return the instant of a local ISO time ("2026-11-25T16:20") at a place; None if time or place is unknown.

    An hour that occurs twice, when clocks go back, is taken as the earlier one.
    """
    there = _at_place(local, code)
    try:
        return there.astimezone(UTC) if there else None
    except OverflowError:  # the first and last day of the calendar
        return None


def to_local(instant: datetime, code: str) -> datetime | None:
    """Return an aware instant in the local time of the place; None for an unknown place."""
    zone = zone_of(code)
    return instant.astimezone(zone) if zone else None


def utc_offset(there: datetime) -> str:
    """Return the offset of an aware time from UTC in the usual notation: "UTC−4", "UTC+5:30", "UTC"."""
    seconds = int((there.utcoffset() or timedelta()).total_seconds())
    hours, minutes = divmod(abs(seconds) // 60, 60)
    if not seconds:
        return "UTC"
    return f"UTC{'−' if seconds < 0 else '+'}{hours}" + (f":{minutes:02}" if minutes else "")


@lru_cache(maxsize=4096)
def zone_of(code: str) -> ZoneInfo | None:
    """Return the time zone of a place; of an unknown place that of its country, if all ports there share one.

    None if that is unknown as well, or not installed on this machine.
    """
    where = place(code)
    zones = {where.zone} if where else zones_in(country_of(code))
    try:
        return ZoneInfo(next(iter(zones))) if len(zones) == 1 else None
    except (ZoneInfoNotFoundError, ValueError):
        return None


@lru_cache(maxsize=512)
def zones_in(country: str) -> frozenset[str]:
    """Return the time zones of a country's ports; empty if we know no port of it."""
    return frozenset(port.zone for port in seaports().values() if port.country == country)


@cache
def ports_in(country: str) -> frozenset[str]:
    """Return the codes of a country's airports (IATA) and seaports (UN/LOCODE). `country`: alpha-3."""
    airports = (code for code, row in _airports("IATA").items() if row["country"] == alpha2(country))
    return frozenset({*airports, *(code for code, port in seaports().items() if port.country == country)})


def _at_place(local: str, code: str) -> datetime | None:
    zone = zone_of(code)
    try:
        there = datetime.fromisoformat(local) if zone and "T" in local else None
    except ValueError:
        return None
    return there.replace(tzinfo=zone) if there and there.tzinfo is None else there


# ── One code per place: by air the IATA code, by sea the UN/LOCODE, for any of the three codes sent


MAX_CODE_CHARS: Final = 5  # characters of a code; a longer text is a name
WITHOUT_CODE: Final = "XXX"
EARTH_KM: Final = 6371.0  # mean radius


@lru_cache(maxsize=8192)
def place_code(sent: str, mode: Mode) -> str:
    """Return the code of a place sent in any form ("MKJP", "KIN" and "JMKIN" by air are all "KIN").

    If there is no such place of that mode, return the text in capitals.
    """
    code = "".join(sent.split()).upper()
    if len(code) > MAX_CODE_CHARS:
        return " ".join(sent.split()).upper()
    if mode is Mode.AIR:
        return _of_airport(code)
    return _of_seaport(code) if mode is Mode.SEA else code


def codes_in_records(code: str) -> tuple[str, ...]:
    """Return the codes with which voyages and bills of any mode may have a place (BBBGI: by air also BGI)."""
    return tuple(dict.fromkeys((code, place_code(code, Mode.SEA), place_code(code, Mode.AIR))))


def is_place_code(text: str) -> bool:
    """Return True for a code that we know, and for one in the form of UN/LOCODE that begins with a country."""
    code = "".join(text.split()).upper()
    return bool(place(code) or (LOCODE.fullmatch(code) and alpha3(code[:2])))


def shorten_place(place_sent: str) -> str:
    """Shorten a place for a column of five characters.

    A name becomes its country with XXX, UN/LOCODE's notation for places without code ("Rodney Bay, St Lucia": LCXXX),
    so that the country stays known; else it is cut.
    """
    if len(place_sent) <= MAX_CODE_CHARS:
        return place_sent
    country = alpha2(country_of(place_sent))
    return f"{country}{WITHOUT_CODE}" if country else place_sent[:MAX_CODE_CHARS]


def distance_km(one: str, other: str) -> float | None:
    """Return the great-circle distance between two places in km; None if a position is unknown."""
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
    """Return a seaport's UN/LOCODE; agents may send only the three letters after its country."""
    if len(code) != 3 or code in seaports():
        return code
    airport = place(code)
    alike = ((locode, port.country) for locode, port in seaports().items() if locode[2:] == code)
    fitting = [locode for locode, country in alike if not airport or country == airport.country]
    return fitting[0] if len(fitting) == 1 else code


# ── Places of a bill in the form of its voyage's legs: by air IATA, by sea UN/LOCODE
#
# `BBBGI`, `bgi` and `BB BGI` are one port of a ship. Places in no table stay as sent; nothing is guessed. The bill as
# sent is kept with its declaration.


SHORT_CODE_CHARS: Final = 3  # letters of an agent's short form: a UN/LOCODE without its country
PLACES: Final = ("origin", "load", "discharge", "destination", "transhipment")


def normalise_places(bill: Consignment, mode: Mode, calls: Collection[str] = ()) -> Consignment:
    """Return a bill with normalised places, for a voyage of this mode that calls at these ports.

    Onward legs are included, because they are given in the same codes.
    """
    stated = {name: sent for name in PLACES if (sent := getattr(bill, name))}
    changed: dict[str, Any] = {
        name: code for name, sent in stated.items() if (code := _code(sent, mode, calls)) != sent
    }
    onward = tuple(
        replace(leg, origin=place_code(leg.origin, mode), destination=place_code(leg.destination, mode))
        for leg in bill.onward
    )
    return replace(bill, onward=onward, **changed) if changed or onward != bill.onward else bill


def call_code(sent: str, mode: Mode, calls: Collection[str]) -> str:
    """Return a place in the form of a voyage's legs, for comparison with its calls; a name becomes its country."""
    return shorten_place(_code(sent, mode, calls))


def _code(sent: str, mode: Mode, calls: Collection[str]) -> str:
    """Return the code; three letters are the port of call that ends with them, if there is one.

    Otherwise SJO, sent by a ship that calls at AGSJO, would be an airport in Costa Rica.
    """
    code = place_code(sent, mode)
    if mode is not Mode.SEA or len(code) != SHORT_CODE_CHARS or code in calls:
        return code
    called = {call for call in calls if call[2:] == code}
    return called.pop() if len(called) == 1 else code
