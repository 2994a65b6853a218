"""Decisions of the demo's customs about the ship that has arrived: alerts on its bills, decided and examined."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from roadstead.casework.alerts.decide import DecisionText, decide
from roadstead.casework.alerts.logic.compare import REQUIRED_FOR_PARTY, UNKNOWN
from roadstead.casework.alerts.logic.outcomes import OutcomeType
from roadstead.casework.alerts.logic.seizure import Item, Seized, Seizure
from roadstead.casework.alerts.logic.workflow import Act, AlertState
from roadstead.casework.alerts.models import Alert
from roadstead.casework.alerts.outcomes import may_record, record
from roadstead.platform.accounts.models import User

CUSTOMS: Final = "brb.customs"
AFTER_LANDING: Final = timedelta(hours=6)
WHY: Final = DecisionText(
    note="Selected for examination: the words of the goods and their code tell two stories.",
    compared=dict.fromkeys(REQUIRED_FOR_PARTY, UNKNOWN),
    reasons_for="A word for a part of an arm in a barrel from a port that arms come from.",
    reasons_against="The shipper has sent barrels before, and nothing was found.",
)
FOUND: Final = Seizure(
    items=(
        Item(what=Seized.PARTS, quantity=6, unit="pieces"),
        Item(what=Seized.AMMUNITION, quantity=120, unit="rounds"),
    ),
    hidden="Wrapped in towels inside a rice cooker",
    where="Second barrel, middle layer",
)
REPORT: Final = "Barrel opened before the consignee; handed to the firearms unit for tracing."


def examine_past(people: dict[str, User], now: datetime, landed: timedelta) -> list[int]:
    """Select the bills with alerts of ships that arrived before `landed`, and report a seizure for each."""
    officer = people[CUSTOMS]
    rows = Alert.objects.filter(state=AlertState.NEW, voyage__arrives_at__lte=now - landed).exclude(bill=None)
    found = [alert for alert in rows.select_related("voyage", "bill").order_by("pk") if may_record(alert, officer)]
    for alert in found:
        decide(alert.pk, Act.TAKE, by=officer, words=DecisionText(), now=now)
        decide(alert.pk, Act.EXAMINE if alert.is_goods else Act.CONFIRM, by=officer, words=WHY, now=now)
        landed_at = min(now, (alert.voyage.arrives_at or now) + AFTER_LANDING)
        record(alert.pk, OutcomeType.SEIZED, at=landed_at, text=REPORT, by=officer, now=now, seizure=FOUND)
    return [alert.pk for alert in found]
