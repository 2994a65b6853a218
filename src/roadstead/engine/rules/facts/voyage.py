"""Facts of the voyage as a whole: route, times, numbers, filing."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from roadstead.engine.matching.features.evidence import number_key
from roadstead.engine.records import Role
from roadstead.engine.reference.places import to_utc
from roadstead.engine.rules.facts.seen import Seen, Values, moment

CREW: Final = frozenset({Role.CREW, Role.TRANSIT_CREW})


def of_voyage(seen: Seen) -> Values:
    return {**_of_route(seen), **_of_people(seen), **_of_filing(seen)}


def _of_route(seen: Seen) -> Values:
    voyage, legs = seen.manifest.voyage, seen.manifest.voyage.legs
    ports = list(dict.fromkeys(port for leg in legs for port in (leg.origin, leg.destination) if port))
    craft = voyage.craft
    stated: dict[str, str] = {
        "voyage.mode": voyage.mode.value,
        "voyage.category": voyage.category,
        "voyage.carrier": voyage.carrier,
        "voyage.origin": legs[0].origin if legs else "",
        "voyage.destination": legs[-1].destination if legs else "",
        "voyage.craft_kind": craft.kind,
    }
    found: Values = {name: value for name, value in stated.items() if value}
    found["voyage.craft_named"] = bool(craft.name or craft.imo or craft.registration or craft.call_sign)
    if legs:
        found["voyage.legs"] = len(legs)
        found.update({"voyage.ports": ports} if ports else {})
        arrives = moment(legs[-1].arrival)
        found.update({"voyage.arrival_hour": arrives.hour} if arrives else {})
    return found


def _of_people(seen: Seen) -> Values:
    people = seen.manifest.travellers
    crew = sum(each.role in CREW for each in people)
    found: Values = {
        "voyage.people": len(people),
        "voyage.crew": crew,
        "voyage.passengers": len(people) - crew,
        "voyage.without_document": sum(
            not any(number_key(each.number) for each in person.documents) for person in people
        ),
    }
    read = {"passengers": len(people) - crew, "crew": crew, "persons": len(people)}
    missing = {kind: max(0, number - read[kind]) for kind, number in seen.manifest.declared.items() if kind in read}
    if missing:  # "persons" counts the others again
        found["voyage.not_named"] = max(missing.pop("persons", 0), sum(missing.values()))
    return found


def _of_filing(seen: Seen) -> Values:
    filing, found = seen.filing, Values()
    if filing is None:
        return found
    if filing.due_at is not None:
        found["voyage.minutes_late"] = round((filing.received_at - filing.due_at).total_seconds() / 60)
    if (arrives := _arrives(seen)) is not None:
        found["voyage.filed_hours_before_arrival"] = int((arrives - filing.received_at).total_seconds() // 3600)
    return found


def _arrives(seen: Seen) -> datetime | None:
    legs = seen.manifest.voyage.legs
    return to_utc(legs[-1].arrival, legs[-1].destination) if legs else None
