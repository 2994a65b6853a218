"""What each message said, kept whole: read back in the order sent, it is the whole story of a voyage.

Kept as what was read, not read again from the raw text: a later reader would tell another story than the one officers
acted on, and the raw text of a body with other states' lists is closed to this one (decision 0009).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from roadstead.engine import records as model
from roadstead.engine.formats import registry
from roadstead.engine.voyages.normalise import normalised_readings
from roadstead.engine.voyages.versions.merge import Sending, settled
from roadstead.engine.voyages.versions.person import Step
from roadstead.filings.intake.models import Message
from roadstead.filings.voyages.models import Manifest, Statement, Voyage


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
