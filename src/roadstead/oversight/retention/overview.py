"""Overview for those who oversee the data: numbers, policies, runs, and a random sample of acts (S30, S38)."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from random import sample
from typing import Any, Final

from django.db.models import Count, Max, Min

from roadstead.casework.alerts.state_decisions import visible_alerts
from roadstead.oversight.retention.models import RetentionSchedule, SubjectRequest
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import EVERYTHING

MIN_SHOWN: Final = 5  # smaller numbers could point at a person (S38; our own choice)
SAMPLE: Final = 20
DRAWS: Final = (200, 2000)  # the second if few of the drawn lines are visible to this person
SOON: Final = timedelta(days=1)
QUARTER: Final = timedelta(days=91)


def due_soon(user: User, *, now: datetime) -> list[dict[str, Any]]:
    """Count schedules by state and category, and those that expire within a day and are not enforced yet."""
    mine = list(user.scope.states)
    rows = RetentionSchedule.objects.all() if mine == [EVERYTHING] else RetentionSchedule.objects.filter(state__in=mine)
    every = rows.values_list("state", "category").annotate(number=Count("id")).order_by("state", "category")
    soon = (
        rows.filter(expires_at__lte=now + SOON, enforced_at=None)
        .values_list("state", "category")
        .annotate(number=Count("id"))
    )
    ending = {(state, category): number for state, category, number in soon.order_by()}
    return [
        {"state": state, "category": category, "number": number, "soon": ending.get((state, category), 0)}
        for state, category, number in every
    ]


def sample_audit_lines(user: User) -> list[Record]:
    """Return twenty random audit lines to ask about. Ids are drawn, since shuffling a large table takes seconds."""
    rows = Record.objects.visible_to(user)
    span = rows.aggregate(first=Min("pk"), last=Max("pk"))
    numbers = range(span["first"] or 0, (span["last"] or 0) + 1)
    found = list[Record]()
    for draws in DRAWS if span["last"] else ():
        drawn = rows.filter(pk__in=sample(numbers, min(draws, len(numbers))))
        found = list(drawn.select_related("who"))
        if len(found) >= SAMPLE or draws >= len(numbers):
            break
    return sample(found, min(SAMPLE, len(found)))


def quarter(user: User, *, now: datetime) -> list[tuple[str, str]]:
    """Count possible matches by state and requests by type in the last 91 days; small numbers are suppressed."""
    since = now - QUARTER
    alerts = Counter(visible_alerts(user).filter(created_at__gte=since).values_list("effective_state", flat=True))
    kinds = Counter(
        SubjectRequest.objects.visible_to(user).filter(received_at__gte=since).values_list("kind", flat=True)
    )
    named = {f"alerts: {name}": number for name, number in sorted(alerts.items())}
    named |= {f"data subject requests: {name}": number for name, number in sorted(kinds.items())}
    return [(name, suppressed(number)) for name, number in named.items()]


def suppressed(number: int) -> str:
    return str(number) if number >= MIN_SHOWN else f"fewer than {MIN_SHOWN}"
