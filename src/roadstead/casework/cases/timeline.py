"""What may happen in a case, and writing it at the end of the case's timeline."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from roadstead.casework.alerts.models import Alert
from roadstead.casework.cases.models import Case, CaseEvent
from roadstead.platform.accounts.models import User
from roadstead.platform.timeline import events
from roadstead.platform.timeline.attachments import ADDED
from roadstead.platform.timeline.tasks import TaskAct

CHANGED: Final = ("lead", "closed_at", "outcome")  # what an act may change in the case itself


class Act(StrEnum):
    """What may happen in a case, beside its tasks."""

    OPENED = "opened"
    NOTED = "noted"
    AMENDED = "amended"
    LINKED = "linked"
    TAKEN_OUT = "taken out"
    FILED = ADDED
    JOINED = "joined"
    LEFT = "left"
    HANDED_OVER = "handed over"
    CLOSED = "closed"
    REOPENED = "reopened"
    EXPORTED = "exported"


def add(
    case: Case, act: Act | TaskAct, content: dict[str, Any], *, by: User, now: datetime, alert: Alert | None = None
) -> None:
    """The event, and its line in the audit. `case` is locked by the caller, or new."""
    event = CaseEvent(case=case, owner=case.owner, at=now, who=by, act=act, content=content, alert=alert)
    events.add(case, event, states=states_of(case), saving=CHANGED)


def states_of(case: Case) -> list[str]:
    """Whose the audit's line is: the owning state's, or no state's."""
    return [] if case.owner == "REGION" else [case.owner]
