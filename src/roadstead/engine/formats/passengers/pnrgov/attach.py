"""Whose a document is: by the traveller's reference, else by name, else by its place, which is said.

Systems send an infant's DOCS under the parent's reference; the name and the sex (MI, FI) tell. An infant that only
services name is on board all the same.
"""

from __future__ import annotations

from roadstead.engine.formats.passengers.pnrgov.docs import Docs
from roadstead.engine.formats.passengers.pnrgov.drafts import Draft, Infant, Person
from roadstead.engine.formats.passengers.pnrgov.names import agree, close, forms
from roadstead.engine.formats.passengers.pnrgov.papers import identity
from roadstead.engine.formats.reading import Notebook


def attach(draft: Draft, notes: Notebook) -> None:
    """Every DOCS to its traveller."""
    for docs in draft.docs:
        person = _owner(docs, draft, notes)
        if person is not None:
            identity(docs, person, draft, notes)


def _owner(docs: Docs, draft: Draft, notes: Notebook) -> Person | None:
    told = draft.by_reference(docs.reference) or (draft.people[docs.under] if docs.under is not None else None)
    has_name = bool(docs.surname or docs.given)
    if told is not None and (not has_name or _is_of(docs, told)) and _may_be_infant(docs, told):
        return told
    named = [person for person in draft.people if has_name and _is_of(docs, person) and _may_be_infant(docs, person)]
    if named:
        exact = [person for person in named if close(docs.given) in forms(person.tif_given)]
        return next((person for person in exact or named if not person.documents), named[0])
    if docs.is_of_an_infant:
        return _only_infant(docs, draft) or _new(docs, draft, notes)
    return told if told is not None else _by_place(docs, draft, notes)


def _is_of(docs: Docs, person: Person) -> bool:
    return agree(person.surname, person.tif_given, docs.surname, docs.given)


def _may_be_infant(docs: Docs, person: Person) -> bool:
    return not docs.is_of_an_infant or person.age_group in ("infant", "")


def _only_infant(docs: Docs, draft: Draft) -> Person | None:
    infants = [person for person in draft.people if person.age_group == "infant" and not person.documents]
    return infants[0] if len(infants) == 1 and not (docs.surname or docs.given) else None


def _by_place(docs: Docs, draft: Draft, notes: Notebook) -> Person | None:
    """Nothing tells whose: the only traveller without document, or a person that nothing else names."""
    without = [person for person in draft.people if not person.documents]
    if not draft.people:
        return _new(docs, draft, notes)
    if len(without) == 1:
        place = without[0].place + 1
        text = f"{draft.name}: DOCS does not say whose it is. It was given to traveller {place}; check it."
        notes.note("document-owner-guessed", text, docs.number, segment="SSR", field="traveller reference (9944)")
        return without[0]
    text = f"{draft.name}: DOCS does not say whose it is, and no name fits. Send the traveller's reference."
    notes.warning(
        "document-without-owner", text, docs.number, segment="SSR", field="traveller reference (9944)", sent=docs.sent
    )
    return None


def _new(docs: Docs, draft: Draft, notes: Notebook) -> Person:
    person = Person(place=len(draft.people), number=docs.number)
    person.surname, person.given = docs.surname, docs.given
    person.has_passport_name = True
    _say(draft, person, docs.number, notes)
    draft.people.append(person)
    return person


def _say(draft: Draft, person: Person, number: int, notes: Notebook) -> None:
    text = f"{draft.name}: a traveller is named only by a service, not by TIF. The person was added; send TIF."
    notes.note(
        "traveller-only-in-services",
        text,
        number,
        segment="SSR",
        field="name",
        sent="/".join(filter(None, (person.surname, person.given))),
    )


def infants(draft: Draft, notes: Notebook) -> None:
    """INFT gives an infant its birth date, and a place on the list where it has none."""
    for infant in draft.infants:
        person = _infant(infant, draft)
        if person is None:
            person = Person(place=len(draft.people), number=infant.number)
            person.surname, person.given = infant.surname, infant.given
            _say(draft, person, infant.number, notes)
            draft.people.append(person)
        person.age_group = "infant"
        person.born = person.born or infant.born


def _infant(infant: Infant, draft: Draft) -> Person | None:
    named = [
        person
        for person in draft.people
        if person.age_group in ("infant", "")
        and agree(person.surname, person.tif_given or person.given, infant.surname, infant.given)
    ]
    return next(iter(named), None)
