"""The people a message states: found again or new, changed unless a newer message has spoken (decision 0004)."""

from __future__ import annotations

import msgspec

from roadstead import model
from roadstead.manifests import identity
from roadstead.manifests.columns import fitting
from roadstead.manifests.declared import as_declared
from roadstead.manifests.models import Document, Manifest, Presence, Traveller, Voyage
from roadstead.text.identifiers import document_key

# What a list says about the people on it, by its function.
PRESENCE: dict[model.Function, Presence] = {
    model.Function.CANCEL: Presence.WITHDRAWN,
    model.Function.CLOSED_ON_BOARD: Presence.ON_BOARD,
    model.Function.CLOSED_NOT_ON_BOARD: Presence.NOT_ON_BOARD,
}


def record_travellers(declared: model.Manifest, manifest: Manifest, voyage: Voyage) -> list[Traveller]:
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
        setattr(row, name, fitting(Traveller, name, value))
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
