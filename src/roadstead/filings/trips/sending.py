"""Sending of a trip: what is missing, the list, its changes, its cancellation. Each is filed as every list is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

import msgspec
from django.db import transaction

from roadstead.engine import records as model
from roadstead.engine.refusals import NotAllowed
from roadstead.engine.sentences import Sentence
from roadstead.engine.voyages.corrections import sent_after
from roadstead.engine.voyages.normalise import instant
from roadstead.engine.voyages.versions.merge import MINUTE_CHARS
from roadstead.filings.intake.models import Message, Status
from roadstead.filings.intake.receive import receive
from roadstead.filings.trips import declarations
from roadstead.filings.trips.drafts import is_open
from roadstead.filings.trips.logic.changes import Changes, Envelope, changes, write_cancellation, write_changes
from roadstead.filings.trips.logic.checks import Fault, craft_faults, person_faults, same_person, voyage_faults
from roadstead.filings.trips.logic.notice import OnBoard, misread, notice, on_board, read_back, write_notice
from roadstead.filings.trips.models import Trip, TripMessage, TripPerson
from roadstead.filings.voyages.models import Manifest
from roadstead.platform.accounts.models import User

CHANNEL: Final = "form"
SAME_VOYAGE: Final = timedelta(hours=12)  # two trips of one craft to one port within this are one voyage
READ_OTHERWISE: Final = Sentence(
    "We cannot send this exactly as it is written. Write it in letters and digits, as in the document."
)
CRAFT, VOYAGE, PEOPLE, DECLARATIONS = "craft", "voyage", "people", "declarations"  # steps of the form


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Obstacle to sending a trip: the step and its field, what to do, whom or which declaration it is about."""

    step: str
    text: Sentence
    field: str = ""
    person: TripPerson | None = None
    kind: str = ""


def people_of(trip: Trip) -> list[TripPerson]:
    return list(trip.people.select_related("person"))


def build(trip: Trip, people: list[TripPerson]) -> model.Manifest:
    """Return the trip as it is in the form. Needs craft and route."""
    assert trip.craft is not None
    mode = model.Mode(trip.craft.mode)
    contact = tuple(filter(None, (trip.phone, trip.by.email if trip.by else "")))
    return notice(
        mode=mode,
        craft=trip.craft.record,
        leg=trip.leg,
        filed_by=model.ReportingParty(name=str(trip.by) if trip.by else "", contact=contact),
        people=[as_traveller(trip, each, mode) for each in people],
    )


def as_traveller(trip: Trip, each: TripPerson, mode: model.Mode) -> model.Traveller:
    """Return the person as sent, with the trip's number for them as passenger reference."""
    person = on_board(each.person.record, OnBoard(each.role), mode)
    return replace(person, references=model.References(passenger=f"{trip.pk}-{each.number}"))


def missing(trip: Trip, now: datetime) -> list[Missing]:
    """Return what has to be done before the trip can be sent; [] if it is ready."""
    people = people_of(trip)
    found = [*_about_craft(trip), *_about_voyage(trip, now), *_about_people(trip, people, now)]
    asked = declarations.kinds_required(trip, now.date())
    unanswered = Sentence("The state of arrival asks for this. Declare what you carry, or that you carry none.")
    found += [Missing(step=DECLARATIONS, text=unanswered, kind=kind) for kind in asked if kind not in trip.declared]
    return found or [*_read_otherwise(trip, people, now)]


def _about_craft(trip: Trip) -> Iterator[Missing]:
    if trip.craft is None:
        yield Missing(step=CRAFT, text=Sentence("Choose the craft."))
        return
    for fault in craft_faults(trip.craft.record):
        yield Missing(step=CRAFT, text=fault.text, field=fault.field)


def _about_voyage(trip: Trip, now: datetime) -> Iterator[Missing]:
    if not (trip.origin and trip.destination and trip.departs and trip.arrives):
        yield Missing(step=VOYAGE, text=Sentence("Enter both ports and both times."))
        return
    sent = trip.sent_list
    if sent is None or sent.voyage.legs[0] != trip.leg:
        for fault in voyage_faults(trip.leg, now):
            yield Missing(step=VOYAGE, text=fault.text, field=fault.field)
    if sent is None and (other := _same_voyage(trip)) is not None:
        text = Sentence(
            "You have already told us that %(craft)s arrives there at about that time. Change or cancel that trip"
            " (number %(number)s).",
            {"craft": str(trip.craft), "number": other.pk},
        )
        yield Missing(step=VOYAGE, text=text)


def _same_voyage(trip: Trip) -> Trip | None:
    """Return another trip of this craft that was sent for the same arrival."""
    arrival = instant(trip.arrives, trip.destination)
    others = Trip.objects.filter(
        carrier=trip.carrier, craft=trip.craft, destination=trip.destination, cancelled_at=None
    ).exclude(sent_at=None)
    for other in others.exclude(pk=trip.pk):
        then = instant(other.arrives, other.destination)
        if arrival and then and abs(arrival - then) <= SAME_VOYAGE:
            return other
    return None


def _about_people(trip: Trip, people: list[TripPerson], now: datetime) -> Iterator[Missing]:
    if not people:
        yield Missing(step=PEOPLE, text=Sentence("Add everybody on board, the captain too."))
    told = [each.person.record for each in people]
    for at, each in enumerate(people):
        for fault in faults_of(each, trip, now):
            yield Missing(step=PEOPLE, text=fault.text, field=fault.field, person=each)
        if (place := same_person(told[at], told[:at])) is not None:
            text = Sentence(
                "%(name)s is on the list twice. Leave one of them out.", {"name": str(people[place].person)}
            )
            yield Missing(step=PEOPLE, text=text, person=each)


def faults_of(each: TripPerson, trip: Trip, now: datetime) -> Iterator[Fault]:
    return person_faults(
        each.person.record,
        today=now.date(),
        until=trip.arrives[:10],
        expired_confirmed=each.expired_confirmed,
    )


def _read_otherwise(trip: Trip, people: list[TripPerson], now: datetime) -> Iterator[Missing]:
    """Yield what our own reader would take otherwise."""
    for each in misread(build(trip, people), now.date().isoformat()):
        if each.person is None:
            yield Missing(step=CRAFT if each.field == "craft" else VOYAGE, text=READ_OTHERWISE)
        else:
            yield Missing(step=PEOPLE, text=READ_OTHERWISE, person=people[each.person])


def changes_of(trip: Trip) -> Changes:
    """Return what has changed since the trip was sent; nothing of a draft."""
    sent = trip.sent_list
    return changes(sent, build(trip, people_of(trip))) if sent and trip.craft else Changes()


@transaction.atomic
def send(pk: int, *, by: User, now: datetime) -> None:
    """Send the trip's list, or what has changed since. Does nothing if all of it was sent: the second of two presses.

    Raise NotAllowed if something is missing or it is too late.
    """
    trip = _locked(pk)
    if not is_open(trip, now):
        raise NotAllowed("This trip is over, so it can no longer be changed. Copy it for the next one.")
    if left := missing(trip, now):
        raise NotAllowed("Something is missing. Follow the links in the list above.", first=str(left[0].text))
    made = build(trip, people_of(trip))
    sent = trip.sent_list
    if sent is None:
        _file(trip, write_notice(made), "list", by=by, now=now)
        read = read_back(write_notice(made), now.date().isoformat())
        made = replace(made, voyage=replace(made.voyage, number=read[0].voyage.number))
        trip.sent_at = now
    elif found := changes(sent, made):
        _refuse_while_waiting(trip)
        _file(trip, write_changes(sent, made, found, _envelope(trip, now)), "change", by=by, now=now)
        made = replace(made, voyage=replace(sent.voyage, legs=made.voyage.legs))
    else:
        made = sent
    declarations.publish(trip, now)
    trip.sent, trip.used_at = msgspec.to_builtins(made), now
    trip.save(update_fields=["sent", "sent_at", "used_at"])


@transaction.atomic
def cancel(pk: int, *, by: User, now: datetime) -> None:
    """Cancel the voyage. Does nothing if it is cancelled already."""
    trip = _locked(pk)
    sent = trip.sent_list
    if trip.cancelled_at is not None:
        return
    if sent is None or not is_open(trip, now):
        raise NotAllowed("Only a trip that was sent and has not arrived can be cancelled.")
    _refuse_while_waiting(trip)
    _file(trip, write_cancellation(sent, _envelope(trip, now)), "cancel", by=by, now=now)
    declarations.withdraw(trip, now)
    trip.cancelled_at = trip.used_at = now
    trip.save(update_fields=["cancelled_at", "used_at"])


def _locked(pk: int) -> Trip:
    trip: Trip = Trip.objects.select_for_update().get(pk=pk)
    return trip


def _envelope(trip: Trip, now: datetime) -> Envelope:
    """Return an envelope that is newer than all that was sent for the trip, and older than what is sent after it.

    Within a minute its number decides, which sorts as the time of receipt of a sheet does (`versions.merge.order_key`).
    """
    minute = now.isoformat()[:MINUTE_CHARS]
    newest = Manifest.objects.filter(message__trip_message__trip=trip).order_by("-order").first()
    is_ahead = newest is not None and newest.order[:MINUTE_CHARS] > minute
    return Envelope(
        account=trip.carrier,
        sent_at=sent_after(now, newest.order) if newest and is_ahead else minute,
        interchange=f"00{now + timedelta(milliseconds=1):%H%M%S%f}",
    )


def _refuse_while_waiting(trip: Trip) -> None:
    """Raise NotAllowed while an earlier message has not been read: it may have moved the voyage."""
    if trip.messages.filter(message__status=Status.RECEIVED).exists():
        raise NotAllowed("We are still reading what you sent before. Press again in a minute: nothing is lost.")


def _file(trip: Trip, raw: bytes, kind: str, *, by: User, now: datetime) -> Message:
    ending = "csv" if raw.startswith(b"\xef\xbb\xbf") else "edi"
    received = receive(
        raw, carrier=trip.carrier, channel=CHANNEL, now=now, filename=f"trip-{trip.pk}-{kind}.{ending}", by=by
    )
    TripMessage.objects.get_or_create(
        message=received.message, defaults={"carrier": trip.carrier, "trip": trip, "kind": kind}
    )
    return received.message
