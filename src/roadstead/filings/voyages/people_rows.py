"""People of the roster and their rows: read back, and written if something changed; bookings of the voyage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any, Final

import msgspec
from django.db import connection, transaction
from django.db.models import F, OuterRef, ProtectedError, Subquery

from roadstead.engine import records as model
from roadstead.engine.text.identifiers import document_key
from roadstead.engine.voyages import identity
from roadstead.engine.voyages.versions.merge import ListId, Presence, PresenceReason
from roadstead.engine.voyages.versions.parts import Person
from roadstead.filings.voyages.declared import as_declared, fit_column
from roadstead.filings.voyages.models import Booking, Document, Manifest, Statement, Traveller, Voyage
from roadstead.platform.database.rows import save_all

# ── Bookings of a voyage: every version is stored, and the newest of each locator is the current one.


def store_bookings(declared: model.Manifest, manifest: Manifest, voyage: Voyage) -> None:
    """Store the message's bookings.

    A boarding pass states no version of a booking: it names one traveller of perhaps many.
    """
    if declared.message.function is model.Function.BOOKINGS:
        rows = [_row(booking, at, manifest, voyage) for at, booking in enumerate(declared.bookings)]
        save_all(Booking, rows)


def _row(booking: model.Booking, position: int, manifest: Manifest, voyage: Voyage) -> Booking:
    stated = {
        "carrier": manifest.carrier,
        "locator": booking.locator,
        "system": booking.system,
        "made_at": booking.created,
    }
    return Booking(
        voyage=voyage,
        manifest=manifest,
        position=position,
        detail=msgspec.to_builtins(booking),
        order=manifest.order,
        states=voyage.states,
        **{name: fit_column(Booking, name, value) for name, value in stated.items()},
    )


def update_bookings(voyage: Voyage) -> None:
    """Update order, people and current version of the bookings from the messages as they are now: a late message
    changes those of all others. The voyage's people must be written.
    """
    if not voyage.bookings.exists():
        return
    order = Manifest.objects.filter(pk=OuterRef("manifest_id")).values("order")
    voyage.bookings.exclude(order=F("manifest__order")).update(order=Subquery(order))
    with_bookings = Statement.objects.filter(voyage=voyage, manifest__bookings__isnull=False)
    who = dict(with_bookings.values_list("pk", "travellers"))
    newest, changed = set[tuple[str, str]](), list[Booking]()
    for row in voyage.bookings.order_by("-order", "-position"):
        people = _people(row, who.get(row.manifest_id, []))
        current = (row.system, row.locator) not in newest
        newest.add((row.system, row.locator))
        if (row.travellers, row.is_current) != (people, current):
            row.travellers, row.is_current = people, current
            changed.append(row)
    Booking.objects.bulk_update(changed, ["travellers", "is_current"], batch_size=500)


def _people(row: Booking, who: list[int | None]) -> list[int]:
    places = row.detail.get("travellers", ())
    return [pk for at in places if at < len(who) and (pk := who[at]) is not None]


COLUMNS = [field.name for field in Traveller._meta.concrete_fields if field.name not in {"id", "voyage"}]
PRESENCE_COLUMNS = ("presence", "presence_reason", "list_id")
TO_JSON: Final = msgspec.json.Encoder()
FROM_JSON: Final = msgspec.json.Decoder()


def as_person(row: Traveller) -> Person:
    declared = as_declared(row)
    layers = row.layers or {}
    return Person(
        declared=declared,
        listed=_layer(layers.get("listed")) if layers else declared,
        booked=_layer(layers.get("booked")),
        booking=layers.get("booking", ""),
        presence=Presence(row.presence),
        why=PresenceReason(row.presence_reason),
        on_list=ListId.parse(row.list_id),
        stated_by=row.manifest_id,
    )


def _layer(said: Any) -> model.Traveller | None:
    return msgspec.convert(said, model.Traveller) if said is not None else None


def is_description_changed(person: Person, before: Person) -> bool:
    if person is before:
        return False
    layers = (person.listed, person.booked, person.booking) != (before.listed, before.booked, before.booking)
    return (
        person.stated_by != before.stated_by or person.declared != before.declared or (layers and bool(person.booked))
    )


def presence_of(person: Person) -> tuple[str, str, str]:
    return person.presence.value, person.why.value, person.on_list.text


def fill_row(row: Traveller, person: Person, voyage: Voyage) -> None:
    said = person.declared
    stated = {
        "role": said.role.value,
        "surname": said.surname,
        "given": said.given,
        "sex": said.sex,
        "born": said.born,
        "birth_place": said.birth_place,
        "nationality": said.nationality,
        "residence": said.residence,
        "embark": said.embark,
        "disembark": said.disembark,
        "booking": said.references.booking,
        "passenger_reference": said.references.passenger,
        "seat": said.seat,
    }
    for name, value in stated.items():
        setattr(row, name, fit_column(Traveller, name, value))
    row.manifest_id, row.segment, row.states = person.stated_by, said.segment, voyage.states
    row.person_key = identity.person_key(said)
    row.declared = as_stored(said)
    row.record = row.declared, said
    row.layers = _layers(person)


def as_stored(said: model.Traveller) -> dict[str, Any]:
    """Return the record as JSON without fields at their default: most fields are empty for most people."""
    return {name: value for name, value in _as_json(said).items() if name == "role" or value != EMPTY_RECORD[name]}


def _as_json(said: model.Traveller) -> dict[str, Any]:
    read: dict[str, Any] = FROM_JSON.decode(TO_JSON.encode(said))
    return read


EMPTY_RECORD: Final = _as_json(model.Traveller())


def _layers(person: Person) -> dict[str, Any] | None:
    """Return the layers if a booking states values beside the lists; otherwise `declared` is enough."""
    if person.booked is None:
        return None
    both = {"listed": person.listed, "booked": person.booked, "booking": person.booking}
    return {name: msgspec.to_builtins(value) for name, value in both.items()}


def save_presence(rows: Sequence[Traveller]) -> None:
    """Save presence, reason and list. Many rows mostly change alike: one UPDATE for each combination, not one case for
    each row.
    """
    alike = defaultdict[tuple[str, str, str], list[int]](list)
    for row in rows:
        alike[row.presence, row.presence_reason, row.list_id].append(row.pk)
    for values, pks in alike.items():
        Traveller.objects.filter(pk__in=pks).update(**dict(zip(PRESENCE_COLUMNS, values, strict=True)))


def save_qualities(rows: Sequence[Traveller]) -> None:
    """Save the quality of all rows in one statement."""
    if not rows:
        return
    changed = TO_JSON.encode([{"id": row.pk, "quality": row.quality} for row in rows]).decode()
    with connection.cursor() as cursor:
        cursor.execute(
            "update voyages_traveller old set quality = new.quality"
            " from jsonb_to_recordset(%s::jsonb) as new(id bigint, quality jsonb) where old.id = new.id",
            [changed],
        )


def save_documents(rows: Sequence[Traveller], known: Collection[int], voyage: Voyage) -> None:
    """Save the documents of these rows in place of those that the `known` rows had."""
    if known:
        Document.objects.filter(traveller__in=known).delete()
    save_all(Document, [_document(row, paper, voyage) for row in rows for paper in as_declared(row).documents])


def _document(row: Traveller, paper: model.Document, voyage: Voyage) -> Document:
    return Document(
        traveller=row,
        manifest_id=row.manifest_id,
        segment=paper.segment,
        type=paper.type[:6],
        number=paper.number[:40],
        key=document_key(paper.number)[:40],
        issuer=paper.issuer[:3],
        expires=paper.expires[:10],
        states=voyage.states,
    )


def delete_duplicates(pks: Collection[int]) -> None:
    """Delete rows of people who turned out to have another row. One that an alert refers to is kept as withdrawn."""
    for pk in pks:
        try:
            with transaction.atomic():
                Traveller.objects.get(pk=pk).delete()
        except ProtectedError:
            row = Traveller.objects.filter(pk=pk)
            row.update(presence=Presence.WITHDRAWN, presence_reason=PresenceReason.ANOTHER_ROW, list_id="")
