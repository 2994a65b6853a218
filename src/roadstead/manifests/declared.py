"""Rows back to records: the people and the voyage as all messages together state them, for screening."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from roadstead import model
from roadstead.manifests.models import Presence, Traveller, Voyage


def as_declared(row: Traveller) -> model.Traveller:
    """The record that was read, back from its row."""
    return msgspec.convert(row.declared, model.Traveller)


def on_voyage(voyage: Voyage) -> list[Traveller]:
    """Everybody on the voyage but those withdrawn, without what screening does not need."""
    rows = voyage.travellers.exclude(presence=Presence.WITHDRAWN).order_by("id")
    return list(rows.defer("sent", "layers", "quality"))


def as_manifest(voyage: Voyage, rows: Sequence[Traveller]) -> model.Manifest:
    """The voyage as all its messages together state it, with these people, for screening."""
    people = tuple(as_declared(row) for row in rows)
    return model.Manifest(voyage=as_voyage(voyage), travellers=people, declared=voyage.declared)


def as_voyage(voyage: Voyage) -> model.Voyage:
    legs = [
        model.Leg(
            origin=leg.origin, destination=leg.destination, departure=leg.departs_local, arrival=leg.arrives_local
        )
        for leg in voyage.legs.all()
    ]
    craft = model.Craft(name=voyage.craft_name, imo=voyage.craft_imo)
    return model.Voyage(
        mode=model.Mode(voyage.mode), carrier=voyage.carrier, number=voyage.number, craft=craft, legs=tuple(legs)
    )
