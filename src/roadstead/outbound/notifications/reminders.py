"""Reminders that a list has not come, or that a task is not done. Each is sent once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from roadstead.casework.alerts.models import FollowUp
from roadstead.casework.cases.models import CaseTask
from roadstead.casework.rooms.notify import open_task, people_for
from roadstead.filings.voyages.models import Voyage
from roadstead.platform.accounts import account_notices
from roadstead.platform.accounts.models import AccountNotice, Role, User
from roadstead.platform.directory.roster import roster_of
from roadstead.platform.handling.logic.gate import Medium, any_officer_of, may_leave
from roadstead.platform.outbox.models import OutboxEvent

MISSING_LIST_KIND = "missing list"  # kind of the notice, a key of notice_texts.TEXTS


def notify_of_missing_lists(events: Sequence[OutboxEvent], now: datetime) -> None:
    """Handle `EventKind.MISSING_LIST`: notify the people on duty in each state, once a voyage.

    A voyage whose deadline has moved has another event; a voyage that has arrived is on the arrivals board.
    """
    rows = Voyage.objects.filter(pk__in=[event.subject for event in events], filed_at=None, cancelled=False)
    for voyage in rows.filter(due_at__lte=now).exclude(arrives_at__lte=now):
        if not AccountNotice.objects.filter(kind=MISSING_LIST_KIND, places__number=str(voyage.pk)).exists():
            people = [user for state in voyage.states for user in _on_duty(state, now)]
            due = f"{voyage.due_at:%Y-%m-%d %H:%M} UTC"
            account_notices.notify(people, MISSING_LIST_KIND, now, voyage=voyage, number=voyage.pk, due=due)


def notify_of_tasks(events: Sequence[OutboxEvent], now: datetime) -> None:
    """Handle `EventKind.TASK_DUE`: notify the people responsible for the task, if they may still see it.

    If the alert may not leave by mail they are notified at their next sign-in only.
    """
    for event in events:
        if event.codes["of"] == "room":
            _notify_of_room_task(event, now)
            continue
        row = _open_task(event)
        people = [] if row is None else [user for user in _responsible(row) if _sees(user, row)]
        if isinstance(row, CaseTask):
            account_notices.notify(people, "task of case", now, number=row.case_id)
        elif row is not None:
            by_mail = row.alert is None or may_leave(row.alert, any_officer_of(row.state, Medium.MAIL)).is_yes
            notify = account_notices.notify if by_mail else account_notices.notify_at_sign_in
            kind = "task of alert" if row.alert_id else "task of selection"
            notify(people, kind, now, number=row.alert_id or row.selection_id)


def _notify_of_room_task(event: OutboxEvent, now: datetime) -> None:
    task = open_task(event.subject)
    if task is not None:
        account_notices.notify(people_for(task, now), "task of room", now, number=task.room_id)


def _on_duty(state: str, now: datetime) -> QuerySet[User]:
    """Return the people on the roster; the supervisors if it names nobody."""
    people = User.objects.filter(state=state, is_active=True)
    named = people.filter(pk__in=roster_of(state, since=now).on_duty(now))
    return named if named.exists() else people.filter(role=Role.SUPERVISOR)


def _open_task(event: OutboxEvent) -> CaseTask | FollowUp | None:
    if event.codes["of"] == "case":
        return CaseTask.objects.filter(pk=event.subject, ended_at=None).select_related("case").first()
    return FollowUp.objects.filter(pk=event.subject, ended_at=None).select_related("alert").first()


def _responsible(row: CaseTask | FollowUp) -> list[User]:
    """Return the officer; for an unassigned task the lead of the case, or the supervisors of the state."""
    if isinstance(row, CaseTask):
        return list(User.objects.filter(pk=row.officer_id or row.case.lead_id, is_active=True))
    if row.officer_id:
        return list(User.objects.filter(pk=row.officer_id, is_active=True))
    return list(User.objects.filter(state=row.state, role=Role.SUPERVISOR, is_active=True))


def _sees(user: User, row: CaseTask | FollowUp) -> bool:
    return type(row).objects.visible_to(user).filter(pk=row.pk).exists()
