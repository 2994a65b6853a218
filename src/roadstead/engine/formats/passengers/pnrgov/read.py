"""Read PNRGOV, the bookings of a flight: one message in, the manifest and its problems out.

IATA PADIS EDIFACT implementation guides 11.1 to 16.1 (and messages that say 18.1 and 21.1); ICAO Doc 9944. The filter
in `engine/formats/redaction` removes all data on faith, health or opinions (S1, S2).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from roadstead.engine.formats.common.edifact_header import header, note_parts
from roadstead.engine.formats.passengers.pnrgov.booking import read_booking
from roadstead.engine.formats.passengers.pnrgov.flight import declared_counts, message_code, reporting_party, voyage
from roadstead.engine.formats.passengers.pnrgov.groups import Groups, grouped
from roadstead.engine.formats.passengers.pnrgov.message_problems import compare_counts, report_message, without_text
from roadstead.engine.formats.passengers.pnrgov.records import records
from roadstead.engine.formats.reading import Notebook, Reading
from roadstead.engine.formats.redaction.segments import SegmentCache
from roadstead.engine.records import Booking, Function, Manifest, MessageHeader, Traveller, Voyage
from roadstead.engine.syntax.edifact import Interchange, Message

TYPE: Final = "PNRGOV"


def read(interchange: Interchange, message: Message) -> Reading:
    """Read one PNRGOV. Damaged parts become problems; no traveller is lost. Never raises."""
    notes = Notebook(reference=message.reference)
    groups = grouped(message.segments, message.tags, notes)
    head = _beginning(interchange, message, groups)
    note_parts(head, notes)
    found = voyage(groups.flight, notes)
    travellers, bookings = _bookings(groups, found, head, notes)
    totals = declared_counts(groups.flight, notes)
    compare_counts(totals, len(bookings), head, notes)
    report_message(interchange, groups, bookings, notes)
    problems, unread = notes.finish()
    return Reading(
        manifest=Manifest(
            message=head,
            voyage=found,
            reporting_party=reporting_party(groups.flight),
            travellers=travellers,
            declared=totals,
            bookings=bookings,
        ),
        problems=(*without_text(message.problems), *problems),
        unread=unread,
    )


def voyage_of(message: Message) -> Voyage | None:
    """Return the flight alone; None if the beginning of the message does not hold it."""
    groups = grouped(message.segments[:20], message.tags[:20], Notebook())
    found = voyage(groups.flight, Notebook())
    return found if found.number or found.legs else None


def _beginning(interchange: Interchange, message: Message, groups: Groups) -> MessageHeader:
    head = header(interchange, message)
    return replace(head, type=TYPE, function=Function.BOOKINGS, code=message_code(groups.flight))


def _bookings(
    groups: Groups, voyage: Voyage, head: MessageHeader, notes: Notebook
) -> tuple[tuple[Traveller, ...], tuple[Booking, ...]]:
    """Return all travellers, and every booking with its travellers' places in that list."""
    flight_date = max((leg.departure[:10] for leg in voyage.legs), default="") or head.sent_at[:10]
    travellers: list[Traveller] = []
    bookings: list[Booking] = []
    keep = SegmentCache().redact
    for group in groups.bookings:
        draft = read_booking(group, flight_date, voyage.number, notes, keep)
        people, booking = records(draft, voyage, len(travellers), notes)
        travellers += people
        bookings.append(booking)
    return tuple(travellers), tuple(bookings)
