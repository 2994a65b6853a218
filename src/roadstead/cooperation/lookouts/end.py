"""The end of a lookout: withdrawn, or expired without anybody doing anything. Its entry goes, and its alerts expire."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from roadstead.cooperation.lookouts.history import LookoutAct, lock, write
from roadstead.cooperation.lookouts.issue import IS_OVER, check_own
from roadstead.cooperation.lookouts.models import Lookout
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.platform.accounts.models import User
from roadstead.platform.approvals import acts as approvals
from roadstead.platform.handling.ceiling import check_ceiling
from roadstead.platform.outbox import queue as outbox
from roadstead.platform.outbox.models import EventKind, OutboxEvent
from roadstead.targeting.watchlists import lookout_entries as entries
from roadstead.targeting.watchlists.models import REGION

EXPIRED = "The time of the lookout is over."


@transaction.atomic
def withdraw(pk: int, why: str, *, by: User, now: datetime) -> Lookout:
    """End a lookout of the own state at once, or take back one that waits. One person may: less is watched then."""
    row = lock(pk, by)
    check_own(row, by)
    if row.ended_at is not None:
        raise NotAllowed(IS_OVER)
    if not why.strip():
        raise FieldRefused("Write why the lookout ends.", field="why")
    check_ceiling(why)
    _end(row, LookoutAct.WITHDRAWN, why.strip(), by=by, now=now)
    return row


def end_due(events: Sequence[OutboxEvent], now: datetime) -> None:
    """Handle `EventKind.LOOKOUT_ENDS`: end lookouts whose time is over. A renewed one has a later event."""
    rows = Lookout.objects.select_for_update().filter(pk__in=[event.subject for event in events], ended_at=None)
    for row in rows.filter(until__lte=now).order_by("pk"):
        _end(row, LookoutAct.EXPIRED, EXPIRED, by=None, now=now)


def _end(row: Lookout, act: LookoutAct, why: str, *, by: User | None, now: datetime) -> None:
    was_live = row.until is not None
    for period in row.periods.filter(decision="").select_related("nomination__watch_list"):
        waiting = [each for each in (period, period.nomination) if each is not None]
        approvals.replace(waiting, now=now)
        if period.nomination is not None:
            entries.drop_entry(period.nomination, by=by)
    if entry := entries.entry_of(row.owner, row.reference):
        entries.end_entry(entry, why=why, by=by, now=now)
    told = row.states
    row.ended_at = now
    write(row, act, {"why": why} if by else {}, by=by, now=now, saving=["ended_at"])
    # From now on the other states read nothing of it; the audit log has told them that it has ended.
    row.states = [] if row.owner == REGION else [row.owner]
    row.save(update_fields=["states"])
    if was_live:
        outbox.write(EventKind.LOOKOUT, row.pk, of="ended", states=told)
