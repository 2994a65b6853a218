"""Alerts that a lookout has raised, and the lookout that raised an alert, as far as the reader may see them (S25)."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from roadstead.casework.alerts.models import Alert
from roadstead.cooperation.lookouts.models import Lookout
from roadstead.platform.accounts.models import User
from roadstead.platform.database.scope import hidden_ids
from roadstead.targeting.watchlists.lookout_entries import NAME_BEGINS, list_title


def lookout_of(alert: Alert, user: User) -> Lookout | None:
    """Return the lookout whose entry raised the alert; None if another list did, or the person may not see it.

    The entry of an alert is blank while its person is restricted: then there is none.
    """
    if not alert.entry_id or not alert.list_name.startswith(NAME_BEGINS):
        return None
    row = Lookout.objects.visible_to(user).filter(reference=alert.entry_id, owner=alert.owner).first()
    return row if row is not None and alert.list_name == list_title(row.owner, row.chosen) else None


def alerts_of(row: Lookout, user: User) -> QuerySet[Any, Any]:
    """Return the alerts that this person may see, the newest first; none whose person is restricted for them."""
    raised = {"owner": row.owner, "list_name": list_title(row.owner, row.chosen), "entry_id": row.reference}
    rows: QuerySet[Any, Any] = Alert.objects.visible_to(user).filter(**raised).exclude(pk__in=hidden_ids().alerts)
    return rows.select_related("voyage", "bill").order_by("-pk")
