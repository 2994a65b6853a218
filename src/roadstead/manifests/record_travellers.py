"""The people a message states: found again or new, changed unless a newer message has spoken (decision 0004)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import msgspec

from roadstead import model
from roadstead.manifests import identity
from roadstead.manifests.columns import fitting
from roadstead.manifests.declared import as_declared
from roadstead.manifests.merge import PRESENCE, SAYS, THE_OTHERS, Says, is_nobody, merged
from roadstead.manifests.models import Document, Manifest, Presence, Traveller, Voyage
from roadstead.text.identifiers import document_key

Stated = tuple[Traveller, model.Traveller]  # a row, and the person as the message leaves it


def record_travellers(declared: model.Manifest, manifest: Manifest, voyage: Voyage) -> int:
    """Write what the message says of its people; how many it could not change, a newer message having spoken."""
    function = declared.message.function or model.Function.PASSENGERS
    rows = list(voyage.travellers.all())
    known = [as_declared(row) for row in rows]
    changed, same, older = list[Stated](), list[Traveller](), list[Traveller]()
    for at, person in zip(identity.pair(known, declared.travellers), declared.travellers, strict=True):
        if at is None and SAYS[function] is Says.PRESENCE and is_nobody(person):
            continue
        row = Traveller(voyage=voyage) if at is None else rows[at]
        after = person if at is None else merged(known[at], person, SAYS[function])
        if row.stated_order > manifest.order:
            older.append(row)
        elif at is not None and _without_places(after) == _without_places(known[at]):
            same.append(row)
        else:
            changed.append((row, after))
    for row, person in changed:
        _state(row, person, manifest, voyage)
    _save([row for row, _ in changed])
    _save_documents(changed, manifest, voyage)
    Traveller.objects.filter(pk__in=[row.pk for row in same]).update(stated_order=manifest.order)
    _say_presence(declared, manifest, voyage, [*(row for row, _ in changed), *same, *older])
    return len(older)


def _without_places(person: model.Traveller) -> model.Traveller:
    """The person without the segment numbers, which differ from message to message."""
    documents = tuple(replace(document, segment=None) for document in person.documents)
    return replace(person, segment=None, sent=(), documents=documents)


def _say_presence(declared: model.Manifest, manifest: Manifest, voyage: Voyage, named: Iterable[Traveller]) -> None:
    """On board or not: what the newest message says. A complete close-out tells about those it does not name too."""
    function, header = declared.message.function or model.Function.PASSENGERS, declared.message
    sayable = voyage.travellers.filter(presence_order__lte=manifest.order)
    says = {"presence": PRESENCE.get(function, Presence.EXPECTED), "presence_order": manifest.order}
    sayable.filter(pk__in=[row.pk for row in named]).update(**says)
    if function in THE_OTHERS and (not header.part or header.last_part):
        passengers = sayable.exclude(role__in=[role.value for role in identity.CREW])
        others = passengers.filter(presence=Presence.EXPECTED)
        others.update(presence=THE_OTHERS[function], presence_order=manifest.order)


def _state(row: Traveller, person: model.Traveller, manifest: Manifest, voyage: Voyage) -> None:
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
    row.manifest, row.segment, row.states = manifest, person.segment, voyage.states
    row.stated_order = manifest.order
    row.person_key = identity.person_key(person)
    row.declared = msgspec.to_builtins(person)
    row.sent = row.declared["sent"]


def _save(every: Sequence[Traveller]) -> None:
    old = [row for row in every if row.pk is not None]  # before the new ones get their numbers
    Traveller.objects.bulk_create([row for row in every if row.pk is None], batch_size=1000)
    fields = [field.name for field in Traveller._meta.concrete_fields if field.name not in {"id", "voyage"}]
    Traveller.objects.bulk_update(old, fields, batch_size=500)


def _save_documents(changed: Sequence[Stated], manifest: Manifest, voyage: Voyage) -> None:
    Document.objects.filter(traveller__in=[row for row, _ in changed]).delete()
    stated: list[dict[str, Any]] = [
        {"traveller": row, "segment": document.segment, **_columns(document)}
        for row, person in changed
        for document in person.documents
    ]
    rows = [Document(manifest=manifest, states=voyage.states, **each) for each in stated]
    Document.objects.bulk_create(rows, batch_size=1000)


def _columns(document: model.Document) -> dict[str, str]:
    return {
        "type": document.type[:6],
        "number": document.number[:40],
        "key": document_key(document.number)[:40],
        "issuer": document.issuer[:3],
        "expires": document.expires[:10],
    }
