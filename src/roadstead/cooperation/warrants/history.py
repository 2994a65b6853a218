"""Locking a warrant, and events in its history: each act changes the status by the table of `logic.statuses`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext_noop as _

from roadstead.cooperation.warrants.logic.statuses import Status, WarrantAct, after, is_possible
from roadstead.cooperation.warrants.models import Warrant, WarrantEvent
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.platform.accounts.models import User
from roadstead.platform.handling.ceiling import check_ceiling
from roadstead.platform.timeline import events

MAX_REASON_CHARS: Final = 2000
OUT_OF_DATE: Final = _("This is not possible in the status that the warrant has now. Reload the page.")


def lock(pk: int, by: User) -> Warrant:
    """Return the warrant, locked until the transaction ends."""
    row: Warrant = Warrant.objects.visible_to(by).select_for_update(of=("self",)).get(pk=pk)
    return row


def check_possible(row: Warrant, act: WarrantAct) -> None:
    """Raise NotAllowed unless the status admits the act."""
    if not is_possible(Status(row.status), act):
        raise NotAllowed(OUT_OF_DATE)


def check_reason(why: str) -> str:
    """Return the reason, stripped. Raises FieldRefused if there is none."""
    if not why.strip():
        raise FieldRefused(_("Write the reason."), field="why")
    if len(why) > MAX_REASON_CHARS:
        raise FieldRefused(_("Shorten this to %(most)d characters at most."), field="why", most=MAX_REASON_CHARS)
    check_ceiling(why)
    return why.strip()


def write(
    row: Warrant,
    act: WarrantAct,
    content: Mapping[str, Any],
    *,
    by: User | None,
    now: datetime,
    saving: Collection[str] = (),
) -> None:
    """Change the status, and add the event and the line of the audit log. `by`: None if the warrant has expired."""
    if act is not WarrantAct.DRAFTED:
        row.status = after(Status(row.status), act).value
    said = {name: value for name, value in content.items() if value not in ("", None)}
    event = WarrantEvent(warrant=row, at=now, who=by, act=act, content=said)
    events.add(row, event, states=row.states, saving=["status", *saving])
