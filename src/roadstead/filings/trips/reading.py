"""After a message of a trip has been read: its declarations belong to the voyage, and its filer is told by mail."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from roadstead.config import config
from roadstead.engine.reference.places import place
from roadstead.filings.intake.models import Message
from roadstead.filings.trips import declarations
from roadstead.filings.trips.corrections import of_message
from roadstead.filings.trips.models import Trip, TripMessage
from roadstead.filings.voyages.models import Voyage
from roadstead.platform.accounts import account_notices
from roadstead.platform.registration.models import wants_mail

NOTICES: Final = {"list": "trip read", "change": "trip change read", "cancel": "trip cancelled"}


def message_was_read(message: Message, voyage: Voyage | None, now: datetime) -> None:
    """Note that a message was read, if it is a trip's. Runs in the transaction of its processing."""
    found = TripMessage.objects.filter(message=message).select_related("trip__by", "trip__craft").first()
    if found is None:
        return
    trip = found.trip
    if voyage is not None:
        declarations.link(trip, voyage)
    if trip.by is not None and trip.by.is_active and wants_mail(trip.by):
        account_notices.notify_by_mail([trip.by], NOTICES[found.kind], now, **_places(trip, message))


def _places(trip: Trip, message: Message) -> dict[str, object]:
    """Return the values of the mail's sentence: nobody's name, birth date or document."""
    sent = trip.sent_list
    assert sent is not None
    leg = sent.voyage.legs[0]
    where = place(leg.destination)
    return {
        "receipt": message.receipt,
        "craft": trip.craft or sent.voyage.number,
        "port": where.short_name if where else leg.destination,
        "time": leg.arrival.replace("T", " "),
        "on_board": len(sent.travellers),
        "corrections": len(of_message(message)[0]),
        "link": f"{config().url}/trips/{trip.pk}",
    }
