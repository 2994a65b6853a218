"""How often a written rule was right: of the alerts that officers decided, those they confirmed (A1, S38).

Alerts nobody has decided count for neither side. The interval is Wilson's (95 %): ten of ten is not certainty.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Final

from django.db.models import Count

from roadstead.accounts.models import User
from roadstead.casework.standing import seen_by
from roadstead.casework.workflow import OPEN, AlertState

RIGHT: Final = frozenset({AlertState.CONFIRMED, AlertState.CLOSED})
Z: Final = 1.96
ENOUGH: Final = 10  # decided alerts from which a precision is worth a look [D]


@dataclass(frozen=True, slots=True)
class Precision:
    """Of one rule, or one version of it. Shares from 0 to 1; None while nothing is decided."""

    alerts: int = 0
    right: int = 0
    cleared: int = 0
    open: int = 0

    @property
    def decided(self) -> int:
        return self.right + self.cleared

    @property
    def share(self) -> float | None:
        return self.right / self.decided if self.decided else None

    @property
    def interval(self) -> tuple[float, float] | None:
        if not self.decided:
            return None
        share, number = self.right / self.decided, self.decided
        middle = (share + Z**2 / (2 * number)) / (1 + Z**2 / number)
        half = Z * sqrt(share * (1 - share) / number + Z**2 / (4 * number**2)) / (1 + Z**2 / number)
        return max(0.0, middle - half), min(1.0, middle + half)


def precisions(user: User, codes: list[str]) -> dict[str, Precision]:
    """By code of the rule, over the alerts this person may see."""
    return _counted(user, codes, "rule")


def by_version(user: User, code: str) -> dict[str, Precision]:
    """By what hits call the version ("3-0123456789ab")."""
    counted = _counted(user, [code], "replay__rule_version")
    return {name.partition("/")[2]: found for name, found in counted.items()}


def _counted(user: User, codes: list[str], by: str) -> dict[str, Precision]:
    rows = seen_by(user).filter(rule__in=codes).order_by()
    found: dict[str, dict[str, int]] = {}
    for name, state, number in rows.values_list(by, "stood").annotate(number=Count("pk")):
        of = found.setdefault(str(name), dict.fromkeys(("alerts", "right", "cleared", "open"), 0))
        of["alerts"] += number
        of["right"] += number if state in RIGHT else 0
        of["cleared"] += number if state == AlertState.CLEARED else 0
        of["open"] += number if state in OPEN else 0
    return {name: Precision(**counts) for name, counts in found.items()}
