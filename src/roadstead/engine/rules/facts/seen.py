"""What the facts are taken from, made ready once for a voyage: who is on which booking, who shares what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from roadstead.engine.matching.features.evidence import number_key
from roadstead.engine.records import Booking, Leg, Manifest, Role, Traveller
from roadstead.engine.reference.places import to_utc
from roadstead.engine.rules.rule import Filing

# ── What earlier voyages tell of a person with the same identifiers, as far as every state concerned may know of them.


@dataclass(frozen=True, slots=True, kw_only=True)
class Voyaged:
    """One other voyage of the same person: the day it arrived, and whether the person was on board."""

    day: date
    boarded: bool = True
    overlaps: bool = False  # it was under way while this one is


@dataclass(frozen=True, slots=True)
class Past:
    """Of one traveller. `known`: the identifiers were enough to look for; if not, nothing is known, which is not 0."""

    voyages: tuple[Voyaged, ...] = ()
    known: bool = True


NO_PAST: Final = Past(known=False)


Value = str | int | bool | list[str]
Values = dict[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """`arrival`: the day facts are judged as of. `party`: positions of all on the same booking, by position."""

    manifest: Manifest
    arrival: date
    departure: datetime | None  # local to the first port, as bookings say their times
    filing: Filing | None
    past: Sequence[Past]
    bookings: Mapping[int, tuple[Booking, ...]]
    party: Mapping[int, frozenset[int]]

    def past_of(self, position: int) -> Past:
        return self.past[position] if position < len(self.past) else NO_PAST


def see(manifest: Manifest, today: date, filing: Filing | None, past: Sequence[Past]) -> Seen:
    by_traveller: defaultdict[int, list[Booking]] = defaultdict(list)
    for booking in manifest.bookings:
        for position in booking.travellers:
            by_traveller[position].append(booking)
    bookings = {position: tuple(found) for position, found in by_traveller.items()}
    return Seen(
        manifest=manifest,
        arrival=_arrival(manifest.voyage.legs) or today,
        departure=moment(manifest.voyage.legs[0].departure) if manifest.voyage.legs else None,
        filing=filing,
        past=past,
        bookings=bookings,
        party=_parties(manifest, bookings),
    )


def moment(text: str) -> datetime | None:
    """A local time as sent, "2026-11-25T16:20"; a day alone is none."""
    try:
        return datetime.fromisoformat(text[:16]) if len(text) > 10 else None
    except ValueError:
        return None


def day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _arrival(legs: Sequence[Leg]) -> date | None:
    """Of the last leg that says when it ends: local date at the port."""
    days = (day(leg.arrival or leg.departure) for leg in reversed(legs))
    return next((found for found in days if found), None)


def _parties(manifest: Manifest, bookings: Mapping[int, tuple[Booking, ...]]) -> dict[int, frozenset[int]]:
    """By the locator the list gives, and by the bookings themselves; nobody without either."""
    by_locator: defaultdict[str, set[int]] = defaultdict(set)
    for position, traveller in enumerate(manifest.travellers):
        own = (each.locator for each in bookings.get(position, ()))
        for locator in {traveller.references.booking, *own} - {""}:
            by_locator[locator].add(position)
    parties: defaultdict[int, set[int]] = defaultdict(set)
    for together in by_locator.values():
        for position in together:
            parties[position] |= together
    return {position: frozenset(found) for position, found in parties.items()}


# ── What travellers of one voyage share: objective links between them (cooperation 7, guardrail 1).


SHORTEST: Final = 6  # letters and digits of a contact; a shorter one is a filler


def of_sharing(seen: Seen) -> list[Values]:
    """By position. A traveller who has nothing of the kind shares nothing: 0, and not unknown, save for bookings."""
    people = range(len(seen.manifest.travellers))
    counts = {name: _others(seen, keys) for name, keys in KEYS.items()}
    found: list[Values] = [{name: of[at] for name, of in counts.items()} for at in people]
    contacts, cards = _others(seen, _contacts, outside_party=True), _cards(seen)
    for at in people:
        if at in contacts and list(_contacts(at, seen)):
            found[at]["shared.contact"] = contacts[at]
        if at in cards:
            found[at]["shared.card"] = cards[at]
    return found


def _others(seen: Seen, keys: Callable[[int, Seen], Iterable[str]], *, outside_party: bool = False) -> dict[int, int]:
    """How many others have one of the same keys."""
    holders: defaultdict[str, set[int]] = defaultdict(set)
    for at in range(len(seen.manifest.travellers)):
        for key in keys(at, seen):
            holders[key].add(at)
    met: defaultdict[int, set[int]] = defaultdict(set)
    for together in holders.values():
        for at in together:
            met[at] |= together
    alone: frozenset[int] = frozenset()
    party = seen.party if outside_party else {}
    return {at: len(met[at] - party.get(at, alone) - {at}) for at in range(len(seen.manifest.travellers))}


def _documents(at: int, seen: Seen) -> set[str]:
    return {number_key(each.number) for each in seen.manifest.travellers[at].documents} - {""}


def _names(at: int, seen: Seen) -> list[str]:
    one: Traveller = seen.manifest.travellers[at]
    return [f"{one.surname}/{one.given}/{one.born}".upper()] if one.surname and one.born else []


def _contacts(at: int, seen: Seen) -> set[str]:
    own = seen.manifest.travellers[at].contact
    of_bookings = (contact for booking in seen.bookings.get(at, ()) for contact in booking.contact)
    keys = ("".join(sign for sign in each.upper() if sign.isalnum()) for each in (*own, *of_bookings))
    return {key for key in keys if len(key) >= SHORTEST}


def _cards(seen: Seen) -> dict[int, int]:
    """Other bookings of this voyage with the same card; of whoever's booking names one."""
    by_card: defaultdict[str, set[str]] = defaultdict(set)
    for booking in seen.manifest.bookings:
        for payment in booking.payments:
            if payment.number:
                by_card[payment.number].add(booking.locator)
    return {
        at: max(len(by_card[card] - {booking.locator}) for booking in bookings for card in cards)
        for at, bookings in seen.bookings.items()
        if (cards := [payment.number for booking in bookings for payment in booking.payments if payment.number])
    }


KEYS: Final[dict[str, Callable[[int, Seen], Iterable[str]]]] = {
    "shared.document": _documents,
    "shared.name_and_birth": _names,
}


# ── Facts of the voyage as a whole: route, times, numbers, filing.


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
