"""Declarations of weapons, animals and goods with a trip: what the state of arrival asks for, and what was declared."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from roadstead.engine.reference.declarations import REQUIRED_DECLARATIONS, DeclarationKind, required_kinds
from roadstead.engine.reference.places import country_of
from roadstead.filings.trips.models import Declaration, Trip
from roadstead.filings.voyages.models import Manifest, Voyage
from roadstead.platform.accounts.models import User
from roadstead.platform.policies.in_force import in_force


def kinds_required(trip: Trip, on: date) -> list[DeclarationKind]:
    """Return what the trip's state of arrival asks for."""
    return required_kinds(in_force(REQUIRED_DECLARATIONS), state=country_of(trip.destination), on=on)


def current(trip: Trip) -> dict[str, Declaration]:
    """Return what was sent last, by kind."""
    return {each.kind: each for each in trip.declarations.filter(replaced_at=None)}


def has_new(trip: Trip, on: date) -> bool:
    """Return True if what is declared differs from what was sent."""
    sent = current(trip)
    return any(
        kind in trip.declared and (kind not in sent or sent[kind].items != trip.declared[kind])
        for kind in kinds_required(trip, on)
    )


def publish(trip: Trip, now: datetime) -> None:
    """Send what is declared to the state of arrival. What was sent before stays, marked as replaced."""
    sent = current(trip)
    read = Manifest.objects.filter(message__trip_message__trip=trip).exclude(voyage=None).order_by("pk").first()
    for kind in kinds_required(trip, now.date()):
        items = trip.declared.get(kind)
        if items is None or (kind in sent and sent[kind].items == items):
            continue
        if kind in sent:
            Declaration.objects.filter(pk=sent[kind].pk).update(replaced_at=now)
        Declaration.objects.create(
            carrier=trip.carrier,
            trip=trip,
            voyage_id=read.voyage_id if read else None,
            kind=kind,
            items=items,
            sent_at=now,
            states=[country_of(trip.destination)],
        )


def withdraw(trip: Trip, now: datetime) -> None:
    """Mark everything declared as replaced: the trip is cancelled."""
    trip.declarations.filter(replaced_at=None).update(replaced_at=now)


def link(trip: Trip, voyage: Voyage) -> None:
    """Put the trip's declarations to the voyage that its list was read as."""
    Declaration.objects.filter(trip=trip, voyage=None).update(voyage=voyage)


def declared_on(voyage: Voyage, user: User) -> Sequence[Any]:
    """Return what was declared with the voyage, the newest of each kind first, for people of the state of arrival."""
    return list(Declaration.objects.visible_to(user).filter(voyage=voyage))
