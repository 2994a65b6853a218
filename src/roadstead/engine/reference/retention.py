"""Retention schedule: dated rows with a source, never constants (S6, S7, domain 3.7).

If no row names the state, the row for any state holds: the strictest profile known to us. Approved rows precede shipped
ones, as for deadlines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Final

from roadstead.engine.deadlines.spans import Span, Unit
from roadstead.engine.reference.policy import ANY, DATED, NO_FAULT, SOURCED, Table, a_state, one_of
from roadstead.engine.reference.tables import Row, is_in_force
from roadstead.engine.sentences import Sentence


class Category(StrEnum):
    """Categories of data with a retention period of their own.

    CASE is used by the pages; none of its tables is purged here. WARRANT deletes warrants, counted from their end. LOG
    deletes notices of account changes; the audit log is a chain and is not cut. CARGO is bills, containers and their
    parties, of a voyage or of waybills without one. EXAMINED is selections of goods for examination, with what was
    found. DIRECTORY deletes former holders of contact points, and qualifications. PROFILE deletes what filers saved for
    themselves: craft, people and trips, counted from their last use. PHOTO deletes photos of listed persons whose entry
    has expired, and of abandoned drafts. TEST deletes test lists of carriers. REGISTRATION deletes registrations,
    confirmed or not; ACCOUNT deletes accounts that registered themselves, once they are unused. REQUEST deletes
    requests between states, counted from their end, and drafts of them. LOOKOUT deletes lookouts, counted from their
    end. WATCH_LOG deletes days of watch logs, and handovers of shifts. SITUATION deletes situation reports, counted
    from the end of their period. ROOM deletes incident rooms, counted from their end. VETTING deletes vetted applicants
    without a match, counted from the letter and the decision of the state; VETTING_MATCH those with one, and those of
    whom no decision was recorded.
    """

    API = "api"
    CREW_API = "crew_api"
    PNR = "pnr"
    CARGO = "cargo"
    ALERT = "alert"
    EXAMINED = "examined"
    CASE = "case"
    WARRANT = "warrant"
    MESSAGE = "message"
    LOG = "log"
    DIRECTORY = "directory"
    PROFILE = "profile"
    PHOTO = "photo"
    TEST = "test"
    REGISTRATION = "registration"
    ACCOUNT = "account"
    REQUEST = "request"
    LOOKOUT = "lookout"
    WATCH_LOG = "watch_log"
    SITUATION = "situation"
    ROOM = "room"
    VETTING = "vetting"
    VETTING_MATCH = "vetting_match"


# Not tied to a voyage: the same retention for every state and mode.
STATE_INDEPENDENT: Final = frozenset(
    {
        *(Category.LOG, Category.DIRECTORY, Category.PROFILE, Category.PHOTO, Category.TEST),
        *(Category.REGISTRATION, Category.ACCOUNT, Category.REQUEST, Category.LOOKOUT, Category.WATCH_LOG),
        Category.WARRANT,
        Category.SITUATION,
        Category.ROOM,
        *(Category.VETTING, Category.VETTING_MATCH),
    }
)
DURATION_UNITS: Final = (Unit.HOURS, Unit.DAYS, Unit.MONTHS, Unit.YEARS)  # units of retention periods
MAX_DURATION: Final = 10_000  # largest number of a unit
INVALID_SPAN: Final = Span(-1, Unit.HOURS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One row; "*" stands for any. `counts_from`: travel, or the later of travel and receipt."""

    state: str  # ISO 3166 alpha-3
    category: str
    mode: str  # air, sea, road
    valid_from: str
    valid_to: str
    keep: str  # "96 hours", "3 years"
    mask_after: str
    counts_from: str  # travel, later
    verified: str  # yes or no: a primary source was read in full
    mark: str  # P primary source, S secondary, D our own choice
    source: str
    text: str
    is_approved: bool = False  # approved, not shipped

    @property
    def name(self) -> str:
        """Text by which a scheduled expiry records the row that set it."""
        who = "own" if self.is_approved else "shipped"
        return f"{self.state} {self.category} {self.mode} {self.valid_from or 'always'} {who}"

    def in_force(self, on: date) -> bool:
        return is_in_force(self, on)


def a_duration(text: str, units: Sequence[Unit] = DURATION_UNITS) -> Sentence:
    """Check for a whole number and a unit, such as "6 months"."""
    try:
        span = Span.parse(text)
    except ValueError:
        span = INVALID_SPAN
    fits = 0 <= span.number < MAX_DURATION and span.unit in units
    fault = Sentence("must be a number with one of %(units)s, as 6 months", {"units": ", ".join(units)})
    return NO_FAULT if fits else fault


def _faults(row: Row) -> Iterator[tuple[str, Sentence]]:
    if row["category"] in STATE_INDEPENDENT:
        for column in ("state", "mode"):
            if row[column] != ANY:
                text = "must be %(any)s: %(category)s is stored for the same time in every state and mode"
                yield column, Sentence(text, {"any": ANY, "category": row["category"]})


RETENTION: Final[Table[Policy]] = Table(
    name="retention",
    title="Retention",
    decides="How long data are kept, and when they are masked.",
    cells={
        "state": a_state,
        "category": one_of(*(each.value for each in Category)),
        "mode": one_of(ANY, "air", "sea", "road"),
        **DATED,
        "keep": a_duration,
        "mask_after": a_duration,
        "counts_from": one_of("travel", "later"),
        **SOURCED,
    },
    key=("state", "category", "mode"),
    make=lambda row, own: Policy(**row, is_approved=own),
    row_faults=_faults,
    is_default_required=True,
)


def policy_for(rows: Iterable[Policy], *, state: str, category: str, mode: str, on: date) -> Policy:
    """Return the row in force that fits best: approved rows first, then those that name the state, then the mode.

    There is always one: the shipped rows for any state have no end.
    """
    asked = {"state": state, "category": category, "mode": mode}
    fitting = [
        row
        for row in rows
        if row.in_force(on) and all(getattr(row, name) in (ANY, value) for name, value in asked.items())
    ]
    return max(fitting, key=lambda row: (row.is_approved, row.state != ANY, row.mode != ANY, row.valid_from))


def fingerprint(rows: Iterable[Policy]) -> str:
    """Return a digest that changes if any row changes, after which expiry is scheduled again."""
    return sha256(repr(list(rows)).encode()).hexdigest()[:16]
