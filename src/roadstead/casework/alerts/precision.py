"""Precision of written rules: the share of decided alerts that officers confirmed (A1, S38).

For cargo the examination counts: right if customs found something, wrong if they found nothing, whatever was decided at
the desk before. Undecided alerts do not count.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When

from roadstead.casework.alerts.logic.outcomes import CLEARING as NOTHING_FOUND
from roadstead.casework.alerts.logic.outcomes import CONFIRMING as FOUND
from roadstead.casework.alerts.logic.shares import Share
from roadstead.casework.alerts.logic.workflow import OPEN, SELECTED, AlertState
from roadstead.casework.alerts.models import ABOUT_GOODS, Outcome
from roadstead.casework.alerts.state_decisions import visible_alerts
from roadstead.platform.accounts.models import User

RIGHT: Final = frozenset({AlertState.CONFIRMED, AlertState.CLOSED})
ENOUGH: Final = 10  # decided alerts from which a precision is meaningful [D]


class Verdict(StrEnum):
    """Verdict on an alert: the customs' finding, else the desk's decision."""

    RIGHT = "right"
    CLEARED = "cleared"


@dataclass(frozen=True, slots=True)
class Precision:
    """Numbers of alerts of one rule, or of one version of it."""

    alerts: int = 0
    confirmed: int = 0
    cleared: int = 0
    open: int = 0

    @property
    def decided(self) -> int:
        return self.confirmed + self.cleared

    @property
    def share(self) -> Share:
        return Share(number=self.confirmed, total=self.decided)


def with_verdict(rows: QuerySet[Any, Any], user: User) -> QuerySet[Any, Any]:
    """Add `verdict` to alerts of `visible_alerts`: right, cleared, or "" if nobody has decided."""
    seen = Outcome.objects.visible_to(user).filter(alert=OuterRef("pk")).order_by()
    found: QuerySet[Any, Any] = rows.annotate(
        verdict=Case(
            When(Exists(seen.filter(type__in=sorted(FOUND))), then=Value(Verdict.RIGHT)),
            When(Exists(seen.filter(type__in=sorted(NOTHING_FOUND))), then=Value(Verdict.CLEARED)),
            When(effective_state__in=sorted(RIGHT), then=Value(Verdict.RIGHT)),
            When(effective_state=AlertState.CLEARED, then=Value(Verdict.CLEARED)),
            default=Value(""),
        )
    )
    return found


def precisions(user: User, codes: list[str]) -> dict[str, Precision]:
    """Return precisions by rule code, over the alerts that this person may see."""
    return _counted(user, codes, "rule")


def by_version(user: User, code: str) -> dict[str, Precision]:
    """Return precisions by version, as hits name it ("3-0123456789ab")."""
    counted = _counted(user, [code], "replay__rule_version")
    return {name.partition("/")[2]: found for name, found in counted.items()}


# For goods the outcome is final; for people and firms the written decision is.
_FINISHED: Final = ABOUT_GOODS & Q(effective_dealt_at__isnull=False)


def _counted(user: User, codes: list[str], by: str) -> dict[str, Precision]:
    rows = with_verdict(visible_alerts(user).filter(rule__in=codes), user).order_by()
    counted = rows.values_list(by).annotate(
        alerts=Count("pk"),
        right=Count("pk", filter=Q(verdict=Verdict.RIGHT)),
        cleared=Count("pk", filter=Q(verdict=Verdict.CLEARED)),
        open=Count("pk", filter=Q(verdict="", effective_state__in=sorted(OPEN | SELECTED)) & ~_FINISHED),
    )
    return {str(name): Precision(*numbers) for name, *numbers in counted}
