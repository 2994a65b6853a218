"""Turn a booking's draft into records: assign documents, find the reported flight, then freeze."""

from __future__ import annotations

from roadstead.engine.formats.common.fast_records import fast_constructor
from roadstead.engine.formats.passengers.pnrgov.assign_check_in import assign_check_ins
from roadstead.engine.formats.passengers.pnrgov.codes import OF_DOCO
from roadstead.engine.formats.passengers.pnrgov.docs import Docs
from roadstead.engine.formats.passengers.pnrgov.drafts import Draft, Infant, Person
from roadstead.engine.formats.passengers.pnrgov.history import resolve_envelopes
from roadstead.engine.formats.passengers.pnrgov.itinerary import find_reported
from roadstead.engine.formats.passengers.pnrgov.names import comparison_forms, letters_only, names_agree
from roadstead.engine.formats.passengers.pnrgov.passenger import report_names
from roadstead.engine.formats.passengers.pnrgov.traveller_documents import apply_docs
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.records import BookedFlight, Booking, Document, References, Ticket, Traveller, Voyage
from roadstead.engine.sentences import Sentence

QuickTraveller, QuickReferences = fast_constructor(Traveller), fast_constructor(References)
QuickBooking, QuickTicket = fast_constructor(Booking), fast_constructor(Ticket)


def records(draft: Draft, voyage: Voyage, first: int, notes: Notebook) -> tuple[list[Traveller], Booking]:
    """Return travellers and booking; `first` is the place of the first traveller in the manifest."""
    assign_documents(draft, notes)
    add_infants(draft, notes)
    place = find_reported(draft.segments, voyage)
    assign_check_ins(draft, place, voyage, notes)
    resolve_envelopes(draft)
    report_names(draft, notes)
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
    """Sort key: identity documents first, then visas and numbers of DOCO."""
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
    """Report a booking without locator, without travellers or without the reported flight."""
    if not draft.locator:
        text = Sentence("A booking has no record locator. Send it in RCI.")
        notes.warning("locator-missing", text, draft.number, segment="RCI", field="record locator (9956)")
    if not draft.people:
        text = Sentence("%(name)s has no travellers. Send TIF for each.", {"name": draft.name})
        notes.warning("nobody-in-the-booking", text, draft.number, segment="TIF", field="name (9936)")
    if draft.segments and reported is None and voyage.legs:
        text = Sentence(
            "%(name)s does not include the flight of this message. We kept the booking. Check the itinerary.",
            {"name": draft.name},
        )
        notes.note("reported-flight-not-in-itinerary", text, draft.number, segment="TVL", field="flight")


# Owner of a document: by the traveller's reference, else by name, else by its place, with a note.


def assign_documents(draft: Draft, notes: Notebook) -> None:
    """Assign every DOCS to its traveller."""
    for docs in draft.docs:
        person = _owner(docs, draft, notes)
        if person is not None:
            apply_docs(docs, person, draft, notes)


def _owner(docs: Docs, draft: Draft, notes: Notebook) -> Person | None:
    told = draft.by_reference(docs.reference) or (draft.people[docs.under] if docs.under is not None else None)
    has_name = bool(docs.surname or docs.given)
    if told is not None and (not has_name or _is_of(docs, told)) and _may_be_infant(docs, told):
        return told
    named = [person for person in draft.people if has_name and _is_of(docs, person) and _may_be_infant(docs, person)]
    if named:
        exact = [person for person in named if letters_only(docs.given) in comparison_forms(person.tif_given)]
        return next((person for person in exact or named if not person.documents), named[0])
    if docs.is_of_an_infant:
        return _only_infant(docs, draft) or _new(docs, draft, notes)
    return told if told is not None else _by_place(docs, draft, notes)


def _is_of(docs: Docs, person: Person) -> bool:
    return names_agree(person.surname, person.tif_given, docs.surname, docs.given)


def _may_be_infant(docs: Docs, person: Person) -> bool:
    return not docs.is_of_an_infant or person.age_group in ("infant", "")


def _only_infant(docs: Docs, draft: Draft) -> Person | None:
    infants = [person for person in draft.people if person.age_group == "infant" and not person.documents]
    return infants[0] if len(infants) == 1 and not (docs.surname or docs.given) else None


def _by_place(docs: Docs, draft: Draft, notes: Notebook) -> Person | None:
    """Return the only traveller without a document, or a new person if the booking names none; else None."""
    without = [person for person in draft.people if not person.documents]
    if not draft.people:
        return _new(docs, draft, notes)
    if len(without) == 1:
        place = without[0].place + 1
        text = Sentence(
            "%(name)s: DOCS has no traveller reference. We assigned it to traveller %(place)s. Check it.",
            {"name": draft.name, "place": place},
        )
        notes.note("document-owner-guessed", text, docs.number, segment="SSR", field="traveller reference (9944)")
        return without[0]
    text = Sentence(
        "%(name)s: DOCS has no traveller reference, and no name matches. Send the traveller's reference.",
        {"name": draft.name},
    )
    notes.warning(
        "document-without-owner", text, docs.number, segment="SSR", field="traveller reference (9944)", sent=docs.sent
    )
    return None


def _new(docs: Docs, draft: Draft, notes: Notebook) -> Person:
    person = Person(place=len(draft.people), number=docs.number)
    person.surname, person.given = docs.surname, docs.given
    person.has_passport_name = True
    _note_added(draft, person, docs.number, notes)
    draft.people.append(person)
    return person


def _note_added(draft: Draft, person: Person, number: int, notes: Notebook) -> None:
    text = Sentence(
        "%(name)s: A traveller is named only in a service, not in TIF. We added the person. Send TIF.",
        {"name": draft.name},
    )
    notes.note(
        "traveller-only-in-services",
        text,
        number,
        segment="SSR",
        field="name",
        sent="/".join(filter(None, (person.surname, person.given))),
    )


def add_infants(draft: Draft, notes: Notebook) -> None:
    """Set an infant's birth date from INFT, and add the infant if not yet listed."""
    for infant in draft.infants:
        person = _infant(infant, draft)
        if person is None:
            person = Person(place=len(draft.people), number=infant.number)
            person.surname, person.given = infant.surname, infant.given
            _note_added(draft, person, infant.number, notes)
            draft.people.append(person)
        person.age_group = "infant"
        person.born = person.born or infant.born


def _infant(infant: Infant, draft: Draft) -> Person | None:
    named = [
        person
        for person in draft.people
        if person.age_group in ("infant", "")
        and names_agree(person.surname, person.tif_given or person.given, infant.surname, infant.given)
    ]
    return next(iter(named), None)
