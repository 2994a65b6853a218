"""What a message says of a person already known: a list states everything, a change what it names, a close-out
only who is on board."""

from __future__ import annotations

from dataclasses import fields, replace
from enum import StrEnum
from typing import Final

from roadstead.manifests.models import Presence
from roadstead.model import Document, Function, References, Traveller


class Says(StrEnum):
    """How much of a person a message of this function states."""

    EVERYTHING = "everything"
    WHAT_IT_NAMES = "what it names"
    PRESENCE = "presence"
    WHAT_IS_UNKNOWN = "what is unknown"


# What each function says of the people in it, of their presence, and of those it does not name.
SAYS: Final[dict[Function, Says]] = {
    Function.PASSENGERS: Says.EVERYTHING,
    Function.CREW: Says.EVERYTHING,
    Function.CHANGE: Says.WHAT_IT_NAMES,
    Function.CANCEL: Says.PRESENCE,
    Function.CLOSE: Says.PRESENCE,
    Function.CLOSED_ON_BOARD: Says.PRESENCE,
    Function.CLOSED_NOT_ON_BOARD: Says.PRESENCE,
    Function.BOOKINGS: Says.WHAT_IS_UNKNOWN,
    Function.ANSWER: Says.PRESENCE,
}
PRESENCE: Final[dict[Function, Presence]] = {
    Function.CANCEL: Presence.WITHDRAWN,
    Function.CLOSED_ON_BOARD: Presence.ON_BOARD,
    Function.CLOSED_NOT_ON_BOARD: Presence.NOT_ON_BOARD,
}
THE_OTHERS: Final[dict[Function, Presence]] = {
    Function.CLOSED_ON_BOARD: Presence.NOT_ON_BOARD,
    Function.CLOSED_NOT_ON_BOARD: Presence.ON_BOARD,
}
NOT_THE_PERSONS = {"role", "segment", "sent", "references", "documents"}


def merged(known: Traveller, stated: Traveller, says: Says) -> Traveller:
    """The person after the message. What was empty in a change stays as it was; nothing is erased by silence."""
    if says is Says.EVERYTHING:
        return stated
    if says is Says.PRESENCE:
        return known
    if says is Says.WHAT_IS_UNKNOWN:
        return merged(stated, known, Says.WHAT_IT_NAMES)
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


def _documents(known: Traveller, stated: Traveller) -> tuple[Document, ...]:
    """A document that is sent takes the place of those of its type; the visa stays when the passport is corrected."""
    types = {document.type for document in stated.documents}
    return (*stated.documents, *(document for document in known.documents if document.type not in types))


def _references(known: References, stated: References) -> References:
    given = {field.name: value for field in fields(stated) if (value := getattr(stated, field.name))}
    return replace(known, **given)


def is_nobody(stated: Traveller) -> bool:
    """A close-out that names an unknown person by a reference alone: there is nobody to record."""
    return not (stated.surname or stated.given or stated.documents)
