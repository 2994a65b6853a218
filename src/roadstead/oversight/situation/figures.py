"""Figures of a period: counts alone, as an ordinary officer of the organisation would count them.

So they are the same whoever prepares a report. Alerts of silent entries, and those handled stricter than amber, are not
counted, since other organisations read the report.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_noop as _

from roadstead.casework.alerts.logic.workflow import AlertState
from roadstead.casework.alerts.models import OFF_PAGE, Alert, Event
from roadstead.casework.log.models import EntryType
from roadstead.casework.log.search import entries_of
from roadstead.cooperation.lookouts.waiting import shown
from roadstead.cooperation.requests.models import Request
from roadstead.engine.requests.actions import Status
from roadstead.filings.voyages.models import Voyage
from roadstead.oversight.health.models import Standstill
from roadstead.platform.accounts.models import Organisation, Role, User
from roadstead.platform.directory.roster import own_state_code, roster_of
from roadstead.platform.handling.logic.codes import OWNER_ONLY

DAY: Final = timedelta(days=1)
MAX_COUNTED: Final = 100_000  # rows of one kind
HOUR_SECONDS: Final = 3600
# Their order on the page and in the PDF, by code.
FIGURES: Final[Mapping[str, str]] = {
    "lists": _("Voyages whose first list was received"),
    "late": _("Of these, after their deadline"),
    "missing": _("Voyages whose deadline passed without a list"),
    "alerts": _("Alerts raised"),
    "confirmed": _("Alerts confirmed as a match"),
    "cleared": _("Alerts cleared: no match"),
    "closed": _("Alerts closed"),
    "lookouts": _("Lookouts in force at the end of the period"),
    "requests": _("Requests received from other organisations"),
    "answered": _("Requests answered"),
    "overdue": _("Overdue requests that wait for us"),
    "call": _("Watch log: calls"),
    "message": _("Watch log: messages"),
    "decision": _("Watch log: decisions"),
    "fault": _("Watch log: faults"),
    "gap_hours": _("Hours of the coming 24 in which the roster names nobody"),
    "outages": _("Outages of Roadstead"),
    "outage_minutes": _("Minutes that they lasted in this period"),
}
DECIDED: Final = {"confirmed": AlertState.CONFIRMED, "cleared": AlertState.CLEARED, "closed": AlertState.CLOSED}
WRITTEN: Final = (EntryType.CALL, EntryType.MESSAGE, EntryType.DECISION, EntryType.FAULT)
ANSWERED: Final = (Status.REPLIED, Status.REFUSED)


def officer_of(organisation: Organisation) -> User:
    """Return an ordinary officer of the organisation, whom nobody is: what they may see is counted. Never stored."""
    role = Role.OFFICER if organisation.state_id else Role.ANALYST
    return User(role=role, state=organisation.state, organisation=organisation)


def count_figures(organisation: Organisation, begins: datetime, ends: datetime) -> dict[str, int]:
    """Return the figures of a period by their codes."""
    seen = officer_of(organisation)
    return (
        _filed(seen, begins, ends)
        | _alerts(seen, begins, ends)
        | {"lookouts": _number(shown(seen, "live", ends))}
        | _requests(organisation, seen, begins, ends)
        | _entries(seen, begins, ends)
        | {"gap_hours": _gap_hours(seen, ends)}
        | _outages(begins, ends)
    )


def _filed(seen: User, begins: datetime, ends: datetime) -> dict[str, int]:
    voyages = Voyage.objects.visible_to(seen)
    filed = voyages.filter(filed_at__gte=begins, filed_at__lt=ends)
    due = voyages.filter(due_at__gte=begins, due_at__lt=ends, cancelled=False)
    return {
        "lists": _number(filed),
        "late": _number(filed.filter(filed_at__gt=F("due_at"))),
        "missing": _number(due.filter(filed_at=None)),
    }


def _alerts(seen: User, begins: datetime, ends: datetime) -> dict[str, int]:
    countable = Alert.objects.visible_to(seen).filter(OFF_PAGE).exclude(tlp__in=sorted(OWNER_ONLY))
    mine = Q(by_state="") | Q(by_state=seen.state_id or "")
    decided = Event.objects.visible_to(seen).filter(mine, at__gte=begins, at__lt=ends, after__in=[*DECIDED.values()])
    rows = decided.filter(alert__in=countable).order_by().values_list("after")
    found = dict(rows.annotate(number=Count("alert", distinct=True)))
    return {
        "alerts": _number(countable.filter(created_at__gte=begins, created_at__lt=ends)),
        **{code: found.get(state, 0) for code, state in DECIDED.items()},
    }


def _requests(organisation: Organisation, seen: User, begins: datetime, ends: datetime) -> dict[str, int]:
    asked = Request.objects.visible_to(seen).filter(asked=organisation)
    waiting = Request.objects.visible_to(seen).filter(turn=organisation.pk, due_at__lt=ends, opened_at__lt=ends)
    return {
        "requests": _number(asked.filter(opened_at__gte=begins, opened_at__lt=ends)),
        "answered": _number(asked.filter(ended_at__gte=begins, ended_at__lt=ends, status__in=ANSWERED)),
        "overdue": _number(waiting),
    }


def _entries(seen: User, begins: datetime, ends: datetime) -> dict[str, int]:
    rows = entries_of(seen).filter(at__gte=begins, at__lt=ends).prefetch_related(None).order_by()
    found = dict(rows.values_list("act").annotate(number=Count("pk")))
    return {each.value: found.get(each.value, 0) for each in WRITTEN}


def _gap_hours(seen: User, ends: datetime) -> int:
    spans = roster_of(own_state_code(seen), since=ends).gaps(ends, ends + DAY)
    return round(sum((until - since).total_seconds() for since, until in spans) / HOUR_SECONDS)


def _outages(begins: datetime, ends: datetime) -> dict[str, int]:
    over = Q(ended_at=None) | Q(ended_at__gt=begins)
    spans = [
        (max(row.began_at, begins), min(row.ended_at or ends, ends))
        for row in Standstill.objects.filter(over, began_at__lt=ends)
    ]
    minutes = sum((until - since).total_seconds() for since, until in spans) / 60
    return {"outages": len(spans), "outage_minutes": round(minutes)}


def _number(rows: QuerySet[Any, Any]) -> int:
    return rows.order_by()[:MAX_COUNTED].count()
