"""A person of the roster and the row in which it stands: read back, and written where something changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

import msgspec
from django.db import transaction
from django.db.models import ProtectedError

from roadstead.engine import records as model
from roadstead.engine.text.identifiers import document_key
from roadstead.engine.voyages import identity
from roadstead.engine.voyages.versions.lists import ListId
from roadstead.engine.voyages.versions.person import Person
from roadstead.engine.voyages.versions.presence import Presence, Why
from roadstead.filings.voyages.columns import fitting
from roadstead.filings.voyages.declared import as_declared
from roadstead.filings.voyages.models import Document, Traveller, Voyage

COLUMNS = [field.name for field in Traveller._meta.concrete_fields if field.name not in {"id", "voyage"}]
STANDING = ("presence", "why", "on_list")


def as_person(row: Traveller) -> Person:
    declared = as_declared(row)
    layers = row.layers or {}
    return Person(
        declared=declared,
        listed=_layer(layers.get("listed")) if layers else declared,
        booked=_layer(layers.get("booked")),
        booking=layers.get("booking", ""),
        presence=Presence(row.presence),
        why=Why(row.why),
        on_list=ListId.parse(row.on_list),
        said_by=row.manifest_id,
    )


def _layer(said: Any) -> model.Traveller | None:
    return msgspec.convert(said, model.Traveller) if said is not None else None


def write(
    people: Sequence[Person], rows: Sequence[Traveller | None], was: Sequence[Person | None], voyage: Voyage
) -> list[Traveller]:
    """The row of each person, with everything written that is not as it `was`."""
    result, described, standing, moved = list[Traveller](), list[Traveller](), list[Traveller](), list[Traveller]()
    for place, person in enumerate(people):
        row, before = rows[place] or Traveller(voyage=voyage), was[place] if place < len(was) else None
        result.append(row)
        if before is None or _is_described_anew(person, before):
            _describe(row, person, voyage)
            described.append(row)
        else:
            if person is not before and _standing(person) != _standing(before):
                standing.append(row)
            if row.position != place:
                moved.append(row)
        row.position = place
        row.presence, row.why, row.on_list = _standing(person)
    _save(described)
    _save_documents(described, voyage)
    _save_standing(standing)
    Traveller.objects.bulk_update(moved, ["position"], batch_size=500)
    return result


def _is_described_anew(person: Person, before: Person) -> bool:
    if person is before:
        return False
    layers = (person.listed, person.booked, person.booking) != (before.listed, before.booked, before.booking)
    return person.said_by != before.said_by or person.declared != before.declared or (layers and bool(person.booked))


def _standing(person: Person) -> tuple[str, str, str]:
    return person.presence.value, person.why.value, person.on_list.text


def _describe(row: Traveller, person: Person, voyage: Voyage) -> None:
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
        setattr(row, name, fitting(Traveller, name, value))
    row.manifest_id, row.segment, row.states = person.said_by, said.segment, voyage.states
    row.person_key = identity.person_key(said)
    row.declared = msgspec.to_builtins(said)
    row.sent = row.declared["sent"]
    row.layers = _layers(person)


def _layers(person: Person) -> dict[str, Any] | None:
    """Only where a booking speaks beside the lists: otherwise `declared` is all there is."""
    if person.booked is None:
        return None
    both = {"listed": person.listed, "booked": person.booked, "booking": person.booking}
    return {name: msgspec.to_builtins(value) for name, value in both.items()}


def _save(every: Sequence[Traveller]) -> None:
    old = [row for row in every if row.pk is not None]  # before the new ones get their numbers
    Traveller.objects.bulk_create([row for row in every if row.pk is None], batch_size=1000)
    # One insert that finds its rows there: bulk_update's cases take seconds where this takes tens of milliseconds.
    Traveller.objects.bulk_create(
        old, batch_size=1000, update_conflicts=True, unique_fields=["id"], update_fields=COLUMNS
    )


def _save_standing(rows: Sequence[Traveller]) -> None:
    """Mostly many rows change alike: one statement for each way of standing, not one case for each row."""
    alike = defaultdict[tuple[str, str, str], list[int]](list)
    for row in rows:
        alike[row.presence, row.why, row.on_list].append(row.pk)
    for values, pks in alike.items():
        Traveller.objects.filter(pk__in=pks).update(**dict(zip(STANDING, values, strict=True)))


def _save_documents(rows: Sequence[Traveller], voyage: Voyage) -> None:
    Document.objects.filter(traveller__in=rows).delete()
    papers = [(row, paper) for row in rows for paper in as_declared(row).documents]
    Document.objects.bulk_create([_document(row, paper, voyage) for row, paper in papers], batch_size=1000)


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


def let_go(pks: Collection[int]) -> None:
    """Rows that turned out to be people who have another row. One that an alert refers to stays, withdrawn."""
    for pk in pks:
        try:
            with transaction.atomic():
                Traveller.objects.get(pk=pk).delete()
        except ProtectedError:
            row = Traveller.objects.filter(pk=pk)
            row.update(presence=Presence.WITHDRAWN, why=Why.ANOTHER_ROW, on_list="")
