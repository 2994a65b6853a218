"""How often a written rule was right: of the alerts that officers decided, those they confirmed (A1, S38).

Of cargo the examination decides: where customs found something it was right, where they found nothing it was not,
whatever was decided at the desk before. Alerts nobody has decided count for neither side. The interval is Wilson's
(95 %): ten of ten is not certainty.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Any, Final

from django.db.models import Case, Count, Exists, OuterRef, QuerySet, Value, When

from roadstead.accounts.models import User
from roadstead.casework.models import Outcome
from roadstead.casework.outcome_words import RIGHT as FOUND
from roadstead.casework.outcome_words import WRONG as NOTHING_FOUND
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


def with_examined(rows: QuerySet[Any, Any], user: User) -> QuerySet[Any, Any]:
    """With `examined`: right where customs found something, cleared where they found nothing, else ""."""
    seen = Outcome.objects.visible_to(user).filter(alert=OuterRef("pk")).order_by()
    found: QuerySet[Any, Any] = rows.annotate(
        examined=Case(
            When(Exists(seen.filter(what__in=sorted(FOUND))), then=Value("right")),
            When(Exists(seen.filter(what__in=sorted(NOTHING_FOUND))), then=Value("cleared")),
            default=Value(""),
        )
    )
    return found


def said_by(state: str, examined: str) -> str:
    """right, cleared, or "" of what nobody has decided."""
    return examined or ("right" if state in RIGHT else "cleared" if state == AlertState.CLEARED else "")


def precisions(user: User, codes: list[str]) -> dict[str, Precision]:
    """By code of the rule, over the alerts this person may see."""
    return _counted(user, codes, "rule")


def by_version(user: User, code: str) -> dict[str, Precision]:
    """By what hits call the version ("3-0123456789ab")."""
    counted = _counted(user, [code], "replay__rule_version")
    return {name.partition("/")[2]: found for name, found in counted.items()}


def _counted(user: User, codes: list[str], by: str) -> dict[str, Precision]:
    rows = with_examined(seen_by(user).filter(rule__in=codes), user).order_by()
    found: dict[str, dict[str, int]] = {}
    for name, state, examined, number in rows.values_list(by, "stood", "examined").annotate(number=Count("pk")):
        of = found.setdefault(str(name), dict.fromkeys(("alerts", "right", "cleared", "open"), 0))
        of["alerts"] += number
        of["right"] += number if said_by(state, examined) == "right" else 0
        of["cleared"] += number if said_by(state, examined) == "cleared" else 0
        of["open"] += number if state in OPEN and not examined else 0
    return {name: Precision(**counts) for name, counts in found.items()}
