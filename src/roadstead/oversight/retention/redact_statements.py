"""Redaction of statements that name other people too: these people are removed, and the others stay (S34).

The text of a message cannot be split: it is blanked as a whole, and receipt, size and hash stay as evidence.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Final

import msgspec

from roadstead.engine import records as model
from roadstead.filings.voyages.models import Booking, Manifest, Statement, Traveller
from roadstead.outbound.responses.models import Response
from roadstead.oversight.retention.graph import blank, erase

PERSONAL: Final = ("contact", "addresses", "tickets", "payments", "frequent_flyer", "history")  # fields of a booking


def redact_people(travellers: Collection[int]) -> list[int]:
    """Remove these people from statements, bookings and responses; return the ids of the messages that named them."""
    aboard = Traveller.objects.filter(pk__in=travellers).order_by()
    rows = {"voyage__in": list(aboard.values_list("voyage", flat=True)), "travellers__overlap": list(travellers)}
    statements = list(Statement.objects.filter(**rows).select_related("manifest"))
    for statement in statements:
        _out_of(statement, travellers)
    Manifest.objects.filter(pk__in=[each.pk for each in statements]).update(problems=[], unread=[])
    for booking in Booking.objects.filter(**rows):
        booking.travellers = [each for each in booking.travellers if each not in travellers]
        booking.detail = {}
        booking.save(update_fields=["travellers", "detail"])
    return sorted({statement.manifest.message_id for statement in statements})


def blank_messages(messages: Collection[int]) -> None:
    blank("intake_message", sorted(messages))


def _out_of(statement: Statement, travellers: Collection[int]) -> None:
    """Blank these people in a statement. Each keeps its place, since bookings refer to people by place."""
    said = msgspec.json.decode(statement.payload, type=model.Manifest)
    places = {at for at, row in enumerate(statement.travellers) if row in travellers}
    people = tuple(model.Traveller(role=each.role) if at in places else each for at, each in enumerate(said.travellers))
    bookings = tuple(_without(each) if places & set(each.travellers) else each for each in said.bookings)
    told = Response.objects.filter(answered_list=statement.manifest_id, place__in=[at + 1 for at in places])
    erase("responses_response", list(told.values_list("pk", flat=True)))  # also those about earlier rows of the person
    statement.payload = msgspec.json.encode(replace(said, travellers=people, bookings=bookings)).decode()
    statement.travellers = [None if at in places else row for at, row in enumerate(statement.travellers)]
    statement.save(update_fields=["payload", "travellers"])


def _without(booking: model.Booking) -> model.Booking:
    """Remove all contact and payment data, since nothing tells whose they are."""
    return replace(booking, **dict.fromkeys(PERSONAL, ()))  # type: ignore[arg-type]
