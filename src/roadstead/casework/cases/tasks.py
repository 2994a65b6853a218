"""Tasks of a case with their deadlines: set, done or dropped, each an event of the timeline in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet

from roadstead.casework.cases.logic.chain import Act
from roadstead.casework.cases.models import CaseTask
from roadstead.casework.cases.people import colleague
from roadstead.casework.cases.timeline import add
from roadstead.casework.cases.work import held, said
from roadstead.engine.reference.places import zones_in
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import User
from roadstead.platform.outbox import queue as outbox
from roadstead.platform.outbox.models import EventKind

LONGEST: Final = 300  # characters of a task
ANYBODY: Final = ""


class Ended(StrEnum):
    """How a task ends."""

    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTask:
    """What is asked for when a task is set. `day`, `clock`: 2026-11-26 and 14:30 in `zone`. `officer`: a user name."""

    what: str
    officer: str
    day: str
    clock: str
    zone: str


def set_task(pk: int, asked: NewTask, *, by: User, now: datetime) -> CaseTask:
    """For a named officer of the owner, or for anybody."""
    what, due = said(asked.what, "what is to be done", LONGEST), _due(asked, by, now)
    officer = colleague(asked.officer, "for the task", by=by) if asked.officer else None
    case = held(pk, by)
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
    add(case, Act.TASK_SET, told, by=by, now=now)
    return row


def end_task(pk: int, number: int, ended: Ended, words: str, *, by: User, now: datetime) -> None:
    """Any officer of the owner ends it, in their own name. A dropped one needs its reason."""
    case = held(pk, by)
    row = CaseTask.objects.visible_to(by).filter(case=case, number=number, ended_at=None).first()
    if row is None:
        raise NotAllowed("Somebody has ended that task already. Read the case again.")
    words = said(words, "why it is dropped") if ended is Ended.DROPPED or words.strip() else ""
    row.ended, row.ended_at, row.ended_by, row.said = ended, now, by, words
    row.save(update_fields=["ended", "ended_at", "ended_by", "said"])
    content: dict[str, Any] = {"of": number, "task": row.what} | ({_KEY[ended]: words} if words else {})
    add(case, _ACT[ended], content, by=by, now=now)


_ACT: Final = {Ended.DONE: Act.TASK_DONE, Ended.DROPPED: Act.TASK_DROPPED}
_KEY: Final = {Ended.DONE: "outcome", Ended.DROPPED: "why"}


def standing(task: CaseTask, now: datetime) -> str:
    """`open`, `overdue`, `done` or `dropped`."""
    return task.ended or ("overdue" if task.due_at < now else "open")


def tasks_seen(user: User) -> QuerySet[CaseTask, CaseTask]:
    rows = CaseTask.objects.visible_to(user)
    return rows.select_related("case", "officer", "set_by", "ended_by")


def overdue(now: datetime) -> Q:
    return Q(ended_at=None, due_at__lt=now)


def for_me(user: User) -> Q:
    """Those with this person's name on them, and those that are anybody's."""
    return Q(officer=user) | Q(officer=None)


def waiting_for(user: User, now: datetime) -> dict[str, int]:
    """How many tasks wait for this person in `all`, and how many of them are `late`."""
    own = tasks_seen(user).filter(for_me(user), ended_at=None)
    return own.aggregate(all=Count("pk"), late=Count("pk", filter=overdue(now)))


def zones_for(user: User) -> list[str]:
    """In which zones this person may say a deadline: those of their own state first, then UTC."""
    return [*sorted(zones_in(user.state_id or "")), "UTC"]


def _due(asked: NewTask, by: User, now: datetime) -> datetime:
    if asked.zone not in zones_for(by):
        raise NotAllowed("Choose by which clock the task is due.")
    try:
        there = datetime.fromisoformat(f"{asked.day}T{asked.clock}")
    except ValueError:
        raise NotAllowed("Write the day and the time by which it is due, as 2026-11-26 and 14:30.") from None
    due = there.replace(tzinfo=ZoneInfo(asked.zone)).astimezone(UTC)
    if due <= now:
        raise NotAllowed("That is over already. Choose a time that is still to come.")
    return due
