"""A person of the roster and the row in which it stands: read back, and written where something changed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from typing import Any, Final

import msgspec
from django.db import transaction
from django.db.models import F, OuterRef, ProtectedError, Subquery

from roadstead.engine import records as model
from roadstead.engine.text.identifiers import document_key
from roadstead.engine.voyages import identity
from roadstead.engine.voyages.versions.merge import ListId, Presence, Why, is_part, list_id
from roadstead.engine.voyages.versions.parts import Done, Part, Person, Step
from roadstead.engine.voyages.versions.roster import Roster
from roadstead.filings.voyages.declared import as_declared, fitting, link
from roadstead.filings.voyages.models import Booking, Document, Manifest, Statement, Traveller, Voyage
from roadstead.platform.database.rows import save_all

# ── Bookings of a voyage: every version is kept, and the newest of each locator is the current one.


def keep_bookings(declared: model.Manifest, manifest: Manifest, voyage: Voyage) -> None:
    """Write the message's bookings; after a late message those of all others get their order and people again.

    What a boarding pass says of a booking is no version of it: it names one traveller of perhaps many.
    """
    if declared.message.function is model.Function.BOOKINGS:
        rows = [_row(booking, at, manifest, voyage) for at, booking in enumerate(declared.bookings)]
        save_all(Booking, rows)
    if voyage.bookings.exists():
        _settle(voyage)


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
        **{name: fitting(Booking, name, value) for name, value in stated.items()},
    )


def _settle(voyage: Voyage) -> None:
    """Order, people and which version is current, all from the messages as they now stand."""
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
STANDING = ("presence", "why", "on_list")
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
    known = [row.pk for row in described if row.pk is not None]  # before the new ones get their numbers
    save_all(Traveller, described, COLUMNS)
    _save_documents(described, known, voyage)
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
    row.declared = as_kept(said)
    row.layers = _layers(person)


def as_kept(said: model.Traveller) -> dict[str, Any]:
    """As JSON has it, without what says nothing: most of what can be said of a person is said of nobody."""
    return {name: value for name, value in _as_json(said).items() if name == "role" or value != NOTHING_SAID[name]}


def _as_json(said: model.Traveller) -> dict[str, Any]:
    read: dict[str, Any] = FROM_JSON.decode(TO_JSON.encode(said))
    return read


NOTHING_SAID: Final = _as_json(model.Traveller())


def _layers(person: Person) -> dict[str, Any] | None:
    """Only where a booking speaks beside the lists: otherwise `declared` is all there is."""
    if person.booked is None:
        return None
    both = {"listed": person.listed, "booked": person.booked, "booking": person.booking}
    return {name: msgspec.to_builtins(value) for name, value in both.items()}


def _save_standing(rows: Sequence[Traveller]) -> None:
    """Mostly many rows change alike: one statement for each way of standing, not one case for each row."""
    alike = defaultdict[tuple[str, str, str], list[int]](list)
    for row in rows:
        alike[row.presence, row.why, row.on_list].append(row.pk)
    for values, pks in alike.items():
        Traveller.objects.filter(pk__in=pks).update(**dict(zip(STANDING, values, strict=True)))


def _save_documents(rows: Sequence[Traveller], known: Collection[int], voyage: Voyage) -> None:
    """In place of those that the `known` rows had."""
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


def let_go(pks: Collection[int]) -> None:
    """Rows that turned out to be people who have another row. One that an alert refers to stays, withdrawn."""
    for pk in pks:
        try:
            with transaction.atomic():
                Traveller.objects.get(pk=pk).delete()
        except ProtectedError:
            row = Traveller.objects.filter(pk=pk)
            row.update(presence=Presence.WITHDRAWN, why=Why.ANOTHER_ROW, on_list="")


# ── The people of a voyage, told by its messages: the newest is added to what is known, a late one tells all anew.


def add(step: Step, statement: Statement, voyage: Voyage) -> Done:
    """The newest message: only what it says is written."""
    rows = rows_of(voyage)
    was = [as_person(row) for row in rows]
    roster = Roster(people=list(was), lists=_lists(step, voyage, rows))
    done = roster.apply(step)
    written = write(roster.people, [*rows, *[None] * (len(roster.people) - len(rows))], was, voyage)
    link([(statement, [_pk(written, place) for place in done.named])])
    return done


def tell_again(story: Sequence[tuple[Statement, Step]], voyage: Voyage) -> dict[int, Done]:
    """All messages in the order sent, as if they had come so; every person keeps the row that alerts refer to."""
    roster = Roster()
    told = [roster.apply(step) for _, step in story]
    rows = rows_of(voyage)
    told_of = {pk for statement, _ in story for pk in statement.travellers}
    kept = _same_rows(roster.people, told, [statement for statement, _ in story], rows)
    was = [as_person(row) if row else None for row in kept]
    written = write(roster.people, kept, was, voyage)
    link(
        (statement, [_pk(written, place) for place in done.named])
        for (statement, _), done in zip(story, told, strict=True)
    )
    # A row that no message is known to have named (recorded before that was kept) stays.
    let_go({row.pk for row in rows if row.pk in told_of} - {row.pk for row in kept if row})
    return {done.step: done for done in told}


def rows_of(voyage: Voyage) -> list[Traveller]:
    return list(voyage.travellers.exclude(why=Why.ANOTHER_ROW).order_by("position", "pk"))


def _pk(written: Sequence[Traveller], place: int | None) -> int | None:
    return None if place is None else written[place].pk


def _lists(step: Step, voyage: Voyage, rows: Sequence[Traveller]) -> dict[str, list[Part]]:
    """The parts that have come of the list this message is a part of."""
    if not is_part(step.header):
        return {}
    own = list_id(step.header, step.carrier, step.tie).key
    place = {row.pk: at for at, row in enumerate(rows)}
    others = voyage.manifests.filter(list_id=fitting(Manifest, "list_id", own)).exclude(pk=step.number)
    known = others.select_related("statement").order_by("order", "pk")
    return {own: [part_row(row, place) for row in known]}


def part_row(row: Manifest, place: dict[int, int]) -> Part:
    """A part of a list, back from its row; whom it names by their place in the roster."""
    who = row.statement.travellers if hasattr(row, "statement") else []
    return Part(
        step=row.pk,
        number=row.part.lstrip("0") or row.part,
        is_last=row.last_part,
        content=row.content,
        sent_at=row.sent_at,
        read=row.read,
        declared=row.declared,
        named=frozenset(place[pk] for pk in who if pk in place),
    )


def _same_rows(
    people: Sequence[Person], told: Sequence[Done], statements: Sequence[Statement], rows: Sequence[Traveller]
) -> list[Traveller | None]:
    """The row each person has had: the one most messages gave this person, else the one that looks like it."""
    free = {row.pk: row for row in rows}
    votes = defaultdict[int, Counter[int]](Counter)
    for done, statement in zip(told, statements, strict=True):
        for place, pk in zip(done.named, statement.travellers, strict=False):
            if place is not None and pk is not None:
                votes[place][pk] += 1
    kept = [_elected(votes[place], free) for place in range(len(people))]
    left, homeless = list(free.values()), [at for at, row in enumerate(kept) if row is None]
    declared = [people[at].declared for at in homeless]
    for at, found in zip(homeless, identity.pair([as_person(row).declared for row in left], declared), strict=True):
        kept[at] = left[found] if found is not None else None
    return kept


def _elected(votes: Counter[int], free: dict[int, Traveller]) -> Traveller | None:
    pk = next((pk for pk, _ in votes.most_common() if pk in free), None)
    return None if pk is None else free.pop(pk)
