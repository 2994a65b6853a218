"""Acts on a selection, and their events in its history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from roadstead.casework.alerts.logic.examination import ALREADY_ENDED, ONLY_OF_THE_STATE
from roadstead.casework.alerts.models import Selection, SelectionEvent
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_examine_goods
from roadstead.platform.timeline import events
from roadstead.platform.timeline.attachments import ADDED_ACT
from roadstead.platform.timeline.tasks import TaskAct

# Columns of the selection that an act may change.
CHANGED: Final = ("kind", "port", "place", "planned_at", "officer", "state", "ended_at")


class SelectionAct(StrEnum):
    """Acts on a selection."""

    SELECTED = "selected"
    CHANGED = "changed"
    STARTED = "started"
    EXAMINED = "examined"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    RETURNED = "returned"
    DETAINED = "detained"
    RELEASED = "released"
    PHOTO = ADDED_ACT
    TAKEN_OUT = "taken out"
    TASK_SET = TaskAct.SET
    TASK_GIVEN = TaskAct.GIVEN
    TASK_DONE = TaskAct.DONE


def add_event(
    selection: Selection, act: SelectionAct, content: Mapping[str, Any], *, by: User | None, now: datetime
) -> None:
    """Add the event and its line in the audit log. The selection is new, or locked by the caller. `by`: None only if it
    expires.
    """
    event = SelectionEvent(
        selection=selection,
        alert_id=selection.alert_id,
        owner=selection.owner,
        at=now,
        who=by,
        act=act,
        content={name: value for name, value in {**content, "through": by.through if by else ""}.items() if value},
    )
    events.add(selection, event, states=[selection.owner], saving=CHANGED)


def lock_selection(pk: int, by: User, *, is_open: bool | None = True) -> Selection:
    """Return the selection, locked until the transaction ends. Raise NotAllowed if the person may not act on it, or it
    is not open (`is_open`; None: either will do).
    """
    rows = Selection.objects.visible_to(by).select_for_update(of=("self",)).select_related("voyage", "alert", "officer")
    found = rows.get(pk=pk)
    if not may_act(found, by):
        raise NotAllowed(ONLY_OF_THE_STATE)
    if is_open is not None and found.is_open != is_open:
        raise NotAllowed(ALREADY_ENDED)
    return found


def may_act(selection: Selection, by: User) -> bool:
    """Return True for an officer of the state whose selection it is."""
    return may_examine_goods(by) and by.state_id == selection.owner
