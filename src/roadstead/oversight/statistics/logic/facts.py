"""Alert as the statistics count it, with its results. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from roadstead.casework.alerts.logic.funnel import CONFIRMED, REVIEWED
from roadstead.casework.alerts.logic.outcomes import ACTED, CLEARING, CONFIRMING, ENCOUNTERED


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertFact:
    """One alert. `source`: the list's title or the rule's code. `decided_at`: first decision of an officer. Times in
    UTC.
    """

    number: int
    source: str
    state: str
    raised_at: datetime
    filed_at: datetime | None = None
    departs_at: datetime | None = None
    arrives_at: datetime | None = None
    decided_at: datetime | None = None
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
