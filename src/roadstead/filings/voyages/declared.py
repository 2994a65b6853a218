"""Rows back to records: the people and the voyage as all messages together state them, for screening."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, Final

import msgspec
from django.db.models import Model

from roadstead.engine import records as model
from roadstead.engine.formats import registry
from roadstead.engine.records import Function
from roadstead.engine.rules import Filing
from roadstead.engine.voyages.normalise import normalised_readings
from roadstead.engine.voyages.versions.merge import Sending, settled
from roadstead.engine.voyages.versions.parts import Step
from roadstead.filings.intake.models import Message
from roadstead.filings.voyages.models import Document, Manifest, Presence, Statement, Traveller, Voyage

# ── What each message said, kept whole: read back in the order sent, it is the whole story of a voyage.
#
# Kept as what was read, not read again from the raw text: a later reader would tell another story than the one officers
# acted on, and the raw text of a body with other states' lists is closed to this one (decision 0009).


# ── A voyage's route has grown: what was recorded before concerns the new states as well (domain 11, point 6).


# What tells of bills and containers; a report of the craft's call tells of neither.
OF_CARGO: Final = frozenset({Function.CARGO, Function.STOWAGE})
OF_NO_PEOPLE: Final = OF_CARGO | {Function.CONVEYANCE}


def spread_states(voyage: Voyage) -> None:
    """Give all that is recorded of the voyage its states, and its messages what their voyages share."""
    of_people = voyage.manifests.exclude(function__in=sorted(OF_CARGO))  # cargo is of the states its bills go to
    for rows in (voyage.travellers, voyage.legs, of_people, voyage.statements, voyage.bookings):
        rows.update(states=voyage.states)
    Document.objects.filter(traveller__voyage=voyage).update(states=voyage.states)
    for message in Message.objects.filter(manifests__in=of_people).distinct().defer("raw"):
        message.states = shared_states([each.voyage for each in message.manifests.select_related("voyage")])
        message.save(update_fields=["states"])


def shared_states(voyages: list[Voyage | None]) -> list[str]:
    """The states that every voyage of a body concerns: they may read it whole, nobody sees another's list."""
    known = [voyage for voyage in voyages if voyage is not None]
    return [state for state in known[0].states if all(state in each.states for each in known)] if known else []


def keep(declared: model.Manifest, manifest: Manifest, voyage: Voyage) -> Statement:
    """Write down what the message says; who its people are is known once the roster has been told."""
    said = msgspec.json.encode(declared).decode()
    return Statement.objects.create(manifest=manifest, voyage=voyage, said=said, states=voyage.states)


def step_of(manifest: Manifest, declared: model.Manifest) -> Step:
    return Step(number=manifest.pk, carrier=manifest.carrier, declared=declared, tie=manifest.own_order)


def story(voyage: Voyage) -> list[tuple[Statement, Step]]:
    """Every message about the voyage, in the order that counts."""
    rows = voyage.manifests.select_related("statement").order_by("order", "pk")
    return [(statement, step_of(row, as_said(statement))) for row in rows if (statement := _statement(row, voyage))]


def as_said(statement: Statement) -> model.Manifest:
    return msgspec.json.decode(statement.said, type=model.Manifest)


def _statement(manifest: Manifest, voyage: Voyage) -> Statement:
    """As kept; a message recorded before statements were kept is read once more."""
    if hasattr(manifest, "statement"):
        return manifest.statement
    message = Message.objects.get(pk=manifest.message_id)
    readings = normalised_readings(registry.read(bytes(message.raw), near=message.received_at.date().isoformat()))
    declared = readings[manifest.position].manifest if manifest.position < len(readings) else model.Manifest()
    return keep(declared, manifest, voyage)


def settle_order(manifest: Manifest, voyage: Voyage) -> bool:
    """Give the voyage's messages the order that counts; whether this one is simply the newest of them."""
    rows = list(voyage.manifests.only("carrier", "sender", "reference", "revision", "order", "own_order"))
    orders = settled(_sending(row) for row in rows)
    moved = [row for row in rows if row.order != orders[row.pk]]
    for row in moved:
        row.order = orders[row.pk]
    Manifest.objects.bulk_update(moved, ["order"], batch_size=500)
    manifest.order = orders[manifest.pk]
    others = [row for row in moved if row.pk != manifest.pk]
    return not others and manifest.order == max(orders.values())


def _sending(row: Manifest) -> Sending:
    transaction = (row.carrier, row.sender, row.reference) if row.reference else ()
    return Sending(number=row.pk, order=row.own_order, transaction=transaction, revision=row.revision)


def link(statements: Iterable[tuple[Statement, Sequence[int | None]]]) -> None:
    """Say which rows the people of each statement are."""
    changed = []
    for statement, travellers in statements:
        if statement.travellers != list(travellers):
            statement.travellers = list(travellers)
            changed.append(statement)
    Statement.objects.bulk_update(changed, ["travellers"], batch_size=200)


# ── Values that fit their columns: the whole of what was sent stays in the message, and in `declared`.


def fitting(table: type[Model], name: str, value: Any) -> Any:
    """Text cut to the column's width: the whole of it stays in the message, and in `declared`."""
    width = _width(table, name)
    return value[:width] if width and isinstance(value, str) else value


@cache
def _width(table: type[Model], name: str) -> int | None:
    width: int | None = getattr(table._meta.get_field(name), "max_length", None)
    return width


def as_declared(row: Traveller) -> model.Traveller:
    """The record that was read, back from its row."""
    if row.record is None or row.record[0] is not row.declared:
        row.record = row.declared, msgspec.convert(row.declared, model.Traveller)
    return row.record[1]


def on_voyage(voyage: Voyage) -> list[Traveller]:
    """Everybody on the voyage but those withdrawn, without what screening does not need."""
    rows = voyage.travellers.exclude(presence=Presence.WITHDRAWN).order_by("id")
    return list(rows.defer("layers", "quality"))


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
