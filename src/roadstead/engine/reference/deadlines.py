"""Filing deadlines, as dated rows with a source, never constants: most are not confirmed by law.

The shipped rows are a default that approved rows override: if an approved row fits a case, no shipped row is used.
`verified` is true if a primary source was read in full; an unverified row may warn a carrier but must not accuse one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from roadstead.engine.deadlines.due import Kind, Rule, due
from roadstead.engine.deadlines.spans import Span, Unit
from roadstead.engine.deadlines.working_days import Calendar
from roadstead.engine.reference.policy import ANY, DATED, SOURCED, Table, a_number, a_state, one_of
from roadstead.engine.reference.retention import DURATION_UNITS, a_duration
from roadstead.engine.reference.tables import Row, is_in_force
from roadstead.engine.sentences import Sentence

# ── Periods for the reply to a data subject request and for its review (S34), and for the notification of a breach to a
# state's authority (S32): dated rows by state with a source


PERIODS: Final = (*DURATION_UNITS, Unit.WORKING_DAYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer:
    state: str
    matter: str  # request, review, breach
    valid_from: str
    valid_to: str
    within: str  # "30 days", "15 working days"
    verified: str
    mark: str
    source: str
    text: str
    is_approved: bool = False

    def ends(self, began: datetime, calendar: Calendar) -> datetime:
        """Return the end of the period, in the time zone and with the holidays of the state whose calendar is given."""
        is_law = self.state != ANY and self.verified == "yes"
        kind = Kind.DEADLINE if is_law else Kind.TARGET
        rule = Rule(span=Span.parse(self.within), kind=kind, state=self.state, source=self.source, verified=is_law)
        end = due(rule, began, (), calendar).at
        assert end is not None  # there are no pauses
        return end


def a_period(text: str) -> Sentence:
    """Check a duration as `a_duration` does, with working days allowed."""
    return a_duration(text, PERIODS)


TIMERS: Final[Table[Timer]] = Table(
    name="timers",
    title="Periods for data subjects and breaches",
    decides="When a data subject request must be answered or reviewed, and an authority notified of a breach.",
    cells={
        "state": a_state,
        "matter": one_of("request", "review", "breach"),
        **DATED,
        "within": a_period,
        **SOURCED,
    },
    key=("state", "matter"),
    make=lambda row, own: Timer(**row, is_approved=own),
    is_default_required=True,
)


def timer_for(rows: Iterable[Timer], *, state: str, matter: str, on: date) -> Timer:
    """Return the best row: approved rows first, then one that names the state. Shipped rows for any state never end."""
    fitting = [row for row in rows if row.state in (ANY, state) and row.matter == matter and is_in_force(row, on)]
    return max(fitting, key=lambda row: (row.is_approved, row.state != ANY, row.valid_from))


class Anchor(StrEnum):
    """Moment from which a deadline counts. DEPARTURE_LAST_PORT: the last port before the state concerned."""

    ARRIVAL = "arrival"
    DEPARTURE = "departure"
    DEPARTURE_LAST_PORT = "departure_last_port"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One filing rule. "*" stands for any; an empty date means no limit on that side."""

    state: str  # ISO 3166 alpha-3
    mode: str  # air, sea, road
    direction: str  # arrival, departure
    category: str  # commercial, private, cargo
    route: str  # international (from or to outside the region), regional
    valid_from: str
    valid_to: str
    anchor: Anchor
    minutes: int  # negative: before the anchor
    verified: bool
    mark: str  # P primary source, S secondary, T cut off, C in conflict
    source: str
    text: str
    is_approved: bool = False  # approved, and so preferred to shipped rows

    def in_force(self, on: date) -> bool:
        return is_in_force(self, on)


def _deadline(row: Row, own: bool) -> Deadline:
    plain = {field: value for field, value in row.items() if field not in {"anchor", "minutes", "verified"}}
    return Deadline(
        **plain,
        anchor=Anchor(row["anchor"]),
        minutes=int(row["minutes"]),
        verified=row["verified"] == "yes",
        is_approved=own,
    )


DEADLINES: Final[Table[Deadline]] = Table(
    name="deadlines",
    title="Filing deadlines",
    decides="When carriers must file the lists of people and cargo of a voyage.",
    cells={
        "state": a_state,
        "mode": one_of(ANY, "air", "sea", "road"),
        "direction": one_of(ANY, "arrival", "departure"),
        "category": one_of(ANY, "commercial", "private", "cargo"),
        "route": one_of(ANY, "international", "regional"),
        **DATED,
        "anchor": one_of(*(anchor.value for anchor in Anchor)),
        "minutes": a_number,
        **SOURCED,
    },
    key=("state", "mode", "direction", "category", "route"),
    make=_deadline,
)


def deadline_for(
    rows: Iterable[Deadline],
    *,
    state: str,
    mode: str,
    direction: str,
    category: str,
    on: date,
    route: str = "international",
) -> Deadline | None:
    """Return the row in force that fits best; None if there is no deadline for the case.

    Approved rows come first, then rows that name the state before rows that name the mode, and so on. Of equal rows the
    one that came into force last is used.
    """
    asked = {"state": state, "mode": mode, "direction": direction, "category": category, "route": route}
    in_force = (row for row in rows if row.in_force(on))
    fitting = [row for row in in_force if all(getattr(row, name) in (ANY, value) for name, value in asked.items())]
    return max(fitting, key=_rank, default=None)


def due_at(deadline: Deadline, *, departure: datetime | None, arrival: datetime | None) -> datetime | None:
    """Return the last moment to file, from aware instants; None if the anchor is unknown.

    Raises ValueError for a time without zone, because a deadline must not depend on the clock of the server.
    """
    start = arrival if deadline.anchor is Anchor.ARRIVAL else departure
    if start is None:
        return None
    if start.tzinfo is None:
        raise ValueError(f"{start.isoformat()} has no zone; a deadline needs an instant")
    return start + timedelta(minutes=deadline.minutes)


def _rank(row: Deadline) -> tuple[bool, bool, bool, bool, bool, bool, str]:
    named = (row.state != ANY, row.mode != ANY, row.direction != ANY, row.category != ANY, row.route != ANY)
    return (row.is_approved, *named, row.valid_from)
