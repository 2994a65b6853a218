"""Assign seat, boarding number and bags on the reported flight to the travellers.

Those of other flights are dropped and counted: an officer would mistake them for this flight's.
"""

from __future__ import annotations

from typing import Final

from roadstead.engine.formats.passengers.pnrgov.drafts import NO_BAGS, CheckIn, Draft, Person, Seat
from roadstead.engine.formats.passengers.pnrgov.names import names_agree, without_title
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.records import Voyage
from roadstead.engine.sentences import Sentence
from roadstead.engine.text.extra_seats import holder, is_extra_seat

ELSEWHERE: Final = "seat or check-in of another flight"


def assign_check_ins(draft: Draft, reported: int | None, voyage: Voyage, notes: Notebook) -> None:
    """Apply check-in data first, then assigned seats, then requested seats."""
    for check_in in draft.check_ins:
        if is_extra_seat(check_in.surname, check_in.given):
            if check_in.seat and check_in.flight == reported:
                _keep_extra_seat(check_in.seat, holder(check_in.surname, check_in.given), draft, check_in.number, notes)
            continue
        person = _owner(check_in, draft, notes)
        if check_in.flight != reported:
            draft.dropped[ELSEWHERE] += 1
        elif person is not None:
            _give(check_in, person)
    for seat in sorted(draft.seats, key=lambda seat: seat.rank):
        if _is_elsewhere(seat, draft, reported, voyage):
            draft.dropped[ELSEWHERE] += 1
        else:
            _sit(seat, draft, notes)


def _owner(check_in: CheckIn, draft: Draft, notes: Notebook) -> Person | None:
    """Return the person of a check-in, by reference and name. A person named only at check-in is added."""
    told = draft.by_reference(check_in.reference)
    if told is not None and (not check_in.surname or _is_of(check_in, told)):
        return told
    named = [person for person in draft.people if check_in.surname and _is_of(check_in, person)]
    if named or told is not None or not check_in.surname:
        alone = draft.people[0] if len(draft.people) == 1 and not check_in.has_name else None
        return named[0] if named else told or alone
    return _new(check_in, draft, notes)


def _is_of(check_in: CheckIn, person: Person) -> bool:
    return names_agree(person.surname, person.tif_given or person.given, check_in.surname, check_in.given)


def _new(check_in: CheckIn, draft: Draft, notes: Notebook) -> Person:
    person = Person(place=len(draft.people), number=check_in.number)
    person.surname, person.given = check_in.surname, without_title(check_in.given)
    person.tif_given, person.age_group = check_in.given, check_in.age_group
    person.reference = "" if draft.by_reference(check_in.reference) else check_in.reference
    text = Sentence(
        "%(name)s: A traveller is named only at check-in. We added the person. Compare this with the booking.",
        {"name": draft.name},
    )
    notes.warning(
        "traveller-only-at-check-in",
        text,
        check_in.number,
        segment="TIF",
        field="name (9936)",
        sent=f"{person.surname}/{person.given}",
    )
    draft.people.append(person)
    return person


def _give(check_in: CheckIn, person: Person) -> None:
    person.boarding_number = person.boarding_number or check_in.boarding_number
    person.seat = person.seat or check_in.seat
    person.bags = check_in.bags if person.bags == NO_BAGS else person.bags


def _is_elsewhere(seat: Seat, draft: Draft, reported: int | None, voyage: Voyage) -> bool:
    """Return True if the seat is of another flight, by its flight segment, else by its airports, if sent."""
    if seat.flight is not None and draft.segments:
        return seat.flight != reported
    if seat.origin and seat.destination:
        ours = {(leg.origin, leg.destination) for leg in voyage.legs}
        if reported is not None:
            flight = draft.segments[reported].flight
            ours.add((flight.origin, flight.destination))
        return (seat.origin, seat.destination) not in ours
    return False


def _sit(seat: Seat, draft: Draft, notes: Notebook) -> None:
    if seat.reference in draft.extra_seats:
        _keep_extra_seat(seat.seat, draft.extra_seats[seat.reference], draft, draft.number, notes)
        return
    place = seat.person if seat.person is not None else 0 if len(draft.people) == 1 else None
    person = draft.by_reference(seat.reference) or (draft.people[place] if place is not None else None)
    if person is not None:
        person.seat = person.seat or seat.seat
    else:
        notes.keep_unread(f"SSR+SEAT+{seat.seat}::{seat.reference}")


def _keep_extra_seat(seat: str, of: str, draft: Draft, number: int, notes: Notebook) -> None:
    """Keep a seat without a traveller with its holder, if one has that surname or is alone; else as unread."""
    named = [person for person in draft.people if person.surname and person.surname.upper() in of]
    holders = named or draft.people
    if len(holders) == 1:
        holders[0].keep("further seat", seat, number)
    else:
        notes.keep_unread(f"SSR+SEAT+{seat}")
