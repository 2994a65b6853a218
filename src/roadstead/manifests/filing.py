"""Was the list filed in time? The deadlines of the states concerned, and what the screening rule needs of them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from roadstead import model
from roadstead.config import config
from roadstead.manifests.models import Voyage
from roadstead.manifests.normalise import direction
from roadstead.manifests.quality import Due, category_of
from roadstead.manifests.quality.category import COMMERCIAL
from roadstead.reference.deadlines import Deadline, deadline_for, deadlines, due_at
from roadstead.reference.overlay import FOLDER
from roadstead.reference.places import country_of

# What rests on no text of law that was read in full may warn a carrier, and must not accuse one (domain 1).
UNCONFIRMED = {True: "", False: "; not confirmed by a text of law"}


def set_deadline(voyage: Voyage, declared: model.Voyage, participating: Collection[str]) -> list[Due]:
    """Give the voyage the earliest deadline of the states it concerns, with the source it rests on; all of them."""
    found = _deadlines(voyage, declared, participating)
    if found:
        due, deadline = min(found, key=lambda pair: pair[0].at)
        voyage.due_at = due.at
        voyage.due_source = f"{deadline.text}{UNCONFIRMED[deadline.verified]} ({deadline.source})"[:600]
        voyage.save(update_fields=["due_at", "due_source"])
    return [due for due, _ in found]


def category(voyage: Voyage, declared: model.Voyage) -> str:
    """By which deadlines and profiles the voyage is weighed; without any sign it is a commercial one."""
    return voyage.category or category_of(declared) or COMMERCIAL


def _deadlines(voyage: Voyage, declared: model.Voyage, participating: Collection[str]) -> list[tuple[Due, Deadline]]:
    when = voyage.arrives_at or voyage.departs_at
    if when is None:
        return []
    route = _route(voyage, participating)
    asked = [(state, _deadline(voyage, declared, state, route, when.date())) for state in voyage.states]
    return [
        (Due(state=state, at=at, source=deadline.text, verified=deadline.verified), deadline)
        for state, deadline in asked
        if deadline and (at := _due_at(voyage, deadline))
    ]


def _deadline(voyage: Voyage, declared: model.Voyage, state: str, route: str, on: date) -> Deadline | None:
    return deadline_for(
        deadlines(config().home / FOLDER),
        state=state,
        mode=voyage.mode,
        direction=direction(declared, state),
        category=category(voyage, declared),
        route=route,
        on=on,
    )


def _due_at(voyage: Voyage, deadline: Deadline) -> datetime | None:
    return due_at(deadline, departure=voyage.departs_at, arrival=voyage.arrives_at)


def _route(voyage: Voyage, participating: Collection[str]) -> str:
    """Within the region shorter limits hold: a schooner's next island is an hour away (domain 3.4)."""
    ends = [country for code in (voyage.origin, voyage.destination) if (country := country_of(code))]
    return "regional" if len(ends) == 2 and set(ends) <= set(participating) else "international"
