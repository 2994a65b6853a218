"""Notifications of legal deadlines: breach notices to authorities, and data subject requests to answer or review.

They go to the supervisors and data-protection officers of the state concerned, or of the centre if it has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q, QuerySet

from roadstead.oversight.retention.models import NotificationDuty, SubjectRequest
from roadstead.platform.accounts import account_notices
from roadstead.platform.accounts.models import Role, State, User
from roadstead.platform.outbox import queue as outbox
from roadstead.platform.outbox.models import EventKind, OutboxEvent

BEFORE_BREACH: Final = timedelta(days=1)
BEFORE_REQUEST: Final = timedelta(days=7)  # or half of the period, if that is shorter
ROLES: Final = (Role.SUPERVISOR, Role.DATA_PROTECTION)


def write_breach(duty: NotificationDuty, now: datetime) -> None:
    """Write the duty's events to the outbox: recorded, soon due, overdue."""
    outbox.write(EventKind.BREACH, duty.pk, of="recorded")
    _write(EventKind.BREACH, duty.pk, duty.due_at, BEFORE_BREACH, now)


def write_request(request: SubjectRequest, now: datetime) -> None:
    """Write events to the outbox for the response, or the review once it is requested: soon due, overdue."""
    matter, due_at = ("review", request.review_due_at) if request.review_due_at else ("request", request.due_at)
    _write(EventKind.SUBJECT_REQUEST, request.pk, due_at, min(BEFORE_REQUEST, (due_at - now) / 2), now, f"{matter} ")


def notify_of_breaches(events: Sequence[OutboxEvent], now: datetime) -> None:
    """Handle `EventKind.BREACH`. Nobody is notified any more once the authority has been."""
    duties = NotificationDuty.objects.select_related("incident").in_bulk([event.subject for event in events])
    for event in events:
        duty = duties.get(event.subject)
        if duty is None or duty.notified_at:
            continue
        people = _people(duty.state).exclude(pk=duty.incident.recorded_by_id if event.codes["of"] == "recorded" else 0)
        state = State.objects.get(pk=duty.state)
        kind, by = f"breach {event.codes['of']}", _utc(duty.due_at)
        account_notices.notify(people, kind, now, place=state, number=duty.incident_id, by=by)


def notify_of_requests(events: Sequence[OutboxEvent], now: datetime) -> None:
    """Handle `EventKind.SUBJECT_REQUEST`. Nobody is notified any more once it is answered or reviewed."""
    requests = SubjectRequest.objects.in_bulk([event.subject for event in events])
    for event in events:
        request, kind = requests.get(event.subject), event.codes["of"]
        is_review = kind.startswith("review")
        if request is None or (request.reviewed_at if is_review else request.answered_at):
            continue
        due_at = request.review_due_at if is_review else request.due_at
        account_notices.notify(_people(request.state), kind, now, number=request.reference, by=_utc(due_at))


def _write(kind: EventKind, pk: int, due_at: datetime, before: timedelta, now: datetime, matter: str = "") -> None:
    """Write the events whose time has not passed."""
    for of, at in (("due", due_at - before), ("overdue", due_at)):
        if at > now:
            outbox.write(kind, pk, due_at=at, of=f"{matter}{of}")


def _utc(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC" if at else ""


def _people(state: str) -> QuerySet[User]:
    rows = User.objects.filter(role__in=ROLES, is_active=True)
    own = rows.filter(state=state)
    return own if own.exists() else rows.filter(Q(state=None))
