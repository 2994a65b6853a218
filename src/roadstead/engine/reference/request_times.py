"""Times in which a request is acknowledged, answered, clarified and reported on, and the steps of a surrender: dated
rows by state with a source.

A row is a deadline only if it names a state and its source was read. A duration that was not found stays empty, so
that nothing is due: the state enters what its act says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from roadstead.engine.deadlines.due import Kind, Rule
from roadstead.engine.deadlines.spans import Span, Unit
from roadstead.engine.reference.deadlines import PERIODS
from roadstead.engine.reference.policy import ANY, DATED, NO_FAULT, SOURCED, Table, a_state, one_of
from roadstead.engine.reference.retention import a_duration
from roadstead.engine.reference.tables import Row, is_in_force
from roadstead.engine.sentences import Sentence

OF_SURRENDER: Final = ("admit", "documents", "consent", "decision", "review", "handover", "release")
CODES: Final = ("acknowledge", "reply", "clarify", "report", *OF_SURRENDER)
NOT_FOUND: Final = "NF"  # mark of a row without a duration
MAX_TYPE_CHARS: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestTime:
    state: str  # whose time runs
    type: str  # code of a type of request, or * for any
    urgency: str  # urgent, routine
    code: str
    kind: str
    valid_from: str
    valid_to: str
    within: str
    verified: str
    mark: str
    source: str
    text: str
    is_approved: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.within

    @property
    def rule(self) -> Rule:
        """Return the rule. Raises ValueError for an empty row."""
        return Rule(
            span=Span.parse(self.within),
            kind=Kind(self.kind),
            state="" if self.state == ANY else self.state,
            source=self.source,
            verified=self.verified == "yes",
        )


def _a_type(text: str) -> Sentence:
    plain = text == ANY or (text.replace("_", "").isalpha() and text.islower() and len(text) <= MAX_TYPE_CHARS)
    return NO_FAULT if plain else Sentence("must be the code of a type of request, or * for any")


def _a_time(text: str) -> Sentence:
    """Check a duration as `a_period` does, with minutes allowed: somebody waits with an officer."""
    return a_duration(text, (Unit.MINUTES, *PERIODS)) if text else NO_FAULT


def _deadline_faults(row: Row) -> Iterator[tuple[str, Sentence]]:
    if bool(row.get("within")) is (row.get("mark") == NOT_FOUND):
        yield (
            "within",
            Sentence("must be empty in a row with the mark NF (not found), and filled in in every other row"),
        )
    if not row.get("within"):
        return
    if row.get("kind") == Kind.DEADLINE and (row.get("state") == ANY or row.get("verified") != "yes"):
        yield "kind", Sentence("must be “target” unless the row names one state and its source was read (verified)")


REQUEST_TIMES: Final[Table[RequestTime]] = Table(
    name="request_times",
    title="Times to answer requests between states",
    decides="When a request is to be acknowledged, answered and clarified, by state, type and urgency.",
    cells={
        "state": a_state,
        "type": _a_type,
        "urgency": one_of("urgent", "routine", ANY),
        "code": one_of(*CODES),
        "kind": one_of(*Kind),
        **DATED,
        "within": _a_time,
        **SOURCED,
    },
    key=("state", "type", "urgency", "code"),
    make=lambda row, own: RequestTime(**row, is_approved=own),
    row_faults=_deadline_faults,
)


def time_for(
    rows: Iterable[RequestTime], *, state: str, type: str, urgency: str, code: str, on: date
) -> RequestTime | None:
    """Return the best row: approved first, then one that names the state, then one that names the type."""
    fitting = [
        row
        for row in rows
        if row.state in (ANY, state)
        and row.type in (ANY, type)
        and row.urgency in (ANY, urgency)
        and row.code == code
        and is_in_force(row, on)
    ]
    return max(
        fitting, key=lambda row: (row.is_approved, row.state != ANY, row.type != ANY, row.valid_from), default=None
    )
