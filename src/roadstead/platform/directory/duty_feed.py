"""Feed of a person's own duty for calendars: the secret link, and the periods that it gives."""

from __future__ import annotations

import hashlib
import secrets
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_see_alerts
from roadstead.platform.audit.models import log
from roadstead.platform.database.scope import enter
from roadstead.platform.directory.logic.roster import Roster
from roadstead.platform.directory.models import Duty, DutyFeed
from roadstead.platform.directory.roster import local_zone, own_duties, own_state_code, roster_of, turns_of

DAYS_BACK, DAYS_AHEAD = timedelta(days=7), timedelta(days=56)
STATE_ROSTER: Final = 0  # place of a shift: the alerts of the whole state


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One period on duty. `place`: contact point's id, or STATE_ROSTER; `title`: its title, or ""."""

    begins: datetime
    ends: datetime
    place: int
    title: str


def make_link(user: User, *, now: datetime) -> str:
    """Return the secret of a new link, which is shown once. An earlier link ends."""
    secret = secrets.token_urlsafe(32)
    made = {"sha256": _digest(secret), "made_at": now, "used_on": None}
    DutyFeed.objects.update_or_create(user=user, defaults=made)
    _log(user, "calendar link made")
    return secret


def delete_link(user: User) -> None:
    if DutyFeed.objects.filter(user=user).delete()[0]:
        _log(user, "calendar link deleted")


def open_link(secret: str, *, now: datetime) -> User | None:
    """Return the person whose link this is, and enter that scope; None if it was replaced or the account is closed.

    The first use on a day is written to the audit log: calendars ask every hour.
    """
    feed = DutyFeed.objects.filter(sha256=_digest(secret)).select_related("user__state").first()
    if feed is None or not feed.user.is_active or not may_see_alerts(feed.user):
        return None
    enter(feed.user.scope)
    if feed.used_on != now.date():
        DutyFeed.objects.filter(pk=feed.pk).update(used_on=now.date())
        _log(feed.user, "exported")
    return feed.user


def own_shifts(user: User, now: datetime) -> list[Shift]:
    """Return the person's periods on duty from a week ago until eight weeks from now, by their beginning."""
    first, until = now - DAYS_BACK, now + DAYS_AHEAD
    whole = roster_of(own_state_code(user), since=first).shifts(user.pk, first, until)
    found = [Shift(begins=begins, ends=ends, place=STATE_ROSTER, title="") for begins, ends in whole]
    rows = own_duties(user).filter(person=user).exclude(contact_point=None)
    by_point: dict[int, list[Duty]] = defaultdict(list)
    for row in rows.select_related("contact_point__organisation__state"):
        by_point[row.contact_point_id or 0].append(row)
    for place, turns in by_point.items():
        point = turns[0].contact_point
        assert point is not None
        roster = Roster(turns=turns_of(turns), zone=local_zone(point.organisation))
        spans = roster.shifts(user.pk, first, until)
        found += [Shift(begins=begins, ends=ends, place=place, title=point.title) for begins, ends in spans]
    return sorted(found, key=lambda each: (each.begins, each.place))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _log(user: User, action: str) -> None:
    log(user, action, "duty roster", states=[own_state_code(user)], detail="own duty, for a calendar")
