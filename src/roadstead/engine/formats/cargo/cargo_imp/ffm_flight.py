"""The flight of an FFM, and the airports where it unloads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from roadstead.engine.formats.cargo.cargo_imp.flights import FLIGHT, carrier
from roadstead.engine.formats.cargo.cargo_imp.when import is_day
from roadstead.engine.formats.cargo.cargo_imp.work import Work
from roadstead.engine.records import Craft, Leg
from roadstead.engine.syntax.cargoimp import Record

NO_CRAFT: Final = Craft()
PART: Final = re.compile(r"[0-9]{1,2}")
REGISTRATION: Final = re.compile(r"(?=.*[A-Z])[A-Z0-9-]{3,10}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Flight:
    part: str = ""
    carrier: str = ""
    number: str = ""
    departure: str = ""
    place: str = ""
    craft: Craft = NO_CRAFT


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Where the flight unloads; `departure` of the flight from there, where it is said."""

    place: str
    arrival: str = ""
    departure: str = ""
    nil: bool = False


def is_flight(record: Record) -> bool:
    """ "5/KZ134/20JUN/NRT/JA15KZ"; the number of the part may be missing."""
    fields = record.fields[0]
    return not record.tag and any(FLIGHT.fullmatch(field) for field in fields[:2]) and any(map(is_day, fields[:4]))


def flight(record: Record, work: Work) -> Flight:
    """Part, flight, day, airport, then registration, and the first airport of entry with its country and day."""
    fields = list(record.fields[0])
    part = fields.pop(0) if PART.fullmatch(fields[0]) else ""
    number, day, place, registration, *entry = (*fields, "", "", "", "")
    departure = work.days.moment(day, record.number, "", "day of departure") if day else ""
    for line in record.fields[1:]:
        work.notes.left("/" + "/".join(line))
    if any(entry):
        work.notes.left("/".join(filter(None, entry)))
    return Flight(
        part=part,
        carrier=carrier(number),
        number=number,
        departure=departure,
        place=place,
        craft=Craft(registration=registration if REGISTRATION.fullmatch(registration) else ""),
    )


def is_stop(record: Record) -> bool:
    """ "ORD", "ORD//14APR1235", "ORD/NIL": an airport with no more than its times."""
    return all(field == "NIL" or is_day(field) for field in record.told)


def stop(record: Record, work: Work) -> Stop:
    fields = record.told
    days = [work.days.moment(field, record.number, record.tag, "day of arrival") for field in fields if is_day(field)]
    arrival, departure, *_ = (*days, "", "")
    return Stop(place=record.tag, arrival=arrival, departure=departure, nil="NIL" in fields)


def legs(known: Flight, stops: Sequence[Stop]) -> tuple[Leg, ...]:
    """From airport to airport; one leg without an end where nowhere is unloaded."""
    if not stops:
        return (Leg(origin=known.place, departure=known.departure),) if known.place else ()
    starts = [(known.place, known.departure), *((each.place, each.departure) for each in stops)]
    return tuple(
        Leg(origin=origin, departure=departure, destination=each.place, arrival=each.arrival)
        for (origin, departure), each in zip(starts, stops, strict=False)
    )
