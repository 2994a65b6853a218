"""Tasks of a case: set, done or dropped. Each is an event of the timeline in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_noop as _

from roadstead.casework.cases.acts import checked_text, lock_case
from roadstead.casework.cases.models import CaseTask
from roadstead.casework.cases.officers import colleague
from roadstead.casework.cases.timeline import add
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import User
from roadstead.platform.outbox import queue as outbox
from roadstead.platform.outbox.models import EventKind
from roadstead.platform.timeline import tasks
from roadstead.platform.timeline.tasks import ACT_BY_END, TaskAct, TaskEnd, assigned_to, overdue, parse_due

MAX_TASK_CHARS: Final = 300  # characters of a task
ANYBODY: Final = ""
_KEY: Final = {TaskEnd.DONE: "outcome", TaskEnd.DROPPED: "why"}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTask:
    """Form content for a new task. `day`, `clock`: 2026-11-26 and 14:30 in `zone`. `officer`: a user name."""

    what: str
    officer: str
    day: str
    clock: str
    zone: str


def set_task(pk: int, asked: NewTask, *, by: User, now: datetime) -> CaseTask:
    """Set a task for a named officer of the owner, or for anybody."""
    what = checked_text(asked.what, _("the task"), MAX_TASK_CHARS)
    due = parse_due(asked.day, asked.clock, asked.zone, by=by, now=now)
    officer = colleague(asked.officer, by=by) if asked.officer else None
    case = lock_case(pk, by)
    row = CaseTask.objects.create(
        case=case,
        owner=case.owner,
        number=case.edition + 1,
        what=what,
        officer=officer,
        due_at=due,
        zone=asked.zone,
        set_by=by,
        set_at=now,
    )
    outbox.write(EventKind.TASK_DUE, row.pk, due_at=due, of="case")
    told = {"task": what, "for": officer.username if officer else ANYBODY, "due": due.isoformat(), "zone": asked.zone}
    add(case, TaskAct.SET, told, by=by, now=now)
    return row


def end_task(pk: int, number: int, ended: TaskEnd, words: str, *, by: User, now: datetime) -> None:
    """End a task. Any officer of the owner may, in their own name; dropping it needs a reason."""
    case = lock_case(pk, by)
    row = CaseTask.objects.visible_to(by).filter(case=case, number=number, ended_at=None).first()
    if row is None:
        raise NotAllowed(_("This task has already been completed or dropped. Check what has changed."))
    words = (
        checked_text(words, _("the reason for dropping the task")) if ended is TaskEnd.DROPPED or words.strip() else ""
    )
    tasks.end_task(row, ended, words, by=by, now=now)
    content: dict[str, Any] = {"of": number, "task": row.what} | ({_KEY[ended]: words} if words else {})
    add(case, ACT_BY_END[ended], content, by=by, now=now)


def tasks_seen(user: User) -> QuerySet[CaseTask, CaseTask]:
    rows = CaseTask.objects.visible_to(user)
    return rows.select_related("case", "officer", "set_by", "ended_by")


def waiting_for(user: User, now: datetime) -> dict[str, int]:
    """Return the number of tasks that wait for this person (`all`), and of those that are late (`late`)."""
    own = tasks_seen(user).filter(assigned_to(user), ended_at=None)
    return own.aggregate(all=Count("pk"), late=Count("pk", filter=overdue(now)))
