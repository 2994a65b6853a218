"""Waiting times until an unacknowledged notification escalates: dated rows by state and hours until arrival.

The shipped rows are our own choice of November 2026, neither a law nor an agreed practice.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from roadstead.engine.reference.policy import ANY, DATED, NO_FAULT, SOURCED, Table, a_state, whole_between
from roadstead.engine.reference.tables import Row, is_in_force
from roadstead.engine.sentences import Sentence

MAX_HOURS: Final = 720
MAX_MINUTES: Final = 1440


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """One row. `hours`: until arrival at most; infinite for any arrival, also for one that is not declared."""

    state: str
    hours: float
    valid_from: str
    valid_to: str
    minutes: int
    verified: str
    mark: str
    source: str
    text: str
    is_approved: bool = False  # approved, not shipped


def _hours(text: str) -> Sentence:
    wrong = NO_FAULT if text == ANY else whole_between(1, MAX_HOURS)(text)
    return Sentence("%(wrong)s, or %(any)s for any arrival", {"wrong": wrong, "any": ANY}) if wrong else NO_FAULT


def _wait(row: Row, own: bool) -> Wait:
    cells: dict[str, Any] = dict(row)
    hours = math.inf if row["hours"] == ANY else int(row["hours"])
    return Wait(**cells | {"hours": hours, "minutes": int(row["minutes"])}, is_approved=own)


ESCALATION: Final[Table[Wait]] = Table(
    name="escalation",
    title="Escalation of notices",
    decides="Minutes after which an unacknowledged notice escalates, by hours until arrival.",
    cells={"state": a_state, "hours": _hours, **DATED, "minutes": whole_between(1, MAX_MINUTES), **SOURCED},
    key=("state", "hours"),
    make=_wait,
    is_default_required=True,
)


def minutes_for(rows: Iterable[Wait], *, state: str, hours: float | None, on: date) -> int:
    """Return the minutes of the row that fits best.

    Approved rows come first, then those that name the state, then the one for the fewest hours. `hours`: until arrival;
    None if not declared. There is always a row: the shipped row for any arrival has no end.
    """
    until = math.inf if hours is None else hours
    fitting = [row for row in rows if row.state in (ANY, state) and until <= row.hours and is_in_force(row, on)]
    return max(fitting, key=lambda row: (row.is_approved, row.state != ANY, -row.hours, row.valid_from)).minutes
