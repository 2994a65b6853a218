"""By when a request of the person concerned is answered or reviewed (S34), and by when a state's authority is told of a
breach (S32): dated rows by state with a source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Final

from roadstead.engine.reference.dated import holds
from roadstead.engine.reference.overlay import ANY, a_day_or_nothing, a_state, anything, needed, one_of, own_rows
from roadstead.engine.reference.retention import a_duration, after
from roadstead.engine.reference.tables import Row, table


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer:
    state: str
    matter: str  # request, review, breach
    valid_from: str
    valid_to: str
    within: str  # "30 days"
    verified: str
    mark: str
    source: str
    text: str
    own: bool = False

    def ends(self, began: datetime) -> datetime:
        return after(began, self.within)


CELLS: Final = {
    "state": a_state,
    "matter": one_of("request", "review", "breach"),
    "valid_from": a_day_or_nothing,
    "valid_to": a_day_or_nothing,
    "within": a_duration,
    "verified": one_of("yes", "no"),
    "mark": anything,
    "source": needed,
    "text": needed,
}


@cache
def timers(folder: Path | None = None) -> tuple[Timer, ...]:
    """The shipped rows, after those of the operator's `timers.csv` in `folder`. Raises BadReference."""
    own = own_rows(folder, "timers", CELLS) if folder else ()
    return (*(_timer(row, own=True) for row in own), *(_timer(row, own=False) for row in table("timers")))


def _timer(row: Row, *, own: bool) -> Timer:
    return Timer(**row, own=own)


def timer_for(rows: Iterable[Timer], *, state: str, matter: str, on: date) -> Timer:
    """The operator's own first, then one that names the state; the shipped rows for any state have no end."""
    fitting = [row for row in rows if row.state in (ANY, state) and row.matter == matter and holds(row, on)]
    return max(fitting, key=lambda row: (row.own, row.state != ANY, row.valid_from))
