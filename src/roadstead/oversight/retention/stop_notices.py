"""Notifications of stopped purges: to the data-protection officer at once, a day later to supervisors and auditors too.

They go to people of the regional centre and contain numbers and times, nothing of a traveller. They are shown at the
next sign-in and mailed by the sender (accounts.account_notices); the page and its count in the menu do not depend on
them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from roadstead.oversight.retention.models import DECIDE_WITHIN, StoppedPurge, StopReason
from roadstead.oversight.retention.trusted_clock import database_now
from roadstead.platform.accounts import account_notices
from roadstead.platform.accounts.models import Role, State, User
from roadstead.platform.audit.models import log
from roadstead.platform.database.scope import REGION, scoped

# A system that was stopped for a weekend trusts its clock again with the first list, mostly within the hour.
NOTIFY_AFTER: Final = {StopReason.JUMP: timedelta(hours=1)}
AT_ONCE: Final = (Role.DATA_PROTECTION,)
SECOND: Final = (Role.DATA_PROTECTION, Role.SUPERVISOR)
ESCALATED: Final = (Role.DATA_PROTECTION, Role.SUPERVISOR, Role.AUDITOR)


def notify() -> int:
    """Notify people about open stops; return the number of people."""
    present = database_now()
    with scoped(REGION):
        states = sorted(State.objects.values_list("code", flat=True))
        return sum(
            _notify(stop, user, occasion, states, present)
            for stop in StoppedPurge.objects.select_for_update().filter(closed_at=None)
            for user, occasion in list(_due(stop, present))
        )


def _due(stop: StoppedPurge, present: datetime) -> Iterator[tuple[User, str]]:
    """Yield the people to notify with the occasion; the latest occasion covers earlier ones."""
    told: dict[int, str] = {}
    for occasion, roles in _occasions(stop, present):
        for user in _people(roles):
            if user.pk != stop.proposed_by_id:
                told[user.pk] = occasion
    users = User.objects.in_bulk(list(told))
    for pk, occasion in told.items():
        if occasion not in stop.notified.get(str(pk), []):
            yield users[pk], occasion


def _occasions(stop: StoppedPurge, present: datetime) -> Iterator[tuple[str, tuple[Role, ...]]]:
    """Yield the occasions so far, with the roles that are notified."""
    age = present - stop.stopped_at
    if age >= NOTIFY_AFTER.get(StopReason(stop.reason), timedelta()):
        yield "stopped", AT_ONCE
    if stop.proposed_by_id is not None:
        yield "proposed", SECOND
    if age >= DECIDE_WITHIN:
        yield f"overdue {age // DECIDE_WITHIN}", ESCALATED


def _people(roles: tuple[Role, ...]) -> list[User]:
    """Return the people of the centre with these roles, or its supervisors if there are none."""
    centre = User.objects.filter(state=None, is_active=True)
    return list(centre.filter(role__in=roles)) or list(centre.filter(role=Role.SUPERVISOR))


def _notify(stop: StoppedPurge, user: User, occasion: str, states: list[str], present: datetime) -> int:
    places = {
        "at": f"{stop.stopped_at:%Y-%m-%d %H:%M} UTC",
        "why": stop.why,
        "by": f"{stop.decide_by:%Y-%m-%d %H:%M} UTC",
    }
    account_notices.notify([user], f"purge {occasion.partition(' ')[0]}", present, **places)
    stop.notified = {**stop.notified, str(user.pk): [*stop.notified.get(str(user.pk), []), occasion]}
    stop.save(update_fields=["notified"])
    log(None, "notified", f"deletion stopped {stop.pk}", states=states, detail=f"{occasion}, user {user.pk}")
    return 1
