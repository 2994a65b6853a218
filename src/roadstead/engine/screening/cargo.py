"""Parties of bills and of whole manifests against what is listed: organisations by number, name and address, persons
by name.

A party is mostly a firm. Where it is a person, nothing but the name is known, so that a person is met only by the whole
name, without anything speaking against it: an officer has thousands of bills, and no birth date to tell namesakes by.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from roadstead.engine.matching.index import Index
from roadstead.engine.matching.persons import Match, alerts_all
from roadstead.engine.matching.policy import Thresholds, in_force
from roadstead.engine.matching.things import Party, Things, met_parties
from roadstead.engine.records import Address, Consignment, Hit, HitKind, PartyRole, Reason, Traveller
from roadstead.engine.records import Party as Declared
from roadstead.engine.screening.hits import Basis, party_hit, person_hit

WORDS: Final[Mapping[PartyRole, str]] = {
    PartyRole.CONSIGNOR: "consignor", PartyRole.CONSIGNEE: "consignee", PartyRole.NOTIFY: "party to be notified",
    PartyRole.CARRIER: "carrier", PartyRole.AGENT: "agent", PartyRole.FORWARDER: "forwarder",
    PartyRole.SELLER: "seller", PartyRole.BUYER: "buyer", PartyRole.OWNER: "owner", PartyRole.MASTER: "master",
    PartyRole.DECLARANT: "declarant", PartyRole.OTHER: "party",
}  # fmt: skip
Spelt = tuple[str, Address, str]  # name, address, code: a thousand bills of one shipper are asked for once


def met_bills(
    bills: Sequence[Consignment], index: Index, things: Things, basis: Basis, *, today: date
) -> Iterator[Hit]:
    """Hits in the order of the bills, each with `bill`, the position of its bill."""
    named = [(place, at, party) for place, bill in enumerate(bills) for at, party in enumerate(bill.parties)]
    return _met(named, "bill", index, things, basis, today=today)


def met_of_manifests(
    parties: Sequence[Declared], index: Index, things: Things, basis: Basis, *, today: date
) -> Iterator[Hit]:
    """Parties of whole manifests: hits in their order, without `bill`."""
    named = [(None, at, party) for at, party in enumerate(parties)]
    return _met(named, "manifest", index, things, basis, today=today)


def _met(
    all_named: Sequence[tuple[int | None, int, Declared]], of: str, index: Index, things: Things, basis: Basis, *,
    today: date,
) -> Iterator[Hit]:  # fmt: skip
    named = [(place, at, party) for place, at, party in all_named if party.name.strip()]
    distinct = {_spelt(party): party for *_, party in named}
    firms = dict(zip(distinct, met_parties([_asked(each) for each in distinct.values()], things), strict=True))
    people = dict(zip(distinct, _people(list(distinct.values()), index, basis.thresholds), strict=True))
    for place, at, party in named:
        said = Reason(text=f"{party.name} is the {WORDS[party.role]} of the {of}.", feature="party")
        for found in firms[_spelt(party)]:
            if in_force(found.entry, today):
                yield replace(party_hit(place, found, basis.versions, said), parties=(at,))
        for one in people[_spelt(party)]:
            if in_force(one.entry, today):
                yield replace(person_hit(None, one, basis, bill=place, said=said), parties=(at,))


def _spelt(party: Declared) -> Spelt:
    return (party.name, party.address, party.code)


def _asked(party: Declared) -> Party:
    numbers = (party.code,) if party.code else ()
    return Party(name=party.name, numbers=numbers, country=party.address.country, addresses=(party.address,))


def _people(parties: Sequence[Declared], index: Index, at: Thresholds) -> list[list[Match]]:
    """As a traveller without birth date, and only whom policy shows by the whole name."""
    asked = [Traveller(surname=party.name) for party in parties]
    found = alerts_all(asked, index, at)
    return [[one for one in of_party if one.always and one.kind is HitKind.NAME] for of_party in found]
