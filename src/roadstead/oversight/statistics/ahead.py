"""A periodic job (`pipeline/schedule.py`): figures of the usual periods are counted before anybody asks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from roadstead.oversight.statistics.kept import MAX_AGE, count, is_little, key, owner_of, reader, throw_away_old
from roadstead.oversight.statistics.logic.asked import DAYS, Asked
from roadstead.oversight.statistics.models import Kept
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import READERS
from roadstead.platform.database.scope import REGION, scoped

NEVER: Final = datetime.min.replace(tzinfo=UTC)
AT_WORK: Final = timedelta(days=1)  # since a person of the owner signed in


def count_ahead(*, now: datetime) -> None:
    """Count the usual report that is oldest, where one is past half of the time it may be shown."""
    with scoped(REGION):
        throw_away_old(now=now)
        waits = _waiting(now)
    for owner, asked in waits:
        if _counted(owner, asked, now):
            return


def usual(now: datetime) -> list[Asked]:
    return [Asked.of({"days": days}, now.date()) for days in DAYS]


def _waiting(now: datetime) -> list[tuple[str, Asked]]:
    """By owner and period, those never counted first; of owners whose people are at work."""
    people = User.objects.filter(is_active=True, role__in=READERS, last_login__gte=now - AT_WORK)
    owners = sorted({owner_of(each) for each in people.only("state")})
    at = {(owner, asked): counted for owner, asked, counted in Kept.objects.values_list("owner", "asked", "counted_at")}
    young = now - MAX_AGE / 2
    every = [(owner, asked) for asked in usual(now) for owner in owners]
    old = {pair: at.get((pair[0], key(pair[1])), NEVER) for pair in every}
    return sorted((pair for pair in every if old[pair] < young), key=lambda pair: old[pair])


def _counted(owner: str, asked: Asked, now: datetime) -> bool:
    """Whether this report was kept: where there is little to count nothing is, and the next one has its turn."""
    user = reader(owner)
    with scoped(user.scope):
        if is_little(user, asked):
            return False
        count(user, asked, now=now)
    return True
