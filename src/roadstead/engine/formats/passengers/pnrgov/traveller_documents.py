"""Apply DOCS, DOCA and DOCO to their traveller."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from roadstead.engine.formats.common.fast_records import fast_constructor
from roadstead.engine.formats.passengers.pnrgov.codes import DESTINATION, RESIDENCE, SEXES
from roadstead.engine.formats.passengers.pnrgov.docs import Docs, doca, doco
from roadstead.engine.formats.passengers.pnrgov.drafts import NO_ADDRESS, Draft, Person
from roadstead.engine.formats.passengers.pnrgov.names import (
    comparison_forms,
    given_agree,
    join_broken_words,
    letters_only,
    names_agree,
)
from roadstead.engine.formats.passengers.pnrgov.when import later, past, report
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.records import Address, Document
from roadstead.engine.sentences import Sentence

QuickDocument = fast_constructor(Document)
TRAVEL_DOCUMENT: Final = "travel document"


def apply_docs(docs: Docs, person: Person, draft: Draft, notes: Notebook) -> None:
    """Set document, birth date, sex, nationality and the passport's name. Values already known stay."""
    whose = Sentence("%(name)s, traveller %(place)s", {"name": draft.name, "place": person.place + 1})
    known = (docs.type, docs.document) in person.documents
    _document(docs, person, whose, notes)
    _name(docs, person, whose, notes)
    if docs.born and not person.born:
        born = past(docs.born, draft.flight_date)
        report(born, "birth date", whose, docs.born, docs.number, notes)
        person.born = born.iso
    if docs.sex and not person.sex:
        person.sex = SEXES.get(docs.sex, "")
        if docs.sex not in SEXES:
            text = Sentence(
                "%(whose)s: Sex %(sex)s is not M, F, X or U. Correct it and send it again.",
                {"whose": whose, "sex": docs.sex[:4]},
            )
            notes.warning("sex-not-understood", text, docs.number, segment="SSR", field="sex", sent=docs.sex)
    person.nationality = _better(person.nationality, docs.nationality)
    if docs.is_of_an_infant:
        person.age_group = "infant"
    if not known:
        person.keep(TRAVEL_DOCUMENT, docs.sent, docs.number)


def _document(docs: Docs, person: Person, whose: Sentence | str, notes: Notebook) -> None:
    """Add the document once, though every level of the message may repeat it."""
    if not docs.document and not docs.type:
        return
    key = (docs.type, docs.document)
    known = person.documents.get(key)
    if known is not None:
        issuer = _better(known.issuer, docs.issuer)
        person.documents[key] = replace(known, issuer=issuer) if issuer != known.issuer else known
        return
    expires = later(docs.expires)
    report(expires, "expiry date", whose, docs.expires, docs.number, notes)
    if not docs.document:
        text = Sentence("%(whose)s: A document has no number. Send the number in DOCS.", {"whose": whose})
        notes.warning("document-number-missing", text, docs.number, segment="SSR", field="document number")
    person.documents[key] = QuickDocument(
        type=docs.type, number=docs.document, issuer=docs.issuer, expires=expires.iso, segment=docs.number
    )


def _better(known: str, other: str) -> str:
    """Return the other value if none is known, or if it has three letters and the known one two; else the known one."""
    return other if not known or (len(known) == 2 and len(other) == 3) else known


def _name(docs: Docs, person: Person, whose: Sentence | str, notes: Notebook) -> None:
    """Set the passport's name (see names.py), unless it is another person's."""
    if (not docs.surname and not docs.given) or person.has_passport_name:
        return
    is_unnamed = not (person.surname or person.given)
    is_same = is_unnamed or names_agree(person.surname, person.tif_given, docs.surname, docs.given)
    if (
        is_same
        or letters_only(person.surname) == letters_only(docs.surname)
        or given_agree(person.tif_given, docs.given)
    ):
        surname, given = (
            join_broken_words(docs.surname, person.surname),
            join_broken_words(docs.given, person.tif_given),
        )
        person.surname, person.given = surname or person.surname, _fuller(given, person)
        person.has_passport_name = True
    if not is_same and not any(sent.field == TRAVEL_DOCUMENT for sent in person.sent):
        text = Sentence(
            "%(whose)s: The name in DOCS is not the name in the booking. We kept both. Compare them with the passport.",
            {"whose": whose},
        )
        notes.warning(
            "document-name-differs", text, docs.number, segment="SSR", field="name", sent=f"{docs.surname}/{docs.given}"
        )


def _fuller(given: str, person: Person) -> str:
    """Return the given names of DOCS, or the booking's if DOCS has only the first of them."""
    is_shorter = letters_only(person.given).startswith(letters_only(given)) and letters_only(
        given
    ) not in comparison_forms(person.tif_given)
    return person.given if is_shorter else given


def apply_doca(text: str, person: Person, number: int, draft: Draft, notes: Notebook) -> None:
    """Set the address at the destination (DOCA D), or the country of residence (R).

    The address of residence itself goes to the booking.
    """
    kind, found = doca(text)
    person.keep("address", text, number)
    if kind == RESIDENCE:
        person.residence = person.residence or found.country
        if found != Address(country=found.country):
            draft.addresses[found] = None
    elif kind == DESTINATION or person.address == NO_ADDRESS:
        person.address = found


def apply_doco(text: str, person: Person, number: int, draft: Draft, notes: Notebook) -> None:
    """Add DOCO: a visa as document of the country it is for; redress and traveller numbers as references."""
    found = doco(text)
    person.birth_place = person.birth_place or found.birth_place
    if not found.number:
        return
    person.keep("visa" if found.type == "V" else "authority's number", text, number)
    issued = past(found.issued, draft.flight_date)
    report(
        issued,
        "issue date",
        Sentence("%(name)s, traveller %(place)s", {"name": draft.name, "place": person.place + 1}),
        found.issued,
        number,
        notes,
    )
    key = (found.type, found.number)
    if key not in person.documents:
        person.documents[key] = QuickDocument(
            type=found.type, number=found.number, issuer=found.country, issued=issued.iso, segment=number
        )
