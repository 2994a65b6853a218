"""Follow-up tasks: after outcomes (somebody was missed, or something was found), after an arrest, and where a
supervisor decides instead of asking another state. Only a named officer ends one.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import QuerySet

from roadstead.casework.alerts.logic.outcomes import OutcomeType
from roadstead.casework.alerts.models import Alert, Event, FollowUp, Outcome, Selection
from roadstead.casework.alerts.selection_events import SelectionAct, add_event
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts import account_notices
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.accounts.permissions import OFFICERS, may_record_outcomes, may_reopen_alerts
from roadstead.platform.outbox import queue as outbox
from roadstead.platform.outbox.models import EventKind
from roadstead.platform.timeline import tasks
from roadstead.platform.timeline.events import add
from roadstead.platform.timeline.tasks import TaskAct, TaskEnd

# Time allowed for a task [D]. A missed person is on the move; a find needs its seizure record by the next day.
DUE_WITHIN: Final[dict[str, timedelta]] = {
    OutcomeType.MISSED: timedelta(hours=1),
    OutcomeType.SEIZED: timedelta(hours=24),
}
TASKS: Final[dict[str, str]] = {
    "missed": "Inform the list owner and the police, and look for the person.",
    "missed cargo": "Inform the list owner and find out where the goods are.",
    "seized": "Complete the seizure record and open a case.",
}
# What an arrest needs, and within what time [D]; the law of the state may ask for less.
ARREST_TASKS: Final[dict[str, str]] = {
    "consular": "Ask the person whether their consulate is to be informed, and write down the answer.",
    "counsel": "Tell the person of the right to counsel, and arrange it.",
    "interpreter": "Find out which language the person understands, and arrange an interpreter if one is needed.",
    "guardian": "Inform the guardian of the child, or the authority that protects children.",
}
AFTER_ARREST: Final = timedelta(hours=1)
# Says no more than that a supervisor is needed: the regional centre reads tasks.
FOR_SUPERVISOR: Final = "A supervisor decides about this alert. Open it, and speak to the officer."
TO_DECIDE: Final = timedelta(hours=1)


def raise_follow_up(outcome: Outcome, of: Alert | Selection, now: datetime) -> FollowUp | None:
    """Create the task of this outcome: after a miss for the state's supervisors, after a find for the officer who
    recorded it. Return None if the outcome needs none. `of`: locked; the selection of goods that no alert has led to.
    """
    within = DUE_WITHIN.get(outcome.type)
    if within is None:
        return None
    alert, selection = (of, None) if isinstance(of, Alert) else (None, of)
    is_about_cargo = alert is None or alert.is_about_cargo
    row = FollowUp(
        alert=alert,
        selection=selection,
        outcome=outcome,
        number=of.edition + 1,
        what=TASKS["missed cargo" if outcome.type == OutcomeType.MISSED and is_about_cargo else outcome.type],
        state=outcome.state,
        officer=outcome.recorded_by if outcome.type == OutcomeType.SEIZED else _only_supervisor(outcome.state),
        due_at=now + within,
    )
    return _set(row, by=outcome.recorded_by, now=now)


def raise_arrest_tasks(alert: Alert, *, is_child: bool, by: User, now: datetime) -> list[FollowUp]:
    """Create the tasks of an arrest on a locked alert, for the officer who recorded it."""
    kinds = [each for each in ARREST_TASKS if each != "guardian" or is_child]
    return [_raise(alert, ARREST_TASKS[each], officer=by, due_at=now + AFTER_ARREST, by=by, now=now) for each in kinds]


def raise_for_supervisor(alert: Alert, *, by: User, now: datetime) -> FollowUp:
    """Create the task of a supervisor of the officer's state to decide about a locked alert, and notify all of them."""
    officer = _only_supervisor(by.state_id or "")
    heads = User.objects.filter(state=by.state_id, role=Role.SUPERVISOR, is_active=True).exclude(pk=by.pk)
    account_notices.notify(heads, "supervisor needed", now, number=alert.pk)
    return _raise(alert, FOR_SUPERVISOR, officer=officer, due_at=now + TO_DECIDE, by=by, now=now)


def _raise(alert: Alert, what: str, *, officer: User | None, due_at: datetime, by: User, now: datetime) -> FollowUp:
    row = FollowUp(
        alert=alert, what=what, number=alert.edition + 1, state=by.state_id or "", officer=officer, due_at=due_at
    )
    return _set(row, by=by, now=now)


def _set(row: FollowUp, *, by: User, now: datetime) -> FollowUp:
    """Save a new task, with its event and its reminder."""
    row.zone, row.set_by, row.set_at, row.states = "UTC", by, now, [row.state]
    row.save(force_insert=True)
    _write(row, TaskAct.SET, row.what, by=by, now=now)
    outbox.write(EventKind.TASK_DUE, row.pk, due_at=row.due_at, of="alert")
    return row


def follow_ups_of(of: Alert | Selection, user: User) -> list[Any]:
    """Return the tasks of an alert, or of a selection without one, that this person may see, the open ones last."""
    name = "alert" if isinstance(of, Alert) else "selection"
    rows = FollowUp.objects.visible_to(user).filter(**{name: of}).select_related("officer", "ended_by")
    return list(rows.order_by("ended_at", "due_at", "pk"))


def may_end(follow_up: FollowUp, by: User) -> bool:
    """Return True for any officer of the state whose task it is; for a supervisor if one is to decide."""
    is_able = follow_up.what != FOR_SUPERVISOR or by.role == Role.SUPERVISOR
    return is_able and may_record_outcomes(by) and by.state_id == follow_up.state


def may_assign(follow_up: FollowUp, by: User) -> bool:
    """Return True for a supervisor of the state whose task it is."""
    return may_reopen_alerts(by) and by.state_id == follow_up.state


def assignable(by: User) -> QuerySet[User, User]:
    """Return the officers of the supervisor's own state, to whom a task can be assigned."""
    return User.objects.filter(state=by.state_id, role__in=OFFICERS, is_active=True).order_by("last_name", "pk")


def end(pk: int, note: str, *, by: User, now: datetime) -> FollowUp:
    """Mark a task as done, with a note on what was done."""
    row = _open(pk, by)
    if not may_end(row, by):
        raise NotAllowed("only officers of the state at whose border it happened can complete this task")
    if not note.strip():
        raise NotAllowed("write down what was done before you mark the task as done")
    tasks.end_task(row, TaskEnd.DONE, note.strip(), by=by, now=now)
    _write(row, TaskAct.DONE, row.result, by=by, now=now)
    return row


def assign(pk: int, officer: str, *, by: User, now: datetime) -> FollowUp:
    """Assign a task to an officer of the own state ("": any supervisor)."""
    row = _open(pk, by)
    if not may_assign(row, by):
        raise NotAllowed("only a supervisor of the state can assign this task")
    chosen = assignable(by).filter(username=officer).first() if officer else None
    if officer and chosen is None:
        raise NotAllowed("choose one of the officers offered")
    row.officer = chosen
    row.save(update_fields=["officer"])
    _write(row, TaskAct.GIVEN, chosen.username if chosen else "", by=by, now=now)
    return row


def _write(row: FollowUp, act: TaskAct, note: str, *, by: User, now: datetime) -> None:
    """Add the act to the history of the alert or selection, which is locked, for the state whose task it is."""
    if row.selection is not None:
        add_event(row.selection, SelectionAct(act), {"task": note}, by=by, now=now)
        return
    assert row.alert is not None
    add(
        row.alert,
        Event(alert=row.alert, who=by, act=act, note=note, by_state=row.state, states=row.states),
        states=row.states,
    )


def _open(pk: int, by: User) -> FollowUp:
    rows = FollowUp.objects.visible_to(by)
    found = rows.get(pk=pk)
    alert, selection = None, None
    if found.alert_id is not None:
        alert = Alert.objects.visible_to(by).select_for_update(of=("self",)).get(pk=found.alert_id)
    if found.selection_id is not None:
        selection = Selection.objects.visible_to(by).select_for_update(of=("self",)).get(pk=found.selection_id)
    row: FollowUp = rows.select_for_update(of=("self",)).get(pk=pk)
    row.alert, row.selection = alert, selection
    if row.ended_at:
        raise NotAllowed("this task is done already. Open the page again")
    return row


def _only_supervisor(state: str) -> User | None:
    """Return the state's supervisor; None if there are several, so that any of them may do the task."""
    found = list(User.objects.filter(state=state, role=Role.SUPERVISOR, is_active=True).order_by("pk")[:2])
    return found[0] if len(found) == 1 else None
