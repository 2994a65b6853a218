"""Writing an event at the end of a case's timeline, and asking whether the timeline holds."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from roadstead.casework.alerts.models import Alert
from roadstead.casework.cases.logic.chain import Act, Line, broken_at, content_hash, line_hash
from roadstead.casework.cases.models import Case, CaseEvent
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import note


def add(case: Case, act: Act, content: dict[str, Any], *, by: User, now: datetime, alert: Alert | None = None) -> None:
    """The event and its line in the audit, which holds the hash too: the service's own chain vouches for the case's.

    `case` is locked by the caller, or new.
    """
    line = Line(case=case.pk, number=case.edition + 1, at=now, who=by.username, act=act, content=content)
    made = line_hash(line, case.head)
    CaseEvent.objects.create(
        case=case,
        owner=case.owner,
        number=line.number,
        at=now,
        who=by,
        act=act,
        content=content,
        alert=alert,
        sha256=content_hash(content),
        previous=case.head,
        hash=made,
    )
    case.edition, case.head = line.number, made
    case.save(update_fields=["lead", "closed_at", "outcome", "edition", "head"])
    note(by, f"case {act}", f"case {case.pk}", states=states_of(case), detail=f"event {line.number} {made}")


def states_of(case: Case) -> list[str]:
    """Whose the audit's line is: the owning state's, or no state's."""
    return [] if case.owner == "REGION" else [case.owner]


def first_broken(case: Case) -> int:
    """The number of the first event that does not hold, 0 where the timeline does."""
    rows = CaseEvent.objects.filter(case=case).select_related("who").order_by("number")
    return broken_at(map(line_of, rows), edition=case.edition, head=case.head)


def line_of(event: CaseEvent) -> Line:
    """The event as it is hashed; `who` is read with it."""
    return Line(
        case=event.case_id,
        number=event.number,
        at=event.at,
        who=event.who.username,
        act=event.act,
        content=event.content,
        sha256=event.sha256,
        previous=event.previous,
        hash=event.hash,
    )
