"""Rows back to records: the people and the voyage as all messages together state them, for screening."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import msgspec

from roadstead.engine import records as model
from roadstead.engine.rules import Filing
from roadstead.filings.voyages.models import Presence, Traveller, Voyage

# ── Values that fit their columns: the whole of what was sent stays in the message, and in `declared`.


def fitting(table: type[Any], name: str, value: Any) -> Any:
    """Text cut to the column's width: the whole of it stays in the message, and in `declared`."""
    width = table._meta.get_field(name).max_length
    return value[:width] if width and isinstance(value, str) else value


def as_declared(row: Traveller) -> model.Traveller:
    """The record that was read, back from its row."""
    return msgspec.convert(row.declared, model.Traveller)


def on_voyage(voyage: Voyage) -> list[Traveller]:
    """Everybody on the voyage but those withdrawn, without what screening does not need."""
    rows = voyage.travellers.exclude(presence=Presence.WITHDRAWN).order_by("id")
    return list(rows.defer("sent", "layers", "quality"))


def as_manifest(voyage: Voyage, rows: Sequence[Traveller], *, with_bookings: bool = False) -> model.Manifest:
    """The voyage as all its messages together state it, with these people, for screening. Bookings cost a query, and
    only written rules look at them."""
    people = tuple(as_declared(row) for row in rows)
    bookings = _bookings(voyage, rows) if with_bookings else ()
    known = replace(as_voyage(voyage), category=voyage.category)
    return model.Manifest(voyage=known, travellers=people, declared=voyage.declared, bookings=bookings)


def _bookings(voyage: Voyage, rows: Sequence[Traveller]) -> tuple[model.Booking, ...]:
    """The current version of each, its people by their place among `rows`."""
    place = {row.pk: at for at, row in enumerate(rows)}
    current = voyage.bookings.filter(is_current=True).order_by("id")
    return tuple(
        replace(
            msgspec.convert(row.detail, model.Booking),
            travellers=tuple(place[pk] for pk in row.travellers if pk in place),
        )
        for row in current
    )


def as_voyage(voyage: Voyage) -> model.Voyage:
    legs = [
        model.Leg(
            origin=leg.origin, destination=leg.destination, departure=leg.departs_local, arrival=leg.arrives_local
        )
        for leg in voyage.legs.all()
    ]
    return model.Voyage(
        mode=model.Mode(voyage.mode),
        carrier=voyage.carrier,
        number=voyage.number,
        craft=as_craft(voyage),
        legs=tuple(legs),
    )


def as_craft(voyage: Voyage) -> model.Craft:
    """By its name and every number by which a listed one is met."""
    return model.Craft(
        name=voyage.craft_name,
        imo=voyage.craft_imo,
        call_sign=voyage.craft_call_sign,
        mmsi=voyage.craft_mmsi,
        registration=voyage.craft_registration,
    )


def as_filing(voyage: Voyage) -> Filing | None:
    """When its list came, and by when it had to."""
    if voyage.filed_at is None:
        return None
    return Filing(received_at=voyage.filed_at, due_at=voyage.due_at, rule_source=voyage.due_source)
