"""Places by code: airports (IATA, ICAO, IATA city codes) and seaports (UN/LOCODE), and what their clocks show."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from roadstead.engine.reference.countries import alpha3
from roadstead.engine.reference.gazetteer import BY_LENGTH
from roadstead.engine.reference.gazetteer import Place as Place
from roadstead.engine.reference.gazetteer import seaports as seaports

FEWEST, MOST_OF_A_COUNTRY = 4, 4  # letters and words of a country named without a comma before it
LOCODE: Final = re.compile(r"[A-Z]{2}[A-Z0-9]{3}")


@lru_cache(maxsize=4096)
def place(code: str) -> Place | None:
    """The place of an IATA (3 letters), ICAO (4) or UN/LOCODE (5) code; None if we do not know it."""
    code = code.strip().upper()
    find = BY_LENGTH.get(len(code))
    return find(code) if find else None


def country_of(text: str) -> str:
    """The country (alpha-3) of a place; of one we do not know, the country it names itself; "" if it names none.

    A UN/LOCODE begins with its country ("LCXYZ"), a name may end with it ("Rodney Bay, St Lucia"): small harbours
    are in no table, and their state must see who comes.
    """
    where = place(text)
    if where:
        return where.country
    if LOCODE.fullmatch(text):
        return alpha3(text[:2])
    return alpha3(text.rpartition(",")[2].strip(" .")) if "," in text else _behind(text.split())


def _behind(words: list[str]) -> str:
    """The country in the last words of a name ("Little Bay Montserrat"). Not in two or three letters: LA is no Laos."""
    ends = (" ".join(words[-count:]) for count in range(1, min(len(words), MOST_OF_A_COUNTRY + 1)))
    return next((found for end in ends if len(end) >= FEWEST and (found := alpha3(end))), "")


def to_utc(local: str, code: str) -> datetime | None:
    """The instant of a local ISO time ("2026-11-25T16:20") at a place. None if it is no time or no place of ours.

    An hour that occurs twice, when clocks go back, is taken as the earlier one.
    """
    there = _at_place(local, code)
    try:
        return there.astimezone(UTC) if there else None
    except OverflowError:  # the first and last day of the calendar
        return None


def to_local(instant: datetime, code: str) -> datetime | None:
    """An aware instant as the clock at the place shows it; None for an unknown place."""
    zone = zone_of(code)
    return instant.astimezone(zone) if zone else None


def local_with_zone(local: str, code: str) -> str:
    """What the officer reads: "2026-11-25 16:20 (UTC−4)"; as sent where place or time is not known."""
    there = _at_place(local, code)
    if there is None:
        return local
    return f"{there:%Y-%m-%d %H:%M} ({utc_offset(there)})"


def utc_offset(there: datetime) -> str:
    """How far an aware time is from UTC, as people write it: "UTC−4", "UTC+5:30", "UTC"."""
    seconds = int((there.utcoffset() or timedelta()).total_seconds())
    hours, minutes = divmod(abs(seconds) // 60, 60)
    if not seconds:
        return "UTC"
    return f"UTC{'−' if seconds < 0 else '+'}{hours}" + (f":{minutes:02}" if minutes else "")


@lru_cache(maxsize=4096)
def zone_of(code: str) -> ZoneInfo | None:
    """The time zone of a place; of one we do not know, that of its country, if all ports there have the same.

    None if that is not known either, or not on this machine.
    """
    where = place(code)
    zones = {where.zone} if where else zones_in(country_of(code))
    try:
        return ZoneInfo(next(iter(zones))) if len(zones) == 1 else None
    except (ZoneInfoNotFoundError, ValueError):
        return None


@lru_cache(maxsize=512)
def zones_in(country: str) -> frozenset[str]:
    """The time zones of a country's ports; none where we know no port of it."""
    return frozenset(port.zone for port in seaports().values() if port.country == country)


def _at_place(local: str, code: str) -> datetime | None:
    zone = zone_of(code)
    try:
        there = datetime.fromisoformat(local) if zone and "T" in local else None
    except ValueError:
        return None
    return there.replace(tzinfo=zone) if there and there.tzinfo is None else there
