"""Notices about a breach of personal data: at once, a day before an authority must be told of it, and when it is late.

To the supervisors and data-protection officers of the state whose authority it is; the centre's, where it has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q, QuerySet

from roadstead.oversight.retention.models import Duty
from roadstead.platform.accounts import notifying
from roadstead.platform.accounts.models import Role, State, User
from roadstead.platform.outbox import queue as outbox
from roadstead.platform.outbox.models import EventKind, OutboxEvent

BEFORE: Final = timedelta(days=1)
ROLES: Final = (Role.SUPERVISOR, Role.DATA_PROTECTION)


def write_breach(duty: Duty, now: datetime) -> None:
    """Write its events into the outbox, but for those whose time is over already."""
    outbox.write(EventKind.BREACH, duty.pk, of="recorded")
    for of, due_at in (("due", duty.due_at - BEFORE), ("overdue", duty.due_at)):
        if due_at > now:
            outbox.write(EventKind.BREACH, duty.pk, due_at=due_at, of=of)


def notify_of_breaches(events: Sequence[OutboxEvent], now: datetime) -> None:
    """The handler of `EventKind.BREACH`. Nobody is notified any more once the authority has been told."""
    duties = Duty.objects.select_related("incident").in_bulk([event.subject for event in events])
    for event in events:
        duty = duties.get(event.subject)
        if duty is None or duty.told_at:
            continue
        people = _people(duty.state).exclude(pk=duty.incident.recorded_by_id if event.codes["of"] == "recorded" else 0)
        state = State.objects.get(pk=duty.state)
        by = f"{duty.due_at:%Y-%m-%d %H:%M} UTC"
        notifying.notify(people, f"breach {event.codes['of']}", now, place=state, number=duty.incident_id, by=by)


def _people(state: str) -> QuerySet[User]:
    rows = User.objects.filter(role__in=ROLES, is_active=True)
    own = rows.filter(state=state)
    return own if own.exists() else rows.filter(Q(state=None))
