"""Merge a message into known people, with the identity and order of lists and the effect of each kind of message.

A list replaces all data, a change only the fields it names; a close-out sets presence, and a booking fills in fields
that no list has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import blake2b
from typing import Final, Self

from roadstead.engine.records import Document, Function, MessageHeader, References, Traveller

# Identity of lists: kind and sender, transaction and revision, and the parts that belong together.


ONLY: Final = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListId:
    """Identity of the list of a message. `series`: all lists of one kind by one sender about a voyage.

    `transaction` and `revision`: RFF+TN; `list`: equal for all parts of one list, and only for these.
    """

    series: str = ""
    transaction: str = ""
    revision: str = ""
    list: str = ""

    @property
    def text(self) -> str:
        return "/".join((self.series, self.transaction, self.revision, self.list)) if self.series else ""

    @property
    def key(self) -> str:
        """Return the key shared by all parts of the list, each of which may have a reference of its own."""
        return "/".join((self.series, self.revision, self.list))

    @classmethod
    def parse(cls, text: str) -> Self:
        series, transaction, revision, name = text.split("/") if text else ("", "", "", "")
        return cls(series=series, transaction=transaction, revision=revision, list=name)


def list_id(header: MessageHeader, carrier: str, tie: str) -> ListId:
    """Return the identity of a message's list. `tie` distinguishes undivided lists that are otherwise alike."""
    kind = header.function or Function.PASSENGERS
    # Without either, the parts of this sender about this voyage are one list: 0062 differs from part to part.
    together = header.access_reference or (header.reference if header.revision else "")
    return ListId(
        series=_short(carrier, header.sender, kind.value),
        transaction=_short(carrier, header.sender, header.reference) if header.reference else "",
        revision=header.revision[:12].rjust(12, "0"),
        list=_short(together, header.revision) if is_part(header) else _short(tie),
    )


def is_part(header: MessageHeader) -> bool:
    """Return True if other messages belong to this list, as far as the sender says."""
    return bool(header.part) and not (header.part.lstrip("0") == ONLY and header.last_part is True)


def _short(*texts: str) -> str:
    return blake2b("\0".join(texts).encode("utf-8", "replace"), digest_size=4).hexdigest()


NO_LIST: Final = ListId()


# Order of messages: by the time they were sent, never by the time they came.
#
# In one transaction the higher revision (RFF+TN) is the newer, whatever the times. The order is a sortable text.


MAX_CLOCK_AHEAD: Final = timedelta(hours=26)  # no zone is further from ours; a message dated later has a wrong clock
MINUTE_CHARS: Final = 16  # characters of "2026-11-25T13:00"


def order_key(header: MessageHeader, received_at: datetime, *, position: int, sha256: str, message: int) -> str:
    """Return a sortable text: sent time, revision, interchange number, place in the body, and the body's hash.

    If the time of sending is unknown (or in the future), the time of receipt is used, to the microsecond.
    """
    revision = header.revision[:12].rjust(12, "0")
    if header.sent_at and not is_ahead(header, received_at):
        tie = f"{header.interchange[-14:].rjust(14, '0')}/{position:04}/{sha256[:8]}"
        return f"{header.sent_at[:MINUTE_CHARS]:{MINUTE_CHARS}}/{revision}/{tie}"
    came = received_at.astimezone(UTC)
    return f"{came:%Y-%m-%dT%H:%M}/{revision}/00{came:%H%M%S}{came:%f}/{position:04}/{message:08}"


def is_ahead(header: MessageHeader, received_at: datetime) -> bool:
    return header.sent_at > (received_at.astimezone(UTC) + MAX_CLOCK_AHEAD).strftime("%Y-%m-%dT%H:%M")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """The data of a message that decide its order: `order` by its own clock, transaction and revision."""

    number: int
    order: str
    transaction: tuple[str, ...] = ()
    revision: str = ""


def final_order(sendings: Iterable[Sending]) -> dict[int, str]:
    """Return the final order by number: no revision is later than a higher one of its transaction.

    A gateway that repeats revision 1 after revision 2 does not make it newer.
    """
    result: dict[int, str] = {}
    by_transaction = defaultdict[tuple[str, ...], list[Sending]](list)
    for sending in sendings:
        by_transaction[sending.transaction].append(sending)
    for transaction, group in by_transaction.items():
        result |= _settled(group) if transaction else {each.number: each.order for each in group}
    return result


def _settled(group: list[Sending]) -> dict[int, str]:
    latest, result = "9999", dict[int, str]()
    by_revision = sorted({each.revision.rjust(12, "0") for each in group}, reverse=True)
    for revision in by_revision:
        of_it = [each for each in group if each.revision.rjust(12, "0") == revision]
        for each in of_it:
            result[each.number] = min(each.order[:MINUTE_CHARS], latest).ljust(MINUTE_CHARS) + each.order[MINUTE_CHARS:]
        latest = min(latest, *(each.order[:MINUTE_CHARS] for each in of_it))
    return result


# Presence of a person on board, as stated by the carrier, and the reason for a change.


class Presence(StrEnum):
    """The carrier's last statement on a person being on board."""

    BOOKED = "booked"  # so far only in a booking, not on a list
    EXPECTED = "expected"
    ON_BOARD = "on_board"
    NOT_ON_BOARD = "not_on_board"
    WITHDRAWN = "withdrawn"


class PresenceReason(StrEnum):
    """Reason why a person was withdrawn, or a mark for the officer on one who was not."""

    NOTHING = ""
    CANCELLED = "cancelled"  # named in a cancellation (XR, 1225 = 1 or 3)
    REDUCED = "reduced"  # named in a reduction of the party (RP)
    VOYAGE_CANCELLED = "voyage_cancelled"  # XF
    LIST_CANCELLED = "list_cancelled"  # a cancellation of the whole list
    LEFT_OUT = "left_out"  # a newer complete list replaced the one that named this person
    NOT_NAMED = "not_named"  # stays, but the newest list of the same sender does not name this person
    OUT_OF_BOOKING = "out_of_booking"  # known only from a booking, which no longer names this person
    ANOTHER_ROW = "another_row"  # a late message showed that two rows are one person


PRESENCE_LABELS: dict[Presence, str] = {
    Presence.BOOKED: "Booked",
    Presence.EXPECTED: "Expected",
    Presence.ON_BOARD: "On board",
    Presence.NOT_ON_BOARD: "Not on board",
    Presence.WITHDRAWN: "Withdrawn",
}


class Extent(StrEnum):
    """The extent of a person's data that a message of this function states."""

    EVERYTHING = "everything"
    NAMED_FIELDS = "what it names"
    PRESENCE = "presence"
    UNKNOWN_FIELDS = "what is unknown"


NOT_MERGED_FIELDS = {"role", "segment", "sent", "references", "documents"}


def merged(known: Traveller, stated: Traveller) -> Traveller:
    """Return `known` updated with the fields of `stated`. Empty fields leave the known value; none is erased."""
    named = {
        field.name: value
        for field in fields(stated)
        if field.name not in NOT_MERGED_FIELDS and (value := getattr(stated, field.name)) not in (field.default, None)
    }
    return replace(
        known,
        **named,
        documents=_documents(known, stated),
        references=_references(known.references, stated.references),
        segment=stated.segment,
        sent=stated.sent or known.sent,
    )


def fill_from_booking(listed: Traveller | None, booked: Traveller | None) -> Traveller:
    """Return a list's data, with a booking's where the list has none; the role is the list's."""
    if listed is None or booked is None:
        return listed or booked or Traveller()
    return replace(merged(booked, listed), role=listed.role)


def without_places(person: Traveller) -> Traveller:
    """Return the person without the segment numbers, which differ from message to message."""
    documents = tuple(replace(document, segment=None) for document in person.documents)
    return replace(person, segment=None, sent=(), documents=documents)


def is_reference_only(stated: Traveller) -> bool:
    """Return True if a close-out names an unknown person by reference alone, so that there is no one to record."""
    return not (stated.surname or stated.given or stated.documents)


def _documents(known: Traveller, stated: Traveller) -> tuple[Document, ...]:
    """Return documents after an update: each sent one replaces those of its type, and others (a visa) stay."""
    types = {document.type for document in stated.documents}
    return (*stated.documents, *(document for document in known.documents if document.type not in types))


def _references(known: References, stated: References) -> References:
    given = {field.name: value for field in fields(stated) if (value := getattr(stated, field.name))}
    return replace(known, **given)


# Effects of a message on the people of a voyage, by its function and subcode (BGM 1225 and 1004).


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """The effect of a message. `named`, `others`, `everybody`: their new presence; None leaves it unchanged."""

    extent: Extent
    named: Presence | None = None
    others: Presence | None = None  # passengers not named, once the message is complete
    everybody: Presence | None = None
    why: PresenceReason = PresenceReason.NOTHING
    is_list: bool = False  # states who is on board; a newer one may replace an older one
    cancels_list: bool = False  # without names, the list of its transaction is meant
    empty_problem: str = ""  # code of the problem if it names no one and so changes no one


LIST: Final = Effect(extent=Extent.EVERYTHING, named=Presence.EXPECTED, is_list=True)
CHANGE: Final = Effect(extent=Extent.NAMED_FIELDS, named=Presence.EXPECTED)
REDUCTION: Final = Effect(
    extent=Extent.PRESENCE, named=Presence.WITHDRAWN, why=PresenceReason.REDUCED, empty_problem="reduction-names-nobody"
)
CANCELLATION: Final = Effect(
    extent=Extent.PRESENCE,
    named=Presence.WITHDRAWN,
    why=PresenceReason.CANCELLED,
    empty_problem="cancellation-names-nobody",
)
NOBODY: Final = Effect(extent=Extent.PRESENCE)  # cargo messages have no statement about people
VOYAGE_CANCELLED: Final = Effect(
    extent=Extent.PRESENCE, everybody=Presence.WITHDRAWN, why=PresenceReason.VOYAGE_CANCELLED
)
# A boarding pass has a name, a seat and a booking: it adds to a list and does not replace one.
TYPES: Final[Mapping[str, Effect]] = {"BCBP": CHANGE}
CHANGE_OF_FLIGHT, CANCEL_FLIGHT = "CF", "XF"

EFFECTS: Final[Mapping[tuple[Function, str], Effect]] = {
    (Function.PASSENGERS, ""): LIST,
    (Function.CREW, ""): LIST,
    (Function.CHANGE, ""): CHANGE,
    (Function.CHANGE, "RP"): REDUCTION,
    (Function.CANCEL, "RP"): REDUCTION,
    (Function.CANCEL, ""): Effect(
        extent=Extent.PRESENCE,
        named=Presence.WITHDRAWN,
        why=PresenceReason.CANCELLED,
        cancels_list=True,
        empty_problem="cancellation-names-nobody",
    ),
    (Function.CANCEL, "XR"): CANCELLATION,
    (Function.CANCEL, CANCEL_FLIGHT): VOYAGE_CANCELLED,
    (Function.CLOSE, ""): Effect(extent=Extent.PRESENCE, named=Presence.EXPECTED),
    (Function.CLOSED_ON_BOARD, ""): Effect(
        extent=Extent.PRESENCE,
        named=Presence.ON_BOARD,
        others=Presence.NOT_ON_BOARD,
        empty_problem="close-out-names-nobody",
    ),
    (Function.CLOSED_NOT_ON_BOARD, ""): Effect(
        extent=Extent.PRESENCE, named=Presence.NOT_ON_BOARD, others=Presence.ON_BOARD
    ),
    (Function.BOOKINGS, ""): Effect(extent=Extent.UNKNOWN_FIELDS, named=Presence.BOOKED),
    (Function.ANSWER, ""): Effect(extent=Extent.PRESENCE),
    (Function.CARGO, ""): NOBODY,
    (Function.STOWAGE, ""): NOBODY,
    (Function.CONVEYANCE, ""): NOBODY,
    (Function.MOVEMENT, ""): NOBODY,
    (Function.DECLARATION, ""): NOBODY,
}


def effect_of(header: MessageHeader) -> Effect:
    """Return the effect by function and subcode, or by function alone; without either that of a passenger list."""
    function = header.function or Function.PASSENGERS
    if header.type in TYPES:
        return TYPES[header.type]
    return EFFECTS.get((function, header.subcode.upper())) or EFFECTS[function, ""]


def cancels_voyage(header: MessageHeader) -> bool:
    return effect_of(header).everybody is Presence.WITHDRAWN
