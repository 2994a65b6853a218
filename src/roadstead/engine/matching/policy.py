"""What alerts, whatever the evidence, and what does not. Agreed by people and versioned; the matcher only weighs.

Two of its rules are compiled where names are weighed (`kernel/weigh`):

- A weak alias alerts only with a second identifier: a birth date that agrees, wholly, in part or but for a slip. One
  that is only close is none: strangers' are so about as often.
- The full name being equal, it is shown unless the birth dates contradict, though a common name has few bits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from roadstead.engine.records import Entry

POLICY_VERSION: Final = "2026-11-3"
# Bits. On all published lists (18,600 persons) it alerts about 1 of 1,000 innocents and finds 0.96 of the travellers of
# the bench. It grows with the list: carry no number over to one ten times as long.
DEFAULT_THRESHOLD: Final = 11.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Bits from which a likeness alerts: of each list its own, where two supervisors have set one."""

    default: float = DEFAULT_THRESHOLD
    by_list: Mapping[str, float] = field(default_factory=dict)  # by title of the list

    @property
    def lowest(self) -> float:
        """How far down the matcher has to look."""
        return min([self.default, *self.by_list.values()])

    def of(self, name: str) -> float:
        return self.by_list.get(name, self.default)


def in_force(entry: Entry, today: date) -> bool:
    """An entry past its expiry, or whose review is overdue (S22), never alerts."""
    return not (is_past(entry.expires, today) or is_past(entry.review, today))


def is_past(last_day: str, today: date) -> bool:
    """Whether that day is over. What is no date is taken for none: better one alert too many."""
    try:
        return bool(last_day) and date.fromisoformat(last_day[:10]) < today
    except ValueError:
        return False
