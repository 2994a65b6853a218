"""What travellers of one voyage share: objective links between them (cooperation 7, guardrail 1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Final

from roadstead.engine.matching.features.document import number_key
from roadstead.engine.records import Traveller
from roadstead.engine.rules.facts.seen import Seen, Values

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
