"""A shift in numbers and lines: what came since a moment, what is open, what is due until another, and roster gaps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from roadstead.casework.alerts.logic.workflow import AlertState
from roadstead.casework.alerts.models import Event
from roadstead.casework.alerts.queue import AlertFilters, alerts_in_tab
from roadstead.casework.alerts.state_decisions import visible_alerts
from roadstead.casework.cases.tasks import tasks_seen
from roadstead.casework.items import Item
from roadstead.casework.log.search import entries_of
from roadstead.cooperation.lookouts.waiting import shown
from roadstead.cooperation.requests.waiting import requests_of, requests_waiting_for
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_see_cases
from roadstead.platform.directory.logic.roster import Span
from roadstead.platform.directory.roster import own_state_code, roster_of
from roadstead.platform.timeline.tasks import assigned_to
from roadstead.web.common.tables import capped_count

MAX_COUNTED: Final = 1000
MAX_LINES: Final = 20  # of one kind
DECIDED: Final = (AlertState.CLEARED, AlertState.CONFIRMED, AlertState.CLOSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """How many there are of one kind, and the page that lists them."""

    text: str
    number: int
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Something that is open or due. `at`: when it is due or ends, if it has such a time."""

    item: Item
    text: str
    href: str
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Summary for one person. `lines`: open work; `due`: that of it which is due in the coming shift."""

    since: datetime
    until: datetime
    came: list[Number]
    open: list[Number]
    lines: list[Line]
    due: list[Line]
    gaps: list[Span]


def shift_of(user: User, *, since: datetime, now: datetime, until: datetime) -> Shift:
    lines = [*_requests(user), *_tasks(user), *_lookouts(user, now)]
    return Shift(
        since=since,
        until=until,
        came=list(_came(user, since)),
        open=list(_open(user, now)),
        lines=lines,
        due=sorted((line for line in lines if line.at and line.at <= until), key=lambda line: (line.at, line.text)),
        gaps=roster_of(own_state_code(user), since=now).gaps(now, until),
    )


def _came(user: User, since: datetime) -> Iterator[Number]:
    alerts = visible_alerts(user)
    decided = Event.objects.visible_to(user).filter(at__gte=since, after__in=DECIDED).order_by().values("alert")
    received = requests_of(user).filter(asked=user.organisation_id, opened_at__gte=since)
    yield _number(_("Entries in the watch log"), entries_of(user).filter(at__gte=since), reverse("log"))
    yield _number(_("Alerts raised"), alerts.filter(created_at__gte=since), reverse("queue"))
    yield _number(_("Alerts decided"), alerts.filter(pk__in=decided), f"{reverse('queue')}?show=all")
    yield _number(_("Requests received"), received, f"{reverse('requests')}?show=all")


def _open(user: User, now: datetime) -> Iterator[Number]:
    yield _number(_("Alerts to decide"), alerts_in_tab(AlertFilters(), user), reverse("queue"))
    yield _number(_("Requests that wait for us"), requests_waiting_for(user), reverse("requests"))
    silent = shown(user, "live", now).filter(waits_for_us=True)
    yield _number(_("Lookouts to acknowledge"), silent, reverse("lookouts"))


def _number(text: str, rows: QuerySet[Any, Any], href: str) -> Number:
    return Number(text=text, number=capped_count(rows, MAX_COUNTED), href=href)


def _requests(user: User) -> Iterator[Line]:
    for row in requests_waiting_for(user)[:MAX_LINES]:
        yield Line(
            item=Item("request", row.pk),
            text=f"{row.title} ({row.reference})",
            href=reverse("request", args=[row.reference]),
            at=row.due_at,
        )


def _tasks(user: User) -> Iterator[Line]:
    if not may_see_cases(user):
        return
    for row in tasks_seen(user).filter(assigned_to(user), ended_at=None).order_by("due_at", "pk")[:MAX_LINES]:
        text = _("Task in case %(number)d: %(task)s") % {"number": row.case_id, "task": row.what}
        yield Line(item=Item("case", row.case_id), text=text, href=reverse("case", args=[row.case_id]), at=row.due_at)


def _lookouts(user: User, now: datetime) -> Iterator[Line]:
    for row in shown(user, "live", now)[:MAX_LINES]:
        text = _("Lookout %(reference)s") % {"reference": row.reference}
        yield Line(item=Item("lookout", row.pk), text=text, href=reverse("lookout", args=[row.reference]), at=row.until)
