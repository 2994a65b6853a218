"""What the facts are taken from, made ready once for a voyage: who is on which booking, who shares what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from roadstead.engine.records import Booking, Leg, Manifest, Traveller
from roadstead.engine.rules.facts.past import NO_PAST, Past
from roadstead.engine.rules.rule import Filing

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
        for locator in _locators(traveller, bookings.get(position, ())):
            by_locator[locator].add(position)
    parties: defaultdict[int, set[int]] = defaultdict(set)
    for together in by_locator.values():
        for position in together:
            parties[position] |= together
    return {position: frozenset(found) for position, found in parties.items()}


def _locators(traveller: Traveller, bookings: Sequence[Booking]) -> set[str]:
    return {locator for locator in (traveller.references.booking, *(each.locator for each in bookings)) if locator}
