"""Acts on a lookout, and their events in its history."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from roadstead.cooperation.lookouts.models import Lookout, LookoutEvent
from roadstead.platform.accounts.models import Organisation, User
from roadstead.platform.timeline import events


class LookoutAct(StrEnum):
    """Acts on a lookout, as its history and the audit log name them."""

    PROPOSED = "proposed"
    ISSUED = "issued"
    RENEWAL = "renewal"  # proposed
    RENEWED = "renewed"
    REJECTED = "rejected"
    ACKNOWLEDGED = "acknowledged"
    CALLED = "called"
    SEEN = "seen"
    NOT_SEEN = "not seen"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


def lock(pk: int, by: User) -> Lookout:
    """Return the lookout, locked until the transaction ends."""
    row: Lookout = Lookout.objects.visible_to(by).select_for_update(of=("self",)).get(pk=pk)
    return row


def write(
    row: Lookout,
    act: LookoutAct,
    content: Mapping[str, Any],
    *,
    by: User | None,
    now: datetime,
    organisation: Organisation | None = None,
    saving: Collection[str] = (),
) -> None:
    """Add the event, the changed columns (`saving`) and the line of the audit log. `by`: None if it has expired."""
    said = {name: value for name, value in content.items() if value not in ("", None)}
    event = LookoutEvent(lookout=row, organisation=organisation, at=now, who=by, act=act, content=said)
    events.add(row, event, states=row.states, saving=saving)
