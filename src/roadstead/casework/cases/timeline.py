"""Acts in a case, and their events in its timeline."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from roadstead.casework.alerts.models import Alert
from roadstead.casework.cases.models import Case, CaseEvent
from roadstead.platform.accounts.models import User
from roadstead.platform.timeline import events
from roadstead.platform.timeline.attachments import ADDED_ACT
from roadstead.platform.timeline.tasks import TaskAct

CHANGED: Final = ("lead", "closed_at", "outcome")  # columns of the case that an act may change


class Act(StrEnum):
    """Acts in a case, beside those on its tasks."""

    OPENED = "opened"
    NOTED = "noted"
    AMENDED = "amended"
    LINKED = "linked"
    TAKEN_OUT = "taken out"
    FILED = ADDED_ACT
    JOINED = "joined"
    LEFT = "left"
    HANDED_OVER = "handed over"
    CLOSED = "closed"
    REOPENED = "reopened"
    EXPORTED = "exported"


def add(
    case: Case, act: Act | TaskAct, content: dict[str, Any], *, by: User, now: datetime, alert: Alert | None = None
) -> None:
    """Add the event and its line in the audit log. `case` is new, or locked by the caller."""
    event = CaseEvent(case=case, owner=case.owner, at=now, who=by, act=act, content=content, alert=alert)
    events.add(case, event, states=states_of(case), saving=CHANGED)


def states_of(case: Case) -> list[str]:
    """Return the states that see the audit line: the owning state, or none for the centre."""
    return [] if case.owner == "REGION" else [case.owner]
