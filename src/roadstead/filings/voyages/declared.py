"""Convert rows back to records: people and voyage as all messages together state them, for screening."""

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
from roadstead.engine.voyages.versions.merge import Sending, final_order
from roadstead.engine.voyages.versions.parts import Step
from roadstead.filings.intake.models import Message
from roadstead.filings.voyages.models import Document, Manifest, Presence, Statement, Traveller, Voyage

# ── Statements: each message is stored as it was read, so that the voyage can be rebuilt in the order sent.
#
# They are not read again from the raw text: a later reader would give another result than the one officers acted on,
# and the raw text of a body with other states' lists is closed to this state (decision 0009).


# ── States of a voyage whose route has grown: what was recorded before concerns the new states as well (domain 11,
# point 6).


# Functions of messages about bills and containers; a report of the craft's call is about neither.
CARGO_FUNCTIONS: Final = frozenset({Function.CARGO, Function.STOWAGE})
FUNCTIONS_WITHOUT_PEOPLE: Final = CARGO_FUNCTIONS | {Function.CONVEYANCE}


def propagate_states(voyage: Voyage) -> None:
    """Propagate the voyage's states to its rows, and to its messages the states that all their voyages share."""
    of_people = voyage.manifests.exclude(function__in=sorted(CARGO_FUNCTIONS))  # cargo has the states of its bills
    for rows in (voyage.travellers, voyage.legs, of_people, voyage.statements, voyage.bookings):
        rows.update(states=voyage.states)
    Document.objects.filter(traveller__voyage=voyage).update(states=voyage.states)
    for message in Message.objects.filter(manifests__in=of_people).distinct().defer("raw"):
        message.states = shared_states([each.voyage for each in message.manifests.select_related("voyage")])
        message.save(update_fields=["states"])


def shared_states(voyages: list[Voyage | None]) -> list[str]:
    """Return the states that every voyage of a body concerns: they may read it whole without seeing another state's
    list.
    """
    known = [voyage for voyage in voyages if voyage is not None]
    return [state for state in known[0].states if all(state in each.states for each in known)] if known else []


def store_statement(declared: model.Manifest, manifest: Manifest, voyage: Voyage) -> Statement:
    """Store what the message states. The rows of its people are linked once the roster is updated
    (`link_travellers`).
    """
    said = msgspec.json.encode(declared).decode()
    return Statement.objects.create(
        manifest=manifest, voyage=voyage, carrier=manifest.carrier, payload=said, states=voyage.states
    )


def step_of(manifest: Manifest, declared: model.Manifest) -> Step:
    return Step(number=manifest.pk, carrier=manifest.carrier, declared=declared, tie=manifest.own_order)


def ordered_statements(voyage: Voyage) -> list[tuple[Statement, Step]]:
    """Return every message about the voyage, in the order that counts."""
    rows = voyage.manifests.select_related("statement").order_by("order", "pk")
    return [
        (statement, step_of(row, stated_manifest(statement))) for row in rows if (statement := _statement(row, voyage))
    ]


def stated_manifest(statement: Statement) -> model.Manifest:
    return msgspec.json.decode(statement.payload, type=model.Manifest)


def _statement(manifest: Manifest, voyage: Voyage) -> Statement:
    """Return the stored statement. A message recorded before statements were stored is read once more."""
    if hasattr(manifest, "statement"):
        return manifest.statement
    message = Message.objects.get(pk=manifest.message_id)
    readings = normalised_readings(registry.read(bytes(message.raw), near=message.received_at.date().isoformat()))
    declared = readings[manifest.position].manifest if manifest.position < len(readings) else model.Manifest()
    return store_statement(declared, manifest, voyage)


def update_order(manifest: Manifest, voyage: Voyage) -> bool:
    """Give the voyage's messages the order that counts. Return True if this one is simply the newest of them."""
    rows = list(voyage.manifests.only("carrier", "sender", "reference", "revision", "order", "own_order"))
    orders = final_order(_sending(row) for row in rows)
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


def link_travellers(statements: Iterable[tuple[Statement, Sequence[int | None]]]) -> None:
    """Store which rows the people of each statement are."""
    changed = []
    for statement, travellers in statements:
        if statement.travellers != list(travellers):
            statement.travellers = list(travellers)
            changed.append(statement)
    Statement.objects.bulk_update(changed, ["travellers"], batch_size=200)


# ── Values that fit their columns: the full text stays in the message, and in `declared`.


def fit_column(table: type[Model], name: str, value: Any) -> Any:
    """Return the value, text cut to the column's width: the full text stays in the message, and in `declared`."""
    width = _width(table, name)
    return value[:width] if width and isinstance(value, str) else value


@cache
def _width(table: type[Model], name: str) -> int | None:
    width: int | None = getattr(table._meta.get_field(name), "max_length", None)
    return width


def as_declared(row: Traveller) -> model.Traveller:
    """Return the record of a traveller, read back from its row and cached on it."""
    if row.record is None or row.record[0] is not row.declared:
        row.record = row.declared, msgspec.convert(row.declared, model.Traveller)
    return row.record[1]


def travellers_on(voyage: Voyage) -> list[Traveller]:
    """Return everybody on the voyage except those withdrawn, without columns that screening does not need."""
    rows = voyage.travellers.exclude(presence=Presence.WITHDRAWN).order_by("id")
    return list(rows.defer("layers", "quality"))


def as_manifest(voyage: Voyage, rows: Sequence[Traveller], *, with_bookings: bool = False) -> model.Manifest:
    """Return the voyage with these people as all its messages together state it, for screening. Bookings cost a query,
    and only written rules use them.
    """
    people = tuple(as_declared(row) for row in rows)
    bookings = _bookings(voyage, rows) if with_bookings else ()
    known = replace(as_voyage(voyage), category=voyage.category)
    return model.Manifest(voyage=known, travellers=people, declared=voyage.declared, bookings=bookings)


def _bookings(voyage: Voyage, rows: Sequence[Traveller]) -> tuple[model.Booking, ...]:
    """Return the current version of each booking, its people by their place among `rows`."""
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
    """Return the craft with its name and every number that a listed craft may match."""
    return model.Craft(
        name=voyage.craft_name,
        imo=voyage.craft_imo,
        call_sign=voyage.craft_call_sign,
        mmsi=voyage.craft_mmsi,
        registration=voyage.craft_registration,
    )


def as_filing(voyage: Voyage) -> Filing | None:
    """Return when the voyage's list was received and when it was due; None if it has not arrived."""
    if voyage.filed_at is None:
        return None
    return Filing(received_at=voyage.filed_at, due_at=voyage.due_at, rule_source=voyage.due_source)
