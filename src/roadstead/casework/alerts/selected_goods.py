"""Goods selected for examination, as a list for the people who check them: which, where, when, and who decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from roadstead.casework.alerts.logic.workflow import SELECTED, STATE_LABELS, AlertState
from roadstead.casework.alerts.models import Event
from roadstead.engine.reference.caricom import REGION
from roadstead.engine.reference.places import to_local, utc_offset
from roadstead.filings.cargo.models import Bill
from roadstead.platform.accounts.models import User
from roadstead.platform.handling.labels import short_line
from roadstead.platform.handling.logic.gate import Medium, any_officer_of, may_leave


@dataclass(frozen=True, slots=True, kw_only=True)
class Selected:
    """One alert on goods. `arrives`: local time of the port with its UTC offset; `decided_at`: in UTC."""

    handling: str
    alert: int
    check: str
    bill: str
    container: str
    place: str
    port: str
    arrives: str
    voyage: str
    goods: str
    rule: str
    reason: str
    decided_by: str
    decided_at: str


def selected(alerts: Iterable[Any], user: User) -> list[Selected]:
    """Return the alerts on selected goods that may leave in a file of this person's, with the newest decision about
    each.
    """
    to = any_officer_of(user.state_id or REGION, Medium.FILE)
    rows = [row for row in alerts if may_leave(row, to).is_yes]
    events = Event.objects.visible_to(user).filter(alert__in=[row.pk for row in rows], after__in=sorted(SELECTED))
    newest = {event.alert_id: event for event in events.select_related("who").order_by("pk")}
    bills = Bill.objects.visible_to(user).filter(pk__in=[row.bill_id for row in rows])
    containers = dict(bills.values_list("pk", "containers"))
    return [_row(alert, newest.get(alert.pk), containers.get(alert.bill_id, ())) for alert in rows]


def _row(alert: Any, event: Event | None, containers: Iterable[str]) -> Selected:
    goods = event.goods if event else {}
    arrival = alert.arrival
    return Selected(
        handling=short_line(alert),
        alert=alert.pk,
        check=STATE_LABELS[AlertState(alert.state)].removeprefix("Selected for a "),
        bill=alert.bill.number if alert.bill else "",
        container=goods.get("container") or ", ".join(containers),
        place=goods.get("place", ""),
        port=arrival.destination,
        arrives=_arrives(arrival),
        voyage=f"{alert.voyage.carrier} {alert.voyage.number}".strip(),
        goods=alert.bill.goods if alert.bill else "",
        rule=alert.rule,
        reason=event.note if event else "",
        decided_by=str(event.who) if event else "",
        decided_at=f"{event.at:%Y-%m-%d %H:%M}" if event else "",
    )


def _arrives(arrival: Any) -> str:
    there = to_local(arrival.arrives_at, arrival.destination) if arrival.arrives_at else None
    if there is None:
        return f"{arrival.arrives_at:%Y-%m-%d %H:%M} (UTC)" if arrival.arrives_at else arrival.arrives_local
    return f"{there:%Y-%m-%d %H:%M} ({utc_offset(there)})"
