"""Checks of the voyage: route, times, craft and number. Speeds are minimum ones, along the great circle."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Final

from roadstead.engine.records import Aspect, Leg, Mode, Severity
from roadstead.engine.reference.places import country_of, distance_km, place, place_code, to_utc
from roadstead.engine.reference.tables import carrier
from roadstead.engine.sentences import Sentence, Value
from roadstead.engine.text.identifiers import imo
from roadstead.engine.voyages.quality.check import Check, Values, fault_if
from roadstead.engine.voyages.quality.facts import VoyageFacts
from roadstead.engine.voyages.quality.lists import count_differences

MAX_SPEED_KMH: Final = {Mode.AIR: 1200.0, Mode.SEA: 90.0, Mode.ROAD: 150.0}  # km/h over a whole leg
MAX_FLIGHT_HOURS: Final = 20.0  # hours; the longest flights take nineteen
# Airlines sell seats at most 361 days ahead, and lists follow bookings: a later day is a wrong year.
MAX_AHEAD: Final = timedelta(days=366)
# Corrections and close-outs come within days; a year allows for a carrier that sends again after a long outage.
MAX_BEHIND: Final = timedelta(days=366)
DAYS_OF_A_YEAR: Final = 365.25
FAR: Final = {  # by side, and whether it is more than one year
    ("after", False): "%(years)s year after",
    ("after", True): "%(years)s years after",
    ("before", False): "%(years)s year before",
    ("before", True): "%(years)s years before",
}
DESIGNATOR: Final = re.compile(r"[A-Z][A-Z0-9]|[0-9][A-Z]")  # of an airline (IATA Resolution 762)
NUMBERED: Final = re.compile(r"([A-Z][A-Z0-9]|[0-9][A-Z])\s?[0-9]{1,4}[A-Z]?$")
MIN_DISTANCE_KM: Final = 100.0  # km: below it the rounding of times outweighs the speed
NUMBER: Final = re.compile(r"(?:[A-Z][A-Z0-9]|[0-9][A-Z]|[A-Z]{3})?\s?[0-9]{1,4}[A-Z]?", re.IGNORECASE)
MARK: Final = re.compile(r"[A-Z0-9]{1,2}-?[A-Z0-9]{3,6}", re.IGNORECASE)


def number_missing(of: VoyageFacts) -> Iterable[Values]:
    """Find a voyage without number. A ship's name or IMO number is enough."""
    craft = of.voyage.craft
    return fault_if(not of.voyage.number and not (of.voyage.mode is Mode.SEA and (craft.name or craft.imo)))


def number_unusual(of: VoyageFacts) -> Iterable[Values]:
    number = of.voyage.number.strip()
    if of.voyage.mode is not Mode.AIR or not number or NUMBER.fullmatch(number) or MARK.fullmatch(number):
        return ()
    return ({"number": number[:20]},)


def route_missing(of: VoyageFacts) -> Iterable[Values]:
    ends = (of.voyage.legs[0].origin, of.voyage.legs[-1].destination) if of.voyage.legs else ()
    return fault_if(not ends or not all(ends))


def port_unknown(of: VoyageFacts) -> Iterable[Values]:
    codes = dict.fromkeys(code for leg in of.voyage.legs for code in (leg.origin, leg.destination) if code)
    return [{"port": code[:12]} for code in codes if place(code) is None and of.voyage.mode is not Mode.ROAD]


def time_missing(of: VoyageFacts) -> Iterable[Values]:
    legs = of.voyage.legs
    return fault_if(bool(legs) and (len(legs[0].departure) < 16 or len(legs[-1].arrival) < 16))


def arrival_before_departure(of: VoyageFacts) -> Iterable[Values]:
    return [_ends(leg) for leg, hours in _timed(of) if hours < 0]


def too_fast(of: VoyageFacts) -> Iterable[Values]:
    for leg, hours in _timed(of):
        far = distance_km(leg.origin, leg.destination)
        if far and far > MIN_DISTANCE_KM and 0 <= hours < far / MAX_SPEED_KMH[of.voyage.mode]:
            yield {**_ends(leg), "far": f"{far:,.0f}", "time": _time(hours)}


def too_slow(of: VoyageFacts) -> Iterable[Values]:
    if of.voyage.mode is not Mode.AIR:
        return []
    return [{**_ends(leg), "time": _time(hours)} for leg, hours in _timed(of) if hours > MAX_FLIGHT_HOURS]


def legs_apart(of: VoyageFacts) -> Iterable[Values]:
    mode = of.voyage.mode
    return [
        {"end": one.destination, "start": other.origin}
        for one, other in pairwise(of.voyage.legs)
        if one.destination and other.origin and place_code(one.destination, mode) != place_code(other.origin, mode)
    ]


def imo_wrong(of: VoyageFacts) -> Iterable[Values]:
    number = of.voyage.craft.imo
    return ({"number": number[:12]},) if number and not imo.is_valid(number) else ()


def craft_unnamed(of: VoyageFacts) -> Iterable[Values]:
    craft = of.voyage.craft
    return fault_if(
        of.voyage.mode is Mode.SEA and not (craft.imo or craft.name or craft.call_sign or craft.registration)
    )


def count_differs(of: VoyageFacts) -> Iterable[Values]:
    """Compare the counts over all parts and messages."""
    return count_differences(of.declared, of.read)


def date_far_away(of: VoyageFacts) -> Iterable[Values]:
    """Find the first day that is more than a year from the day of filing."""
    if of.filed.on is None:
        return
    for day in _days(of.voyage.legs):
        if not -MAX_BEHIND <= day - of.filed.on <= MAX_AHEAD:
            side = "after" if day > of.filed.on else "before"
            years = max(1, round(abs(day - of.filed.on).days / DAYS_OF_A_YEAR))
            far = Sentence(FAR[side, years > 1], {"years": years})
            yield {"day": f"{day:%d %B %Y}", "far": far}
            return


def another_carriers_flight(of: VoyageFacts) -> Iterable[Values]:
    """Find a flight of another airline, by its carrier or number, if all filers are airlines.

    Agents file for others, and have no airline's code.
    """
    flights = [_airline(of.voyage.carrier), _airline(airline_prefix(of.voyage.number))]
    filers = {code: _airline(code) for code in of.filed.filers}
    if of.voyage.mode is not Mode.AIR or not filers or not all(filers.values()):
        return []
    others = [flight for flight in flights if flight and flight not in filers.values()]
    return [{"carrier": flight, "filer": ", ".join(sorted(filers))} for flight in others[:1]]


def no_participating_state(of: VoyageFacts) -> Iterable[Values]:
    """Find a voyage whose ports are all known and none in a participating state."""
    ports = [code for leg in of.voyage.legs for code in (leg.origin, leg.destination)]
    countries = [country_of(code) for code in ports]
    if not of.filed.participating or not countries or not all(countries) or of.filed.participating & set(countries):
        return []
    return [{"ports": ", ".join(dict.fromkeys(ports))}]


def _days(legs: Iterable[Leg]) -> Iterator[date]:
    for text in (text for leg in legs for text in (leg.departure, leg.arrival)):
        try:
            yield date.fromisoformat(text[:10])
        except ValueError:
            continue


def _airline(code: str) -> str:
    """Return one code per airline, IATA's if known; "" if the carrier is no airline."""
    code = code.strip().upper()
    known = carrier(code)
    if known:
        return known.iata or known.icao if "airline" in known.kind else ""
    return code if DESIGNATOR.fullmatch(code) else ""


def airline_prefix(number: str) -> str:
    """Return what a flight number begins with, an airline's code or not; "" if it is no flight number."""
    found = NUMBERED.match(number.strip().upper())
    return found[1] if found else ""


def _timed(of: VoyageFacts) -> Iterator[tuple[Leg, float]]:
    """Yield legs with two known instants, and the hours between them."""
    for leg in of.voyage.legs:
        start, end = _instant(leg.departure, leg.origin), _instant(leg.arrival, leg.destination)
        if start and end:
            yield leg, (end - start).total_seconds() / 3600


def _instant(local: str, code: str) -> datetime | None:
    return to_utc(local, code) if len(local) >= 16 else None


def _ends(leg: Leg) -> dict[str, Value]:
    return {"start": leg.origin, "end": leg.destination}


def _time(hours: float) -> str:
    whole, minutes = divmod(round(hours * 60), 60)
    return f"{whole} h {minutes:02} min"


A, B, WARNING, NOTE = Aspect.COMPLETE, Aspect.PLAUSIBLE, Severity.WARNING, Severity.NOTE
VOYAGES: Final[tuple[Check[VoyageFacts], ...]] = (
    Check(
        "number-missing",
        A,
        WARNING,
        "flight or voyage number",
        "There is no flight or voyage number. Send it with the carrier's code.",
        number_missing,
    ),
    Check(
        "route-missing",
        A,
        WARNING,
        "ports of departure and arrival",
        "The first or last port is missing. Send the ports of every leg.",
        route_missing,
    ),
    Check(
        "time-missing",
        A,
        NOTE,
        "times of departure and arrival",
        "The departure or arrival time is missing. Send both in hours and minutes, in the port's local time.",
        time_missing,
    ),
    Check(
        "craft-unnamed",
        A,
        WARNING,
        "name, number or registration of the craft",
        "The vessel has no name and no number. Send its name and IMO number, or its registration.",
        craft_unnamed,
    ),
    Check(
        "count-differs-for-voyage",
        A,
        WARNING,
        "number of people",
        "Declared %(kind)s for the voyage: %(declared)s. In all its messages: %(read)s. Send the "
        "missing people, or correct the number.",
        count_differs,
    ),
    Check(
        "number-unusual",
        B,
        NOTE,
        "flight or voyage number",
        "%(number)s does not look like a flight number. Send the carrier's code and up to four digits.",
        number_unusual,
    ),
    Check(
        "port-unknown",
        B,
        WARNING,
        "ports of departure and arrival",
        "%(port)s is not a port we know. Send the IATA code for an airport or the UN/LOCODE for a seaport.",
        port_unknown,
    ),
    Check(
        "arrival-before-departure",
        B,
        WARNING,
        "times of departure and arrival",
        "From %(start)s to %(end)s, the arrival is before the departure. Send each port's local time, and "
        "check the dates.",
        arrival_before_departure,
    ),
    Check(
        "too-fast",
        B,
        WARNING,
        "times of departure and arrival",
        "From %(start)s to %(end)s is %(far)s km, but the times allow only %(time)s. Send each port's local "
        "time, and check the dates.",
        too_fast,
    ),
    Check(
        "flight-too-long",
        B,
        NOTE,
        "times of departure and arrival",
        "From %(start)s to %(end)s, the times allow %(time)s, which is longer than any flight. Check the dates.",
        too_slow,
    ),
    Check(
        "legs-apart",
        B,
        NOTE,
        "ports of departure and arrival",
        "One leg ends in %(end)s, but the next begins in %(start)s. Send the leg between them, or correct the port.",
        legs_apart,
    ),
    Check(
        "date-far-away",
        B,
        WARNING,
        "times of departure and arrival",
        "The voyage is dated %(day)s, %(far)s we received the list. Check the year, and send the list again "
        "with the right dates.",
        date_far_away,
    ),
    Check(
        "another-carriers-flight",
        B,
        WARNING,
        "flight or voyage number",
        "The flight belongs to %(carrier)s, but %(filer)s filed the list. If you file for %(carrier)s "
        "(codeshare, charter, handling), you do not need to do anything. If not, correct the carrier and the "
        "flight number.",
        another_carriers_flight,
    ),
    Check(
        "no-participating-state",
        B,
        WARNING,
        "ports of departure and arrival",
        "None of the ports (%(ports)s) is in a participating state. If the voyage calls at one, send every "
        "port. If not, you do not need to file it here.",
        no_participating_state,
    ),
    Check(
        "imo-number-wrong",
        B,
        WARNING,
        "IMO number",
        "The IMO number %(number)s has a wrong check digit. Compare it with the ship's documents.",
        imo_wrong,
    ),
)
