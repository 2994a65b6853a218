"""What else is known of the firm of a bill's alert: other bills and alerts, within what the reader may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Prefetch

from roadstead.casework.alerts.logic.declared_bill import of_bill
from roadstead.casework.alerts.models import Alert, Outcome
from roadstead.casework.alerts.standing import shown
from roadstead.filings.cargo.models import Mention
from roadstead.filings.voyages.columns import fitting
from roadstead.platform.accounts.models import User

MOST: Final = 10  # bills, and alerts, on the page


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmBefore:
    """Newest first. `firms`: numbers of those that the parties met are taken for; `mentions` with bill and voyage;
    `alerts` with bill, voyage and `outcomes_seen`."""

    firms: tuple[int, ...] = ()
    mentions: tuple[Mention, ...] = ()
    alerts: tuple[Any, ...] = ()


def firm_before(alert: Alert, user: User) -> FirmBefore:
    """Nothing of a person's alert."""
    told = of_bill(alert.declared)
    if told is None or alert.bill_id is None or not told.met:
        return FirmBefore()
    names = {fitting(Mention, "name", each.name) for each in told.parties_met}
    seen = Mention.objects.visible_to(user)
    firms = sorted(set(seen.filter(bill=alert.bill_id, name__in=names).values_list("firm_id", flat=True)))
    others = seen.filter(firm__in=firms).exclude(bill=alert.bill_id).order_by("-pk")
    return FirmBefore(
        firms=tuple(firms),
        mentions=tuple(others.select_related("bill__voyage").defer("bill__declared")[:MOST]),
        alerts=tuple(_alerts(alert, firms, user)),
    )


def _alerts(alert: Alert, firms: list[int], user: User) -> list[Any]:
    """On other bills of the firm, whatever they are about."""
    bills = Mention.objects.visible_to(user).filter(firm__in=firms).exclude(bill=alert.bill_id).values("bill")
    outcomes = Prefetch("outcomes", Outcome.objects.visible_to(user), to_attr="outcomes_seen")
    rows = Alert.objects.visible_to(user).filter(bill__in=bills).select_related("bill", "voyage", "traveller")
    return shown(rows.defer("bill__declared", "listed").prefetch_related(outcomes).order_by("-pk")[:MOST], user)
