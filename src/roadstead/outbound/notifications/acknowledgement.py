"""Acknowledgement of notices: once, by a named person; an acknowledged notice escalates no more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django.db.models import Q, QuerySet

from roadstead.casework.alerts.models import Alert
from roadstead.engine.reference.caricom import CENTRE
from roadstead.outbound.notifications.logic.escalation import Level
from roadstead.outbound.notifications.models import Notice, NoticeAlert
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.accounts.permissions import OFFICERS, may_decide_alerts
from roadstead.platform.audit.models import log
from roadstead.platform.directory.roster import names_of

MAX_NOTICES_SHOWN: Final = 10  # notices of one alert on its page


def own_notices(user: User) -> QuerySet[Notice, Notice]:
    """Notices of the own state; at the centre its own, and those that nobody in the state acknowledged."""
    rows = Notice.objects.visible_to(user).select_related("acknowledged_by")  # see with_alerts for its alerts
    return rows.filter(state=user.state_id) if user.state_id else rows.filter(Q(state=CENTRE) | Q(level=Level.CENTRE))


def notices_calling(user: User) -> QuerySet[Notice, Notice]:
    """Notices that nobody has acknowledged and that call this person.

    An officer is not called by notices for others on the roster, nor by their own acts. A state's supervisor is called
    only once the officer on duty did not acknowledge.
    """
    rows = own_notices(user).filter(acknowledged_at=None).exclude(acted_by=user)
    if user.role == Role.SUPERVISOR and user.state_id:
        return rows.filter(level__gte=Level.SUPERVISOR)
    if user.role in OFFICERS:
        return rows.filter(Q(on_duty=[]) | Q(on_duty__contains=[user.pk]) | Q(level=Level.CENTRE))
    return rows


def count_calling(user: User) -> int:
    """Return the number of notices shown at the bell."""
    return notices_calling(user).count()


def acknowledge(notice: Notice, *, by: User, now: datetime, version: int | None = None) -> bool:
    """Acknowledge a notice; return True if it was not acknowledged before. The first name stays.

    `version`: that of the notice as the person saw it. A notice that has changed since is not acknowledged, nor is one
    that is only about the person's own acts.
    """
    rows = Notice.objects.visible_to(by).filter(pk=notice.pk, acknowledged_at=None).exclude(acted_by=by)
    if version is not None:
        rows = rows.filter(version=version)
    if not rows.update(acknowledged_by=by, acknowledged_at=now, escalates_at=None):
        return False
    log(by, "acknowledged", f"notice {notice.reference}", states=notice.states)
    return True


def acknowledge_all(versions: Mapping[int, int], *, by: User, now: datetime) -> tuple[int, int]:
    """Acknowledge notices; return the numbers acknowledged, and not acknowledged.

    The latter have changed since, or are another person's. `versions`: by id of the notice, as the person saw it.
    """
    rows = notices_calling(by).filter(pk__in=list(versions))
    done = sum(acknowledge(notice, by=by, now=now, version=versions[notice.pk]) for notice in rows)
    return done, len(versions) - done


def acknowledge_by_opening(reference: str, alert: Alert, *, by: User, now: datetime) -> bool:
    """Acknowledge a notice from which a person who may decide opens the alert; return True if that was the first time.

    A notice that names other alerts as well is not acknowledged by opening one of them.
    """
    if not reference or not may_decide_alerts(by):
        return False
    notice = own_notices(by).filter(reference=reference, items__alert=alert).first()
    if notice is None or notice.items.exclude(alert=alert).exists():
        return False
    return acknowledge(notice, by=by, now=now, version=notice.version)


def notices_of_alert(alert: Alert, user: User) -> list[Any]:
    """Return the newest ten notices of an alert with their channels, as far as the user may see: each state its own."""
    rows = Notice.objects.visible_to(user).filter(items__alert=alert)
    rows = rows.select_related("acknowledged_by")
    notices = with_names(
        rows.prefetch_related("deliveries__channel").order_by("-created_at", "-id")[:MAX_NOTICES_SHOWN]
    )
    of_alert = NoticeAlert.objects.filter(alert=alert, notice__in=[each.pk for each in notices])
    items = {item.notice_id: item for item in of_alert.select_related("event__who")}
    for each in notices:
        each.item, each.alert = items[each.pk], alert
    return notices


def with_alerts(notices: Iterable[Any], user: User) -> list[Any]:
    """Return the notices with `named`: the alerts that they name and the person may see, each with its last step.

    `alert` is one of these, even if the person may no longer see the foremost one.
    """
    found = list(notices)
    rows = NoticeAlert.objects.visible_to(user).filter(notice__in=[each.pk for each in found])
    rows = rows.select_related("alert__voyage", "alert__bill", "event__who").defer("alert__bill__declared")
    named: dict[int, list[NoticeAlert]] = defaultdict(list)
    for row in rows.order_by("pk"):
        named[row.notice_id].append(row)
    for each in found:
        each.named = named[each.pk]
        alerts = {item.alert_id: item.alert for item in each.named}
        each.alert = alerts.get(each.alert_id) or each.named[0].alert
    return found


def with_names(rows: Iterable[Notice]) -> list[Any]:
    """Return the notices with `duty`: the names of the people on the roster."""
    notices: list[Any] = list(rows)
    names = names_of([person for each in notices for person in each.on_duty])
    for each in notices:
        each.duty = [names[person] for person in each.on_duty if person in names]
    return notices


# An alert that was dealt with at the border: the acting state's notices are acknowledged and escalate no more.


def acknowledge_for_alert(alert: Alert, *, by: User, now: datetime) -> int:
    """Acknowledge, in the officer's name, the open notices of the own state about an alert; return their number."""
    rows = Notice.objects.visible_to(by).filter(alert=alert, state=by.state_id or "", acknowledged_at=None)
    number = rows.update(acknowledged_by=by, acknowledged_at=now, escalates_at=None)
    if number:
        log(by, "acknowledged", f"alert {alert.pk}", states=[by.state_id or ""], detail="by recording the outcome")
    return number
