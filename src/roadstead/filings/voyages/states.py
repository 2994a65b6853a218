"""A voyage's route has grown: what was recorded before concerns the new states as well (domain 11, point 6)."""

from __future__ import annotations

from typing import Final

from roadstead.engine.records import Function
from roadstead.filings.intake.models import Message
from roadstead.filings.voyages.models import Document, Voyage

# What tells of bills and containers; a report of the craft's call tells of neither.
OF_CARGO: Final = frozenset({Function.CARGO, Function.STOWAGE})


def spread_states(voyage: Voyage) -> None:
    """Give all that is recorded of the voyage its states, and its messages what their voyages share."""
    of_people = voyage.manifests.exclude(function__in=sorted(OF_CARGO))  # cargo is of the states its bills go to
    for rows in (voyage.travellers, voyage.legs, of_people, voyage.statements, voyage.bookings):
        rows.update(states=voyage.states)
    Document.objects.filter(traveller__voyage=voyage).update(states=voyage.states)
    for message in Message.objects.filter(manifests__in=of_people).distinct().defer("raw"):
        message.states = shared_states([each.voyage for each in message.manifests.select_related("voyage")])
        message.save(update_fields=["states"])


def shared_states(voyages: list[Voyage | None]) -> list[str]:
    """The states that every voyage of a body concerns: they may read it whole, nobody sees another's list."""
    known = [voyage for voyage in voyages if voyage is not None]
    return [state for state in known[0].states if all(state in each.states for each in known)] if known else []
