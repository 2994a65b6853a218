"""Corrections of public holidays by a state: days that `engine/deadlines/working_days.py` lacks or wrongly has.

No rows are shipped: the `holidays` package applies until a correction is approved.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from roadstead.engine.deadlines.working_days import Correction
from roadstead.engine.reference.policy import ANY, SOURCED, Table, a_day, a_state, anything, not_empty, one_of

ADDED: Final = "added"
REMOVED: Final = "removed"  # then a working day, even at a weekend
USUAL: Final = "usual"  # cancels an earlier correction


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """One day of a state, or of every state."""

    state: str
    day: str
    kind: str
    name: str
    verified: str
    mark: str
    source: str
    text: str
    is_approved: bool = False  # approved, not shipped


HOLIDAYS: Final[Table[Holiday]] = Table(
    name="holidays",
    title="Public holidays",
    decides="Public holidays that a state adds or removes, for periods in working days. “Usual” takes a row back.",
    cells={
        "state": a_state,
        "day": a_day,
        "kind": one_of(ADDED, REMOVED, USUAL),
        "name": not_empty,
        **SOURCED,
        "text": anything,
    },
    key=("state", "day"),
    make=lambda row, own: Holiday(**row, is_approved=own),
)


def corrections_for(rows: Iterable[Holiday], state: str) -> tuple[Correction, ...]:
    """Return the correction of each day; a row that names the state precedes one for every state."""
    fitting = sorted((row for row in rows if row.state in (ANY, state)), key=lambda row: row.state != ANY)
    by_day = {row.day: row for row in fitting}
    return tuple(
        Correction(day=date.fromisoformat(day), is_holiday=row.kind == ADDED, name=row.name)
        for day, row in by_day.items()
        if row.kind != USUAL
    )
