"""From a reading to the manifest of record: rows added or changed, with the message and segment that said so.

A message sent earlier but received later changes nothing that a newer one has said; it only adds what was unknown.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from django.db import connection

from roadstead import model
from roadstead.intake.models import Message
from roadstead.manifests import identity
from roadstead.manifests.models import Document, Leg, Manifest, Presence, Traveller, Voyage
from roadstead.manifests.normalise import Timetable, instant, states_of, timetable
from roadstead.messages.reading import Reading
from roadstead.text.identifiers import document_key

# What a list says about the people on it, by its function.
PRESENCE: dict[model.Function, Presence] = {
    model.Function.CANCEL: Presence.WITHDRAWN,
    model.Function.CLOSED_ON_BOARD: Presence.ON_BOARD,
    model.Function.CLOSED_NOT_ON_BOARD: Presence.NOT_ON_BOARD,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """The manifest's row, its voyage's row (None where no voyage could be made out), and the travellers it stated."""

    declared: model.Manifest
    manifest: Manifest
    voyage: Voyage | None
    travellers: list[Traveller]


def record(reading: Reading, *, message: Message, position: int, participating: Collection[str]) -> Recorded:
    """Write what one reading says. The caller holds the voyage's lock (`lock`)."""
    declared = reading.manifest
    voyage = _voyage(declared, message, participating) if declared.voyage.legs or declared.voyage.number else None
    manifest = _manifest(reading, message, position, voyage)
    travellers = _travellers(declared, manifest, voyage) if voyage else []
    return Recorded(declared=declared, manifest=manifest, voyage=voyage, travellers=travellers)


def lock(voyage_keys: Collection[str]) -> None:
    """Hold these voyages until the transaction ends, always in the same order so that nobody waits for ever."""
    with connection.cursor() as cursor:
        for key in sorted(set(voyage_keys)):
            cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def _voyage(declared: model.Manifest, message: Message, participating: Collection[str]) -> Voyage:
    what, when = declared.voyage, timetable(declared.voyage)
    voyage, _ = Voyage.objects.get_or_create(
        key=what.key[:120], defaults={"mode": what.mode.value, "filed_at": message.received_at}
    )
    voyage.states = list(dict.fromkeys([*voyage.states, *states_of(what, participating)]))
    _state_voyage(voyage, what, when)
    if declared.message.function is not model.Function.CHANGE:  # a change counts its own people, not the voyage's
        voyage.declared = {**voyage.declared, **declared.declared}
    if declared.message.function is model.Function.CANCEL and not declared.travellers:
        voyage.cancelled = True
    voyage.save()
    _legs(voyage, what)
    return voyage


def _state_voyage(voyage: Voyage, what: model.Voyage, when: Timetable) -> None:
    """Set what this message knows; what it leaves out stays as it was."""
    stated: dict[str, Any] = {
        "carrier": what.carrier,
        "number": what.number,
        "craft_name": what.craft.name,
        "craft_imo": what.craft.imo,
        "origin": when.origin,
        "destination": when.destination,
        "departs_local": when.departs_local,
        "arrives_local": when.arrives_local,
        "departs_at": when.departs_at,
        "arrives_at": when.arrives_at,
    }
    for name, value in stated.items():
        if value:
            setattr(voyage, name, _fitting(Voyage, name, value))


def _legs(voyage: Voyage, what: model.Voyage) -> None:
    for position, leg in enumerate(what.legs):
        Leg.objects.update_or_create(
            voyage=voyage,
            position=position,
            defaults={
                "origin": leg.origin[:5],
                "destination": leg.destination[:5],
                "departs_local": leg.departure[:16],
                "arrives_local": leg.arrival[:16],
                "departs_at": instant(leg.departure, leg.origin),
                "arrives_at": instant(leg.arrival, leg.destination),
                "states": voyage.states,
            },
        )


def _manifest(reading: Reading, message: Message, position: int, voyage: Voyage | None) -> Manifest:
    header = reading.manifest.message
    stated = {
        "type": header.type,
        "release": header.release,
        "function": header.function.value if header.function else "",
        "reference": header.reference,
        "revision": header.revision,
        "part": header.part,
        "sent_at": header.sent_at,
    }
    return Manifest.objects.create(
        message=message,
        position=position,
        voyage=voyage,
        carrier=message.carrier,
        last_part=header.last_part,
        order=order(header, message.received_at, message.pk),
        stated=_stated(reading.manifest.voyage),
        declared=dict(reading.manifest.declared),
        traveller_count=len(reading.manifest.travellers),
        problems=msgspec.to_builtins(reading.problems),
        unread=list(reading.unread),
        states=voyage.states if voyage else [],
        **{name: _fitting(Manifest, name, value) for name, value in stated.items()},
    )


def _stated(what: model.Voyage) -> dict[str, str]:
    """The voyage in this message's words: all that a carrier's receipt says of it."""
    when = timetable(what)
    said = {
        "carrier": what.carrier,
        "number": what.number,
        "craft": what.craft.name,
        "from": when.origin,
        "to": when.destination,
        "departure": when.departs_local,
        "arrival": when.arrives_local,
    }
    return {name: value for name, value in said.items() if value}


def order(header: model.MessageHeader, received_at: datetime, message_id: int) -> str:
    """Sorts the messages of a voyage by when they were sent; where the sender does not say, by when they came."""
    sent = header.sent_at or received_at.strftime("%Y-%m-%dT%H:%M")
    return f"{sent[:16]:16}/{header.revision[:12].rjust(12, '0')}/{message_id:012}"


def _travellers(declared: model.Manifest, manifest: Manifest, voyage: Voyage) -> list[Traveller]:
    """The rows of the people this message states: found again or new, changed unless a newer message spoke."""
    known = list(voyage.travellers.select_related("manifest"))
    places = identity.pair([identity.keys(as_declared(row)) for row in known], declared.travellers)
    rows = [known[at] if at is not None else Traveller(voyage=voyage) for at in places]
    stated = list(zip(rows, declared.travellers, strict=True))
    current = [(row, person) for row, person in stated if _may_change(row, manifest)]
    for row, person in current:
        _state_traveller(row, person, manifest, voyage)
    _save_travellers([row for row, _ in current])
    _save_documents(current, manifest, voyage)
    return rows


def _may_change(row: Traveller, manifest: Manifest) -> bool:
    return row.manifest_id is None or row.manifest.order <= manifest.order


def _state_traveller(row: Traveller, person: model.Traveller, manifest: Manifest, voyage: Voyage) -> None:
    stated = {
        "role": person.role.value,
        "surname": person.surname,
        "given": person.given,
        "sex": person.sex,
        "born": person.born,
        "birth_place": person.birth_place,
        "nationality": person.nationality,
        "residence": person.residence,
        "embark": person.embark,
        "disembark": person.disembark,
        "booking": person.references.booking,
        "passenger_reference": person.references.passenger,
        "seat": person.seat,
    }
    for name, value in stated.items():
        setattr(row, name, _fitting(Traveller, name, value))
    function = model.Function(manifest.function) if manifest.function else model.Function.PASSENGERS
    row.presence = PRESENCE.get(function, Presence.EXPECTED)
    row.manifest, row.segment, row.states = manifest, person.segment, voyage.states
    row.person_key = identity.person_key(person)
    row.declared = msgspec.to_builtins(person)
    row.sent = row.declared.pop("sent")


def _save_travellers(rows: list[Traveller]) -> None:
    new = [row for row in rows if row.pk is None]
    old = [row for row in rows if row.pk is not None]
    Traveller.objects.bulk_create(new, batch_size=1000)
    fields = [field.name for field in Traveller._meta.concrete_fields if field.name not in {"id", "voyage"}]
    Traveller.objects.bulk_update(old, fields, batch_size=500)


def _save_documents(current: list[tuple[Traveller, model.Traveller]], manifest: Manifest, voyage: Voyage) -> None:
    Document.objects.filter(traveller__in=[row for row, _ in current]).delete()
    Document.objects.bulk_create(
        [
            Document(
                traveller=row,
                manifest=manifest,
                segment=document.segment,
                type=document.type[:6],
                number=document.number[:40],
                key=document_key(document.number)[:40],
                issuer=document.issuer[:3],
                expires=document.expires[:10],
                states=voyage.states,
            )
            for row, person in current
            for document in person.documents
        ],
        batch_size=1000,
    )


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


def _fitting(table: type[Any], name: str, value: Any) -> Any:
    """Text cut to the column's width: the whole of it stays in the message, and in `declared`."""
    width = table._meta.get_field(name).max_length
    return value[:width] if width and isinstance(value, str) else value
