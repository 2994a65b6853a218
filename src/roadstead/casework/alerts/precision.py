"""Precision of written rules: the share of decided alerts that officers confirmed, and of examinations that found
something (A1, S38).

For cargo the examination counts: right if customs found something, wrong if they found nothing, whatever was decided at
the desk before. An alert on goods is judged as well by goods of its bill that officers selected without it. Undecided
alerts do not count.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from roadstead.casework.alerts.logic.examination import SelectionState
from roadstead.casework.alerts.logic.outcomes import CLEARING as NOTHING_FOUND
from roadstead.casework.alerts.logic.outcomes import CONFIRMING as FOUND
from roadstead.casework.alerts.logic.outcomes import OutcomeType
from roadstead.casework.alerts.logic.shares import Share
from roadstead.casework.alerts.logic.workflow import OPEN, SELECTED, AlertState
from roadstead.casework.alerts.models import ABOUT_GOODS, Alert, Outcome
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


@dataclass(frozen=True, slots=True)
class Examined:
    """Number of examinations, and of those that found something."""

    number: int = 0
    found: int = 0

    @property
    def share(self) -> Share:
        return Share(number=self.found, total=self.number)


def with_verdict(rows: QuerySet[Any, Any], user: User) -> QuerySet[Any, Any]:
    """Add `verdict` to alerts of `visible_alerts`: right, cleared, or "" if nobody has decided."""
    found: QuerySet[Any, Any] = rows.annotate(
        verdict=Case(
            When(_has_outcome(user, FOUND), then=Value(Verdict.RIGHT)),
            When(_has_outcome(user, NOTHING_FOUND), then=Value(Verdict.CLEARED)),
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


def examined(user: User, codes: list[str]) -> dict[str, Examined]:
    """Return examinations by rule code, over the alerts that this person may see."""
    rows = Alert.objects.visible_to(user).filter(_has_outcome(user, FOUND | NOTHING_FOUND), rule__in=codes).order_by()
    found = rows.annotate(is_found=_has_outcome(user, FOUND)).values_list("rule")
    counted = found.annotate(number=Count("pk"), found=Count("pk", filter=Q(is_found=True)))
    return {str(code): Examined(number, found) for code, number, found in counted}


def examined_without_rule(user: User) -> Examined:
    """Return the examinations that no rule has led to: of matches on lists, and of goods that officers selected."""
    of_rules = Alert.objects.visible_to(user).filter(
        ABOUT_GOODS, voyage=OuterRef("selection__voyage"), bill__number=OuterRef("selection__bill")
    )
    own = Q(alert=None) & ~Exists(of_rules.exclude(rule=""))
    rows = _examinations(user).filter(own | Q(alert__rule=""))
    rows = rows.annotate(goods=Coalesce(F("selection"), -F("alert")))
    numbers = rows.aggregate(
        number=Count("goods", distinct=True),
        found=Count("goods", distinct=True, filter=Q(type__in=sorted(FOUND))),
    )
    return Examined(**numbers)


def _has_outcome(user: User, types: Collection[OutcomeType]) -> Q:
    """Return the condition for alerts with such an outcome, of their own or, if they are about goods, of goods of their
    bill that officers selected without an alert.
    """
    seen = Outcome.objects.visible_to(user).filter(type__in=sorted(types)).order_by()
    of_goods = seen.filter(
        alert=None,
        selection__state=SelectionState.EXAMINED,  # not put back as a mistake
        selection__voyage=OuterRef("voyage"),
        selection__bill=OuterRef("bill__number"),
    ).exclude(selection__bill="")
    return Q(Exists(seen.filter(alert=OuterRef("pk")))) | (ABOUT_GOODS & Q(Exists(of_goods)))


def _examinations(user: User) -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = Outcome.objects.visible_to(user).filter(type__in=sorted(FOUND | NOTHING_FOUND))
    return rows.order_by()


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
