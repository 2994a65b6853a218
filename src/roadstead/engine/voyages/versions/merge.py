"""What a message says of a person already known: a list states everything, a change what it names, a close-out
only who is on board, a booking only what no list has said."""

from __future__ import annotations

from dataclasses import fields, replace
from enum import StrEnum

from roadstead.engine.records import Document, References, Traveller


class Says(StrEnum):
    """How much of a person a message of this function states."""

    EVERYTHING = "everything"
    WHAT_IT_NAMES = "what it names"
    PRESENCE = "presence"
    WHAT_IS_UNKNOWN = "what is unknown"


NOT_THE_PERSONS = {"role", "segment", "sent", "references", "documents"}


def merged(known: Traveller, stated: Traveller) -> Traveller:
    """`known` with what `stated` names. What it leaves empty stays as it was; nothing is erased by silence."""
    named = {
        field.name: value
        for field in fields(stated)
        if field.name not in NOT_THE_PERSONS and (value := getattr(stated, field.name)) not in (field.default, None)
    }
    return replace(
        known,
        **named,
        documents=_documents(known, stated),
        references=_references(known.references, stated.references),
        segment=stated.segment,
        sent=stated.sent or known.sent,
    )


def filled(listed: Traveller | None, booked: Traveller | None) -> Traveller:
    """A list's words, with a booking's where the list says nothing; the role is the list's."""
    if listed is None or booked is None:
        return listed or booked or Traveller()
    return replace(merged(booked, listed), role=listed.role)


def without_places(person: Traveller) -> Traveller:
    """The person without the segment numbers, which differ from message to message."""
    documents = tuple(replace(document, segment=None) for document in person.documents)
    return replace(person, segment=None, sent=(), documents=documents)


def is_nobody(stated: Traveller) -> bool:
    """A close-out that names an unknown person by a reference alone: there is nobody to record."""
    return not (stated.surname or stated.given or stated.documents)


def _documents(known: Traveller, stated: Traveller) -> tuple[Document, ...]:
    """A document that is sent takes the place of those of its type; the visa stays when the passport is corrected."""
    types = {document.type for document in stated.documents}
    return (*stated.documents, *(document for document in known.documents if document.type not in types))


def _references(known: References, stated: References) -> References:
    given = {field.name: value for field in fields(stated) if (value := getattr(stated, field.name))}
    return replace(known, **given)
