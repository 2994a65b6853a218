"""Notify desks that a lookout is live or has ended, its issuer of a sighting, and the centre of desks that are silent.

No content leaves by mail: a notification names the reference alone.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from roadstead.cooperation.lookouts.models import Lookout, Status
from roadstead.platform.accounts import account_notices
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.accounts.permissions import OFFICERS
from roadstead.platform.directory.roster import roster_of
from roadstead.platform.outbox.models import OutboxEvent
from roadstead.targeting.watchlists.models import REGION

WATCHERS = OFFICERS | {Role.FOCAL_POINT}


def notify_of_lookouts(events: Sequence[OutboxEvent], now: datetime) -> None:
    """Handle `EventKind.LOOKOUT`, by its code `of`."""
    rows = Lookout.objects.in_bulk([event.subject for event in events])
    for event in events:
        row = rows.get(event.subject)
        if row is not None and (found := _concerned(row, str(event.codes["of"]), event.codes.get("states"), now)):
            kind, people = found
            account_notices.notify(people, kind, now, number=row.reference)


def _concerned(
    row: Lookout, of: str, states: Collection[str] | None, now: datetime
) -> tuple[str, QuerySet[User]] | None:
    """Return the notification and whom it goes to; None if there is nothing to say any more."""
    is_live = row.status_at(now) == Status.LIVE
    if of in {"issued", "renewed"} and is_live:
        return f"lookout {of}", _at_desks(row.chosen, now)
    if of == "answered":
        own = people_on_duty(row.owner, now)
        return "lookout answered", own | User.objects.filter(pk=row.opened_by_id, is_active=True)
    if of == "unacknowledged" and is_live and row.desks.filter(acknowledged_at=None).exists():
        return "lookout silent", people_on_duty(REGION, now)
    if of == "ended":
        return "lookout ended", _at_desks(set(states or row.chosen) - {row.owner}, now)
    return None


def _at_desks(states: Collection[str], now: datetime) -> QuerySet[User]:
    """Return the people on duty in each state; all its officers where the roster names nobody."""
    ids = [pk for state in states for pk in people_on_duty(state, now).values_list("pk", flat=True)]
    return User.objects.filter(pk__in=ids)


def people_on_duty(state: str, now: datetime) -> QuerySet[User]:
    """Return the people of the state, or centre, who are on duty; all its officers where the roster names nobody."""
    named = people_on_roster(state, now)
    return named if named.exists() else _watchers(state)


def people_on_roster(state: str, now: datetime) -> QuerySet[User]:
    """Return the people of the state, or centre, whom its roster names as on duty; perhaps nobody."""
    return _watchers(state).filter(pk__in=roster_of(state, since=now).on_duty(now))


def _watchers(state: str) -> QuerySet[User]:
    of = Q(state=None) if state == REGION else Q(state=state)
    return User.objects.filter(of, role__in=WATCHERS, is_active=True)
