"""T02. ICAO Doc 9303: a document is valid up to and including its day of expiry."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from roadstead.engine.records import Voyage
from roadstead.engine.rules.rule import Facts, Finding


def expired_document(facts: Facts) -> Iterator[Finding]:
    """The document will have expired before arrival."""
    arrival = _arrival(facts.manifest.voyage) or facts.today
    for position, traveller in enumerate(facts.manifest.travellers):
        for declared in traveller.documents:
            expires = _day(declared.expires)
            if expires is not None and expires < arrival:
                text = f"Document {declared.number} expires on {expires}, and arrival is on {arrival}."
                yield Finding(traveller=position, text=text)


def _arrival(voyage: Voyage) -> date | None:
    """Of the last leg that says when it ends: local date at the port."""
    days = [_day(leg.arrival or leg.departure) for leg in voyage.legs]
    return next((day for day in reversed(days) if day is not None), None)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
