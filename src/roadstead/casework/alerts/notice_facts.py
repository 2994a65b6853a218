"""Last check with the national bureau of the notice that an alert is about (decision 0057)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from roadstead.casework.alerts.models import Alert
from roadstead.engine.matching.policy import is_past
from roadstead.platform.database.scope import Scope, region_scope
from roadstead.targeting.watchlists.logic.checks import is_notice
from roadstead.targeting.watchlists.models import REGION, WatchList


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeFacts:
    """`checked`, `until`: days in ISO 8601, "" if it was never checked. `is_listed`: it is still on its list."""

    checked: str
    until: str
    is_listed: bool
    has_ended: bool


def notice_facts(alert: Alert, today: date, back: Scope) -> NoticeFacts | None:
    """Return the check as it is now, also after the alert was raised; None if the entry is no notice.

    The list may be another owner's: only these days are read in the region's scope. `back`: the scope of the request.
    """
    if not is_notice(alert.listed.get("topics") or ()):
        return None
    name = alert.list_name if alert.owner == REGION else alert.list_name.removesuffix(f" ({alert.owner})")
    with region_scope(back):
        found = WatchList.objects.filter(owner=alert.owner, name=name, is_notices=True).first()
        if found is None:
            return None
        rows = found.entries.filter(entry_id=alert.entry_id, removed_in=None)
        days = rows.values_list("listed__checked", "listed__review").first()
    checked, until = days or (alert.listed.get("checked"), alert.listed.get("review"))
    return NoticeFacts(
        checked=checked or "",
        until=until if checked and until else "",
        is_listed=days is not None,
        has_ended=days is None or is_past(until or "", today),
    )
