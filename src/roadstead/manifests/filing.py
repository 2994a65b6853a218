"""Was the list filed in time? The deadline of the state concerned, and what the screening rule needs of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from roadstead import model
from roadstead.manifests.models import Voyage
from roadstead.manifests.normalise import direction
from roadstead.reference.deadlines import deadline_for, deadlines, due_at
from roadstead.reference.places import place

# What rests on no text of law that was read in full may warn a carrier, and must not accuse one (domain 1).
UNCONFIRMED = {True: "", False: "; not confirmed by a text of law"}


def set_deadline(voyage: Voyage, declared: model.Voyage, participating: Collection[str]) -> None:
    """Give the voyage the earliest deadline of the states it concerns, with the source it rests on."""
    when = voyage.arrives_at or voyage.departs_at
    if when is None:
        return
    route = _route(voyage, participating)
    due = [due for state in voyage.states if (due := _due(voyage, declared, state, route, when.date()))]
    if due:
        voyage.due_at, voyage.due_source = min(due)
        voyage.save(update_fields=["due_at", "due_source"])


def _due(voyage: Voyage, declared: model.Voyage, state: str, route: str, on: date) -> tuple[datetime, str] | None:
    deadline = deadline_for(
        deadlines(),
        state=state,
        mode=voyage.mode,
        direction=direction(declared, state),
        category="commercial",
        route=route,
        on=on,
    )
    if deadline is None:
        return None
    at = due_at(deadline, departure=voyage.departs_at, arrival=voyage.arrives_at)
    return (at, f"{deadline.text}{UNCONFIRMED[deadline.verified]} ({deadline.source})") if at else None


def _route(voyage: Voyage, participating: Collection[str]) -> str:
    """Within the region shorter limits hold: a schooner's next island is an hour away (domain 3.4)."""
    ends = [where.country for code in (voyage.origin, voyage.destination) if (where := place(code))]
    return "regional" if len(ends) == 2 and set(ends) <= set(participating) else "international"
