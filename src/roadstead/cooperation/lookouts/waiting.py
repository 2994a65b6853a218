"""Lookouts of a reader, and those that the reader's desk has still to acknowledge."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from roadstead.cooperation.lookouts.desks import desk_of
from roadstead.cooperation.lookouts.models import Lookout, LookoutDesk, LookoutPeriod
from roadstead.platform.accounts.models import User


def lookouts_of(user: User) -> QuerySet[Any, Any]:
    """Return the lookouts that this person may see, with `waits_for_us`: the own desk has not acknowledged it."""
    desk = desk_of(user)
    mine = LookoutDesk.objects.filter(lookout=OuterRef("pk"), organisation=desk.pk if desk else None)
    watched = Q(chosen__contains=[user.state_id or ""])
    rows = Lookout.objects.visible_to(user)
    return rows.annotate(waits_for_us=watched & ~Exists(mine.filter(acknowledged_at__isnull=False)))


def shown(user: User, show: str, now: datetime) -> QuerySet[Any, Any]:
    """Return those that are live, that wait for a second person (`waiting`), or that have `ended`."""
    proposed = Exists(LookoutPeriod.objects.filter(lookout=OuterRef("pk"), decision=""))
    status = {
        "waiting": Q(ended_at=None) & (Q(until=None) | Q(until__gt=now)) & proposed,
        "ended": Q(ended_at__isnull=False) | Q(until__lte=now),
    }
    live = Q(ended_at=None, until__gt=now)
    return lookouts_of(user).filter(status.get(show, live)).order_by("-waits_for_us", "until", "-pk")
