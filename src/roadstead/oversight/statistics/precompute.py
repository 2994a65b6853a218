"""Periodic job (`pipeline/schedule.py`): computes the reports of the usual periods before they are requested."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from roadstead.oversight.statistics.cache import MAX_AGE, count, delete_old, is_quick, key, owner_of, reader
from roadstead.oversight.statistics.logic.filters import DAYS, StatisticsFilters
from roadstead.oversight.statistics.models import CachedReport
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import READERS
from roadstead.platform.database.scope import REGION, scoped

NEVER_COUNTED: Final = datetime.min.replace(tzinfo=UTC)
AT_WORK: Final = timedelta(days=1)  # since a person of the owner signed in


def precompute_reports(*, now: datetime) -> None:
    """Compute the oldest usual report, if one is past half of its maximum age."""
    with scoped(REGION):
        delete_old(now=now)
        waits = _waiting(now)
    for owner, asked in waits:
        if _counted(owner, asked, now):
            return


def usual(now: datetime) -> list[StatisticsFilters]:
    return [StatisticsFilters.parse({"days": days}, now.date()) for days in DAYS]


def _waiting(now: datetime) -> list[tuple[str, StatisticsFilters]]:
    """Return reports by owner and period, those never computed first, for owners whose people are at work."""
    people = User.objects.filter(is_active=True, role__in=READERS, last_login__gte=now - AT_WORK)
    owners = sorted({owner_of(each) for each in people.only("state")})
    at = {
        (owner, asked): counted
        for owner, asked, counted in CachedReport.objects.values_list("owner", "filters_key", "counted_at")
    }
    young = now - MAX_AGE / 2
    every = [(owner, asked) for asked in usual(now) for owner in owners]
    old = {pair: at.get((pair[0], key(pair[1])), NEVER_COUNTED) for pair in every}
    return sorted((pair for pair in every if old[pair] < young), key=lambda pair: old[pair])


def _counted(owner: str, asked: StatisticsFilters, now: datetime) -> bool:
    """Compute the report and return True; return False if it is too small to store, so that the next is tried."""
    user = reader(owner)
    with scoped(user.scope):
        if is_quick(user, asked):
            return False
        count(user, asked, now=now)
    return True
