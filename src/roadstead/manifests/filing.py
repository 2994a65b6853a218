"""Was the list filed in time? The deadline of the state concerned, and what the screening rule needs of it."""

from __future__ import annotations

from datetime import date

from roadstead import model
from roadstead.manifests.models import Voyage
from roadstead.manifests.normalise import direction
from roadstead.reference.deadlines import deadline_for, deadlines, due_at


def set_deadline(voyage: Voyage, declared: model.Voyage) -> None:
    """Give the voyage the earliest deadline of the states it concerns, with the source it rests on."""
    when = voyage.arrives_at or voyage.departs_at
    if when is None:
        return
    due = [due for state in voyage.states if (due := _due(voyage, declared, state, when.date()))]
    if due:
        voyage.due_at, voyage.due_source = min(due)
        voyage.save(update_fields=["due_at", "due_source"])


def _due(voyage: Voyage, declared: model.Voyage, state: str, on: date):  # type: ignore[no-untyped-def]
    deadline = deadline_for(
        deadlines(),
        state=state,
        mode=voyage.mode,
        direction=direction(declared, state),
        category="commercial",
        on=on,
    )
    if deadline is None:
        return None
    at = due_at(deadline, departure=voyage.departs_at, arrival=voyage.arrives_at)
    return (at, deadline.source) if at else None
