"""Consignments, containers and movements as `roadstead read --json` shows them; what is absent is left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, cast

import msgspec

from roadstead.engine.formats.common.lean import lean
from roadstead.engine.records import CargoTotals, Consignment, Container, Movement, Party

Object = dict[str, object]
PLACES: Final[Mapping[str, str]] = {"load": "from", "discharge": "to"}  # as voyages and travellers say it
BY_AIR: Final[Mapping[str, str]] = {"origin": "from", "destination": "to"}  # a waybill has no other places


def consignment_view(consignment: Consignment) -> Object:
    """One bill. `from` and `to` are where it joins and leaves the voyage; of a waybill, where it begins and ends."""
    shown = _shown(consignment)
    named = PLACES if consignment.load or consignment.discharge else BY_AIR
    placed = {named.get(key, key): value for key, value in shown.items()}
    return placed | parties_view(consignment.parties)


def container_view(container: Container) -> Object:
    """One container, trailer or unit load device."""
    return _shown(container)


def movement_view(movement: Movement) -> Object:
    """What happened to a consignment or a craft."""
    return _shown(movement)


def totals_view(totals: CargoTotals) -> Object:
    """What the sender says it adds up to."""
    return _shown(totals)


def parties_view(parties: tuple[Party, ...]) -> Object:
    """By role; where two have the same one, the further ones stand in `more_parties`."""
    first: dict[str, Object] = {}
    more: list[Object] = []
    for party in parties:
        if party.role.value in first:
            more.append(_shown(party))
        else:
            first[party.role.value] = _party(party)
    return {"parties": first} | ({"more_parties": more} if more else {}) if parties else {}


def _party(party: Party) -> Object:
    """The address is one text, as an officer reads it, with its parts beside it."""
    shown = _shown(party)
    parts = cast(Object, shown.pop("address", {}))
    shown.pop("role")
    texts = (party.address.street, party.address.city, party.address.region, party.address.postcode)
    told = ", ".join(text for text in texts if text)
    country = {"country": party.address.country} if party.address.country else {}
    return shown | ({"address": told} if told else {}) | country | ({"address_parts": parts} if parts else {})


def _shown(record: object) -> Object:
    return cast(Object, lean(msgspec.to_builtins(record)))
