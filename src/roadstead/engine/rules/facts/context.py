"""Source data of the facts, prepared once per voyage: bookings by traveller, shared data, facts of the voyage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from roadstead.engine.matching.features.documents import number_key
from roadstead.engine.records import Booking, Leg, Manifest, Role, Traveller
from roadstead.engine.reference.places import to_utc
from roadstead.engine.rules.rule import Filing

# ── Earlier voyages of a person with the same identifiers, as far as every state concerned may see them


@dataclass(frozen=True, slots=True, kw_only=True)
class PastVoyage:
    """One other voyage of the same person: day of arrival, and whether the person was on board."""

    day: date
    boarded: bool = True
    overlaps: bool = False  # it was under way at the same time as this one


@dataclass(frozen=True, slots=True)
class PastVoyages:
    """Earlier voyages of one traveller. `is_known`: False if no identifier allowed a search, which is not 0 voyages."""

    voyages: tuple[PastVoyage, ...] = ()
    is_known: bool = True


UNKNOWN_PAST: Final = PastVoyages(is_known=False)


Value = str | int | bool | list[str]
Values = dict[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactContext:
    """A voyage and its lookups.

    `arrival`: the day on which facts are judged. `party`: by position, all positions on the same booking.
    """

    manifest: Manifest
    arrival: date
    departure: datetime | None  # local to the first port, like the times in bookings
    filing: Filing | None
    past: Sequence[PastVoyages]
    bookings: Mapping[int, tuple[Booking, ...]]
    party: Mapping[int, frozenset[int]]

    def past_of(self, position: int) -> PastVoyages:
        return self.past[position] if position < len(self.past) else UNKNOWN_PAST


def build_context(manifest: Manifest, today: date, filing: Filing | None, past: Sequence[PastVoyages]) -> FactContext:
    by_traveller: defaultdict[int, list[Booking]] = defaultdict(list)
    for booking in manifest.bookings:
        for position in booking.travellers:
            by_traveller[position].append(booking)
    bookings = {position: tuple(found) for position, found in by_traveller.items()}
    return FactContext(
        manifest=manifest,
        arrival=_arrival(manifest.voyage.legs) or today,
        departure=moment(manifest.voyage.legs[0].departure) if manifest.voyage.legs else None,
        filing=filing,
        past=past,
        bookings=bookings,
        party=_parties(manifest, bookings),
    )


def moment(text: str) -> datetime | None:
    """Parse a local time as sent, "2026-11-25T16:20". A date without time gives None."""
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
    """Return the local date at the port at which the last leg with a time ends."""
    days = (day(leg.arrival or leg.departure) for leg in reversed(legs))
    return next((found for found in days if found), None)


def _parties(manifest: Manifest, bookings: Mapping[int, tuple[Booking, ...]]) -> dict[int, frozenset[int]]:
    """Group travellers by the locators on the list and on the bookings. Travellers without a locator are left out."""
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


# ── Data that travellers of one voyage share: objective links between them (cooperation 7, guardrail 1)


MIN_CONTACT_CHARS: Final = 6  # letters and digits of a contact; shorter ones are fillers


def shared_facts(seen: FactContext) -> list[Values]:
    """Return the shared facts by position: 0 if nothing is shared, but no fact for a missing contact or card."""
    people = range(len(seen.manifest.travellers))
    counts = {name: _count_sharing(seen, keys) for name, keys in KEYS.items()}
    found: list[Values] = [{name: of[at] for name, of in counts.items()} for at in people]
    contacts, cards = _count_sharing(seen, _contacts, outside_party=True), _cards(seen)
    for at in people:
        if at in contacts and list(_contacts(at, seen)):
            found[at]["shared.contact"] = contacts[at]
        if at in cards:
            found[at]["shared.card"] = cards[at]
    return found


def _count_sharing(
    seen: FactContext, keys: Callable[[int, FactContext], Iterable[str]], *, outside_party: bool = False
) -> dict[int, int]:
    """Return by position the number of other travellers with one of the same keys."""
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


def _documents(at: int, seen: FactContext) -> set[str]:
    return {number_key(each.number) for each in seen.manifest.travellers[at].documents} - {""}


def _names(at: int, seen: FactContext) -> list[str]:
    one: Traveller = seen.manifest.travellers[at]
    return [f"{one.surname}/{one.given}/{one.born}".upper()] if one.surname and one.born else []


def _contacts(at: int, seen: FactContext) -> set[str]:
    own = seen.manifest.travellers[at].contact
    of_bookings = (contact for booking in seen.bookings.get(at, ()) for contact in booking.contact)
    keys = ("".join(sign for sign in each.upper() if sign.isalnum()) for each in (*own, *of_bookings))
    return {key for key in keys if len(key) >= MIN_CONTACT_CHARS}


def _cards(seen: FactContext) -> dict[int, int]:
    """Return by position the number of other bookings of this voyage with the same card. No card: no entry."""
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


KEYS: Final[dict[str, Callable[[int, FactContext], Iterable[str]]]] = {
    "shared.document": _documents,
    "shared.name_and_birth": _names,
}


# ── Facts of the voyage as a whole: route, times, numbers, filing


CREW: Final = frozenset({Role.CREW, Role.TRANSIT_CREW})


def voyage_facts(seen: FactContext) -> Values:
    return {**_of_route(seen), **_of_people(seen), **_of_filing(seen)}


def _of_route(seen: FactContext) -> Values:
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


def _of_people(seen: FactContext) -> Values:
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
    if missing:  # "persons" includes the other kinds
        found["voyage.not_named"] = max(missing.pop("persons", 0), sum(missing.values()))
    return found


def _of_filing(seen: FactContext) -> Values:
    filing, found = seen.filing, Values()
    if filing is None:
        return found
    if filing.due_at is not None:
        found["voyage.minutes_late"] = round((filing.received_at - filing.due_at).total_seconds() / 60)
    if (arrives := _arrives(seen)) is not None:
        found["voyage.filed_hours_before_arrival"] = int((arrives - filing.received_at).total_seconds() // 3600)
    return found


def _arrives(seen: FactContext) -> datetime | None:
    legs = seen.manifest.voyage.legs
    return to_utc(legs[-1].arrival, legs[-1].destination) if legs else None
