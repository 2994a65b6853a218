"""A booking's draft to its records: whose everything is, which flight is ours, and then the frozen form."""

from __future__ import annotations

from roadstead.engine.formats.common.quick import quick
from roadstead.engine.formats.passengers.pnrgov.aboard import aboard
from roadstead.engine.formats.passengers.pnrgov.attach import attach, infants
from roadstead.engine.formats.passengers.pnrgov.codes import OF_DOCO
from roadstead.engine.formats.passengers.pnrgov.drafts import Draft, Person
from roadstead.engine.formats.passengers.pnrgov.history import settle
from roadstead.engine.formats.passengers.pnrgov.itinerary import reported
from roadstead.engine.formats.passengers.pnrgov.passenger import about_names
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.records import BookedFlight, Booking, Document, References, Ticket, Traveller, Voyage

QuickTraveller, QuickReferences = quick(Traveller), quick(References)
QuickBooking, QuickTicket = quick(Booking), quick(Ticket)


def records(draft: Draft, voyage: Voyage, first: int, notes: Notebook) -> tuple[list[Traveller], Booking]:
    """Travellers and booking; `first` is the place of the first traveller in the manifest."""
    attach(draft, notes)
    infants(draft, notes)
    place = reported(draft.segments, voyage)
    aboard(draft, place, voyage, notes)
    settle(draft)
    about_names(draft, notes)
    _about(draft, place, voyage, notes)
    flight = draft.segments[place].flight if place is not None else BookedFlight()
    return [_traveller(person, draft, flight) for person in draft.people], _booking(draft, first)


def _traveller(person: Person, draft: Draft, flight: BookedFlight) -> Traveller:
    return QuickTraveller(
        surname=person.surname,
        given=person.given,
        sex=person.sex,
        born=person.born or person.child_born,
        birth_place=person.birth_place,
        nationality=person.nationality,
        residence=person.residence,
        embark=flight.origin,
        disembark=flight.destination,
        documents=tuple(sorted(person.documents.values(), key=_is_no_passport)),
        references=QuickReferences(
            booking=draft.locator, passenger=person.unique or person.reference, ticket=person.ticket
        ),
        seat=person.seat,
        bags=person.bags,
        contact=tuple(person.contact),
        address=person.address,
        age_group=person.age_group,
        boarding_number=person.boarding_number,
        segment=person.number,
        sent=tuple(person.sent),
    )


def _is_no_passport(document: Document) -> bool:
    """What identifies comes first, then what DOCO adds."""
    return document.type in OF_DOCO


def _booking(draft: Draft, first: int) -> Booking:
    return QuickBooking(
        locator=draft.locator,
        system=draft.system,
        other_locators=tuple(draft.other_locators),
        created=draft.created,
        agency=draft.agency,
        travellers=tuple(range(first, first + len(draft.people))),
        itinerary=tuple(segment.flight for segment in draft.segments),
        contact=tuple(draft.contact),
        addresses=tuple(draft.addresses),
        tickets=tuple(
            each if each.traveller is None else QuickTicket(number=each.number, traveller=first + each.traveller)
            for each in draft.tickets.values()
        ),
        payments=tuple(draft.payments),
        frequent_flyer=tuple(draft.frequent_flyer),
        fares=tuple(draft.fares),
        splits=tuple(draft.splits),
        history=tuple(draft.history),
        dropped=dict(draft.dropped),
        segment=draft.number,
    )


def _about(draft: Draft, reported: int | None, voyage: Voyage, notes: Notebook) -> None:
    """What an officer wonders about a booking as a whole."""
    if not draft.locator:
        text = "A booking came without record locator. Send it in RCI."
        notes.warning("locator-missing", text, draft.number, segment="RCI", field="record locator (9956)")
    if not draft.people:
        text = f"{draft.name} names no traveller. Ask who travels; send TIF."
        notes.warning("nobody-in-the-booking", text, draft.number, segment="TIF", field="name (9936)")
    if draft.segments and reported is None and voyage.legs:
        text = f"{draft.name} does not hold the flight it was sent for. It was kept; check the itinerary."
        notes.note("reported-flight-not-in-itinerary", text, draft.number, segment="TVL", field="flight")
