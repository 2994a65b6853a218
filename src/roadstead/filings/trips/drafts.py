"""Drafts of trips, and the craft and people that a filer saves: begin, copy, choose, save, delete."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from django.db.models import Max, Q

from roadstead.engine.refusals import NotAllowed
from roadstead.engine.voyages.normalise import instant
from roadstead.filings.trips.logic.checks import same_person
from roadstead.filings.trips.logic.notice import OnBoard
from roadstead.filings.trips.models import SavedCraft, SavedPerson, Trip, TripPerson
from roadstead.platform.accounts.models import User

MAX_DRAFTS: Final = 30
MAX_CRAFT: Final = 50
MAX_SAVED: Final = 300  # people
MAX_PEOPLE: Final = 99  # on one trip
OPEN_AFTER_ARRIVAL: Final = timedelta(hours=24)  # a boat that is late is still to come
ORIGIN: Final = ("origin", "origin_name")
DESTINATION: Final = ("destination", "destination_name")


class CopyTo(StrEnum):
    """Where a copy of a trip goes."""

    SAME_ROUTE = "copy"
    WAY_BACK = "way-back"
    NEXT_PORT = "next-port"


def begin(by: User, now: datetime) -> Trip:
    """Return a new draft, or one in which nothing was entered yet."""
    carrier = by.carrier_id or ""
    empty: Trip | None = _drafts(by).filter(craft=None, origin="", destination="", people=None).first()
    return empty or _new(Trip(carrier=carrier, by=by, used_at=now), by)


def copy(trip: Trip, *, to: CopyTo = CopyTo.SAME_ROUTE, by: User, now: datetime) -> Trip:
    """Return a draft with the craft and the people of this trip and the route that `to` says, without times; the one
    that an earlier press has made, if nothing was entered in it.
    """
    route = _route(trip, to)
    known = _drafts(by).filter(craft=trip.craft, departs="", arrives="", **route).first()
    if known:
        found: Trip = known
        return found
    made = Trip(carrier=trip.carrier, by=by, craft=trip.craft, phone=trip.phone, used_at=now, **route)
    _new(made, by)
    people = [
        TripPerson(carrier=each.carrier, trip=made, person_id=each.person_id, number=number, role=each.role)
        for number, each in enumerate(trip.people.all(), 1)
    ]
    TripPerson.objects.bulk_create(people)
    return made


def _route(trip: Trip, to: CopyTo) -> dict[str, str]:
    """Return the ports of a copy, with their names. The next port is where the craft went from there the last time, if
    it has been there; "" otherwise.
    """
    origin, destination = [getattr(trip, name) for name in ORIGIN], [getattr(trip, name) for name in DESTINATION]
    if to is CopyTo.WAY_BACK:
        origin, destination = destination, origin
    elif to is CopyTo.NEXT_PORT:
        origin = destination
        sailed = Trip.objects.filter(carrier=trip.carrier, craft=trip.craft, origin=trip.destination)
        last = sailed.exclude(sent_at=None).order_by("-sent_at").first()
        destination = [getattr(last, name) if last else "" for name in DESTINATION]
    return dict(zip((*ORIGIN, *DESTINATION), (*origin, *destination), strict=True))


def _drafts(by: User) -> Any:
    return Trip.objects.filter(carrier=by.carrier_id, sent_at=None)


def _new(made: Trip, by: User) -> Trip:
    if _drafts(by).count() >= MAX_DRAFTS:
        raise NotAllowed(
            "You have %(number)s trips that were not sent. Send or delete one of them first.", number=MAX_DRAFTS
        )
    made.save()
    return made


def is_open(trip: Trip, now: datetime) -> bool:
    """Return True if the trip may still be changed: not cancelled, and not arrived a day ago as it was sent."""
    if trip.cancelled_at is not None:
        return False
    sent = trip.sent_list
    arrival = instant(sent.voyage.legs[0].arrival, sent.voyage.legs[0].destination) if sent else None
    return arrival is None or arrival + OPEN_AFTER_ARRIVAL > now


def save_craft(craft: SavedCraft, trip: Trip | None, now: datetime) -> None:
    """Save the craft and put the trip, if there is one, on it. The same values again are the craft that is already
    there.
    """
    if craft.pk is None:
        values = {field.name: getattr(craft, field.name) for field in SavedCraft._meta.fields}
        same = {name: value for name, value in values.items() if name not in ("id", "used_at")}
        known = SavedCraft.objects.filter(**same).first()
        if known is None and SavedCraft.objects.filter(carrier=craft.carrier).count() >= MAX_CRAFT:
            raise NotAllowed("You have saved %(number)s craft. Delete one that you no longer use.", number=MAX_CRAFT)
        craft = known or craft
    craft.used_at = now
    craft.save()
    if trip is None:
        return
    trip.craft, trip.used_at = craft, now
    trip.save(update_fields=["craft", "used_at"])


def choose_people(trip: Trip, chosen: Iterable[SavedPerson], now: datetime) -> None:
    """Put exactly these saved people on the trip. Who stays keeps number and part."""
    wanted = {person.pk: person for person in chosen}
    there = {each.person_id: each for each in trip.people.all()}
    trip.people.exclude(person__in=wanted).delete()
    for pk in wanted.keys() - there.keys():
        _add(trip, wanted[pk], OnBoard(wanted[pk].role))
    _touch(trip, now)


def save_person(
    person: SavedPerson, trip: Trip | None, role: OnBoard, *, expired_confirmed: bool, now: datetime
) -> None:
    """Save the person and their part in the trip, if there is one. Raise NotAllowed if another saved person is the
    same; one with the same values is that person, as after a repeated press.
    """
    others = list(SavedPerson.objects.filter(carrier=person.carrier).exclude(pk=person.pk))
    place = same_person(person.record, [each.record for each in others])
    if place is not None:
        if person.pk is not None or others[place].record != person.record:
            raise NotAllowed(
                "%(name)s is saved already, with the same document or the same name and date of birth. Tick the name in"
                " the list, or change it there.",
                name=str(others[place]),
            )
        person = others[place]
    elif person.pk is None and len(others) >= MAX_SAVED:
        raise NotAllowed("You have saved %(number)s people. Delete some that no longer travel.", number=MAX_SAVED)
    person.used_at, person.role = now, role
    person.save()
    if trip is None:
        return
    known = trip.people.filter(person=person).first() or _add(trip, person, role)
    known.role, known.expired_confirmed = role, expired_confirmed
    known.save(update_fields=["role", "expired_confirmed"])
    _touch(trip, now)


def _add(trip: Trip, person: SavedPerson, role: OnBoard) -> TripPerson:
    if trip.people.count() >= MAX_PEOPLE:
        raise NotAllowed(
            "This form takes %(number)s people. Send a longer list as a sheet, on the page “File a list”.",
            number=MAX_PEOPLE,
        )
    made: TripPerson = trip.people.create(carrier=trip.carrier, person=person, number=next_number(trip), role=role)
    return made


def next_number(trip: Trip) -> int:
    """Return a number that nobody on the trip has or was sent with."""
    sent = trip.sent_list
    used = [int(person.references.passenger.rpartition("-")[2]) for person in sent.travellers] if sent else []
    return max([trip.people.aggregate(most=Max("number"))["most"] or 0, *used]) + 1


def _touch(trip: Trip, now: datetime) -> None:
    """Count the trip, its craft and its people as used."""
    trip.used_at = now
    trip.save(update_fields=["used_at"])
    SavedPerson.objects.filter(trips__trip=trip).update(used_at=now)
    SavedCraft.objects.filter(trips=trip).update(used_at=now)


def enter(trip: Trip, values: Mapping[str, Any], now: datetime) -> None:
    """Enter values into the trip as it is typed; nothing is sent."""
    for name, value in values.items():
        setattr(trip, name, value)
    trip.used_at = now
    trip.save(update_fields=[*values, "used_at"])


def delete_draft(trip: Trip) -> None:
    if trip.sent_at is not None:
        raise NotAllowed("This trip has been sent. Cancel it instead.")
    trip.delete()


def delete_person(person: SavedPerson, now: datetime) -> None:
    """Delete a saved person, also from drafts. Raise NotAllowed while somebody awaits the person."""
    _refuse_awaited(person, now)
    person.delete()


def delete_craft(craft: SavedCraft, now: datetime) -> None:
    _refuse_awaited(craft, now)
    craft.delete()


def awaited_trips(saved: SavedPerson | SavedCraft, now: datetime) -> list[Trip]:
    """Return the trips that were sent with this person or craft and can still be changed."""
    of_it = Q(people__person=saved) if isinstance(saved, SavedPerson) else Q(craft=saved)
    return [trip for trip in Trip.objects.filter(of_it).exclude(sent_at=None) if is_open(trip, now)]


def _refuse_awaited(saved: SavedPerson | SavedCraft, now: datetime) -> None:
    if awaited_trips(saved, now):
        raise NotAllowed(
            "%(name)s is on a trip that you have sent. Change or cancel that trip first, or delete after the arrival.",
            name=str(saved),
        )
