"""Alert as the statistics count it, with its results. Pure."""

from __future__ import annotations

from typing import NamedTuple

from roadstead.casework.alerts.logic.funnel import CONFIRMED, REVIEWED
from roadstead.casework.alerts.logic.outcomes import ACTED, CLEARING, CONFIRMING, ENCOUNTERED


class AlertFact(NamedTuple):
    """One alert. `source`: the list's title or the rule's code. `decided_at`: first decision of an officer. Times are
    seconds since 1970, as the database returns them: making dates of tens of thousands takes a tenth of a report.
    """

    number: int
    source: str
    state: str
    raised_at: float
    filed_at: float | None = None
    departs_at: float | None = None
    arrives_at: float | None = None
    decided_at: float | None = None
    traveller: int | None = None
    outcomes: frozenset[str] = frozenset()  # outcome_words.What

    @property
    def is_reviewed(self) -> bool:
        """True if decided at the desk, or by an examination."""
        return self.state in REVIEWED or bool(self.outcomes & (CONFIRMING | CLEARING))

    @property
    def is_confirmed(self) -> bool:
        """True if confirmed; for cargo the finding of customs decides (alerts.precision)."""
        examined = self.outcomes & (CONFIRMING | CLEARING)
        return bool(examined & CONFIRMING) if examined else self.state in CONFIRMED

    @property
    def is_encountered(self) -> bool:
        return self.is_confirmed and bool(ENCOUNTERED & self.outcomes)

    @property
    def is_acted(self) -> bool:
        return self.is_confirmed and bool(ACTED & self.outcomes)

    @property
    def has_no_outcome(self) -> bool:
        """True if confirmed without a recorded outcome (A10)."""
        return self.is_confirmed and not self.outcomes
