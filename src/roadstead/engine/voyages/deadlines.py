"""Deadlines of a voyage's lists: one for each state that sets one, counted from the leg that reaches or leaves it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Final

from roadstead.engine.records import Leg, Voyage
from roadstead.engine.reference.deadlines import Deadline, deadline_for, due_at
from roadstead.engine.reference.places import country_of
from roadstead.engine.voyages.normalise import crossing, direction, instant
from roadstead.engine.voyages.quality.facts import StateDeadline

CARGO: Final = "cargo"  # category of deadlines for bills, beside commercial and private for lists of people


def state_deadlines(
    declared: Voyage, states: Iterable[str], participating: Collection[str], category: str, rows: Collection[Deadline]
) -> list[tuple[StateDeadline, Deadline]]:
    """Return the deadline of each of these states that sets one, with its rule. `rows`: the rules in force."""
    asked = [(state, _rule(declared, state, participating, category, rows)) for state in states]
    return [
        (StateDeadline(state=state, at=at, source=rule.text, verified=rule.verified), rule)
        for state, rule in asked
        if rule and (at := _due_at(declared, state, rule))
    ]


def _rule(
    declared: Voyage, state: str, participating: Collection[str], category: str, rows: Collection[Deadline]
) -> Deadline | None:
    leg, way = crossing(declared, state), direction(declared, state)
    on = _filing_day(leg, way)
    if on is None:
        return None
    return deadline_for(
        rows,
        state=state,
        mode=declared.mode.value,
        direction=way,
        category=category,
        route=_route(leg, participating),
        on=on,
    )


def _filing_day(leg: Leg, way: str) -> date | None:
    """Return the day by the clock of the port: a rule that begins on the first of January begins there at midnight."""
    first, second = (leg.arrival, leg.departure) if way == "arrival" else (leg.departure, leg.arrival)
    try:
        return date.fromisoformat((first or second)[:10])
    except ValueError:
        return None


def _due_at(declared: Voyage, state: str, rule: Deadline) -> datetime | None:
    """Return the deadline, counted from the leg that reaches or leaves the state: a cruise is at its first island days
    before its last.
    """
    leg = crossing(declared, state)
    return due_at(rule, departure=instant(leg.departure, leg.origin), arrival=instant(leg.arrival, leg.destination))


def _route(leg: Leg, participating: Collection[str]) -> str:
    """Return "regional" between participating states, where shorter limits apply: a schooner's next island is an hour
    away (domain 3.4).
    """
    ends = [country for code in (leg.origin, leg.destination) if (country := country_of(code))]
    return "regional" if len(ends) == 2 and set(ends) <= set(participating) else "international"
