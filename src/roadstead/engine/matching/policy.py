"""Matching policy: what alerts whatever the evidence, and what does not. Agreed by people and versioned.

The matcher only weighs evidence. Two of the rules are compiled with it (`kernel/weigh`):

- A weak alias alerts only with a second identifier: a birth date that agrees in full, in part or except for a slip. A
  date that is merely close does not count, since strangers have one about as often.
- An equal full name is shown unless the birth dates contradict, even if a common name has few bits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from roadstead.engine.records import Entry

POLICY_VERSION: Final = "2026-11-3"
# In bits. On all published lists (18,600 persons) it alerts on about 1 of 1,000 innocent travellers and finds 0.96 of
# the listed travellers of the benchmark. The right value grows with the list: do not reuse it for a list ten times as
# long.
DEFAULT_THRESHOLD: Final = 11.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Alert thresholds in bits. A list has its own where two supervisors have set one."""

    default: float = DEFAULT_THRESHOLD
    by_list: Mapping[str, float] = field(default_factory=dict)  # by title of the list

    @property
    def lowest(self) -> float:
        """Return the lowest threshold: the floor of the matcher."""
        return min([self.default, *self.by_list.values()])

    def of(self, name: str) -> float:
        return self.by_list.get(name, self.default)


def in_force(entry: Entry, today: date) -> bool:
    """Return False for an entry past its expiry or overdue for review (S22), which must not alert."""
    return not (is_past(entry.expires, today) or is_past(entry.review, today))


def is_past(last_day: str, today: date) -> bool:
    """Return True if the day is over. An invalid date counts as none: a needless alert is better than a missed one."""
    try:
        return bool(last_day) and date.fromisoformat(last_day[:10]) < today
    except ValueError:
        return False
