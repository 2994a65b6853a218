"""Rows back to records: the people and the voyage as all messages together state them, for screening."""

from __future__ import annotations

import msgspec

from roadstead import model
from roadstead.manifests.models import Presence, Traveller, Voyage


def as_declared(row: Traveller) -> model.Traveller:
    """The record that was read, back from its row."""
    return msgspec.convert(row.declared, model.Traveller)


def as_manifest(voyage: Voyage) -> model.Manifest:
    """The voyage as all its messages together state it, for screening. Withdrawn people are not on it."""
    on_board = voyage.travellers.exclude(presence=Presence.WITHDRAWN).order_by("id")
    return model.Manifest(
        voyage=as_voyage(voyage), travellers=tuple(as_declared(row) for row in on_board), declared=voyage.declared
    )


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
