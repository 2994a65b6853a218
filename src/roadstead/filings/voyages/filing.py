"""Was the list filed in time? The deadlines of the states concerned, and what the screening rule needs of them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from roadstead.config import config
from roadstead.engine import records as model
from roadstead.engine.reference.deadlines import Deadline, deadline_for, deadlines, due_at
from roadstead.engine.reference.overlay import FOLDER
from roadstead.engine.reference.places import country_of
from roadstead.engine.voyages.normalise import crossing, direction, instant
from roadstead.engine.voyages.quality import Due, category_of
from roadstead.engine.voyages.quality.facts import COMMERCIAL
from roadstead.filings.voyages.declared import as_voyage
from roadstead.filings.voyages.models import Voyage

# What rests on no text of law that was read in full may warn a carrier, and must not accuse one (domain 1).
CARGO = "cargo"
UNCONFIRMED = {True: "", False: "; not confirmed by a text of law"}


def set_deadline(voyage: Voyage, declared: model.Voyage, participating: Collection[str]) -> list[Due]:
    """Give the voyage the earliest deadline of the states it concerns, with the source it rests on; all of them."""
    found = _deadlines(voyage, declared, participating, category(voyage, declared))
    voyage.due_at, voyage.due_source = _earliest(found)
    voyage.save(update_fields=["due_at", "due_source"])
    return [due for due, _ in found]


def cargo_deadline(voyage: Voyage, participating: Collection[str]) -> tuple[datetime | None, str]:
    """By when the voyage's cargo had to be declared in the first state that sets a time, and the source it rests on."""
    return _earliest(_deadlines(voyage, as_voyage(voyage), participating, CARGO))


def _earliest(found: Collection[tuple[Due, Deadline]]) -> tuple[datetime | None, str]:
    if not found:
        return None, ""
    due, deadline = min(found, key=lambda pair: pair[0].at)
    return due.at, f"{deadline.text}{UNCONFIRMED[deadline.verified]} ({deadline.source})"[:600]


def category(voyage: Voyage, declared: model.Voyage) -> str:
    """By which deadlines and profiles the voyage is weighed; without any sign it is a commercial one."""
    return voyage.category or category_of(declared) or COMMERCIAL


def _deadlines(
    voyage: Voyage, declared: model.Voyage, participating: Collection[str], kind: str
) -> list[tuple[Due, Deadline]]:
    asked = [(state, _deadline(voyage, declared, state, participating, kind)) for state in voyage.states]
    return [
        (Due(state=state, at=at, source=deadline.text, verified=deadline.verified), deadline)
        for state, deadline in asked
        if deadline and (at := _due_at(declared, state, deadline))
    ]


def _deadline(
    voyage: Voyage, declared: model.Voyage, state: str, participating: Collection[str], kind: str
) -> Deadline | None:
    leg, way = crossing(declared, state), direction(declared, state)
    on = _day(leg, way)
    if on is None:
        return None
    return deadline_for(
        deadlines(config().home / FOLDER),
        state=state,
        mode=voyage.mode,
        direction=way,
        category=kind,
        route=_route(leg, participating),
        on=on,
    )


def _day(leg: model.Leg, way: str) -> date | None:
    """The day by the clock of the port: a rule that begins on the first of January begins there at midnight."""
    first, second = (leg.arrival, leg.departure) if way == "arrival" else (leg.departure, leg.arrival)
    try:
        return date.fromisoformat((first or second)[:10])
    except ValueError:
        return None


def _due_at(declared: model.Voyage, state: str, deadline: Deadline) -> datetime | None:
    """Counted from the leg that reaches or leaves the state: a cruise is at its first island days before its last."""
    leg = crossing(declared, state)
    return due_at(deadline, departure=instant(leg.departure, leg.origin), arrival=instant(leg.arrival, leg.destination))


def _route(leg: model.Leg, participating: Collection[str]) -> str:
    """Within the region shorter limits hold: a schooner's next island is an hour away (domain 3.4)."""
    ends = [country for code in (leg.origin, leg.destination) if (country := country_of(code))]
    return "regional" if len(ends) == 2 and set(ends) <= set(participating) else "international"
