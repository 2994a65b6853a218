"""Periodic job (`pipeline/schedule.py`): counts how long states take in requests, by month, type and what was due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F, Q

from roadstead.cooperation.requests.models import RequestTimer
from roadstead.engine.reference.caricom import REGION as CENTRE_OWNER
from roadstead.engine.requests.actions import Status
from roadstead.engine.requests.timing import Code
from roadstead.oversight.health.models import Standstill
from roadstead.oversight.statistics.logic.response_times import Done, Span, bands, times_by_owner
from roadstead.oversight.statistics.models import ResponseBand, ResponseTime
from roadstead.platform.database.scope import REGION, scoped

MONTHS_KEPT: Final = 36
MEASURED: Final = (Code.ACKNOWLEDGE, Code.REPLY, Code.CLARIFY, Code.PROMISE)  # a court's time is not the state's
# What its sender ended without an answer is no response.
ENDED_WITHOUT: Final = Q(request__status__in=[Status.WITHDRAWN, Status.CLOSED], stopped_at=F("request__ended_at"))


def count_response_times(*, now: datetime) -> None:
    """Count this month and the month before anew, and delete what is older than MONTHS_KEPT."""
    this = now.astimezone(UTC).date().replace(day=1)
    before = (this - timedelta(days=1)).replace(day=1)
    with scoped(REGION), transaction.atomic():
        found = times_by_owner(_done(before), _outages(before, now))
        for model in (ResponseTime, ResponseBand):
            model.objects.filter(Q(month__gte=before) | Q(month__lt=_months_ago(this))).delete()
        ResponseTime.objects.bulk_create(
            ResponseTime(
                owner=owner,
                month=month,
                type=type,
                code=code,
                count=each.count,
                late=each.late,
                median=each.median,
                most=each.most,
            )
            for (owner, (month, type, code)), each in found.items()
        )
        ResponseBand.objects.bulk_create(
            ResponseBand(month=month, type=type, code=code, states=each.states, low=each.low, high=each.high)
            for (month, type, code), each in bands(found).items()
        )


def _done(since: date) -> Iterator[Done]:
    rows = RequestTimer.objects.filter(stopped_at__gte=_begin(since), code__in=MEASURED).exclude(ENDED_WITHOUT)
    columns = ("organisation__state", "request__type", "code", "started_at", "stopped_at", "paused", "due_at")
    for state, type, code, started_at, stopped_at, paused, due_at in rows.values_list(*columns).iterator():
        yield Done(
            owner=state or CENTRE_OWNER,
            type=type,
            code=code,
            started_at=started_at,
            stopped_at=stopped_at,
            paused=paused,
            due_at=due_at,
        )


def _outages(since: date, now: datetime) -> list[Span]:
    rows = Standstill.objects.filter(Q(ended_at=None) | Q(ended_at__gte=_begin(since) - timedelta(days=90)))
    return [(row.began_at, row.ended_at or now) for row in rows]


def _begin(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _months_ago(month: date) -> date:
    years, months = divmod(MONTHS_KEPT, 12)
    return month.replace(year=month.year - years) - timedelta(days=31 * months)
