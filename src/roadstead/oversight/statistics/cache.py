"""Cache of reports that take longer to compute than a page may: shown for some minutes, then computed again (S38).

Few travellers and few alerts are counted at once, and nothing is stored. A stored report holds numbers and names of
lists, is visible to one owner, and is deleted with every deletion, masking, and alert that becomes silent or red.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import msgspec

from roadstead.engine.reference.settings import SettingName
from roadstead.oversight.statistics import queries
from roadstead.oversight.statistics.logic.filters import StatisticsFilters
from roadstead.oversight.statistics.models import CachedReport
from roadstead.oversight.statistics.report import Report, report
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.policies.in_force import setting

CACHE_VERSION: Final = 3  # version of stored reports; raised when report.Report or its counting changes
MAX_LIVE_TRAVELLERS, MAX_LIVE_ALERTS = 100_000, 5_000  # limits up to which a page counts by itself
MAX_AGE: Final = timedelta(minutes=10)  # of a stored report that is shown
UNREAD: Final = timedelta(days=1)  # after which a stored report is deleted


def live_or_cached(user: User, asked: StatisticsFilters, *, now: datetime) -> Report | None:
    """Return the report for immediate display: counted now if that is quick, or stored recently. None: call `count`."""
    return report_of(user, asked, now=now) if is_quick(user, asked) else cached_report(user, asked, now=now)


def cached_report(user: User, asked: StatisticsFilters, *, now: datetime) -> Report | None:
    """Return the last stored report of this user's owner, if it is recent enough."""
    oldest = now - MAX_AGE
    rows = CachedReport.objects.visible_to(user).filter(filters_key=key(asked), counted_at__gt=oldest)
    found = rows.values_list("report", flat=True).first()
    return msgspec.json.decode(found, type=Report) if found else None


def count(user: User, asked: StatisticsFilters, *, now: datetime) -> Report:
    """Compute the report, and store it in place of an older one unless it is small."""
    found = report_of(user, asked, now=now)
    if not is_quick(user, asked):
        row = CachedReport(
            owner=owner_of(user), filters_key=key(asked), counted_at=now, report=msgspec.json.encode(found).decode()
        )
        CachedReport.objects.bulk_create(
            [row],
            update_conflicts=True,
            unique_fields=["owner", "filters_key"],
            update_fields=["counted_at", "report"],
        )
    return found


def small_cells() -> int:
    """Return the setting below which numbers of people, except 0, are suppressed; the same for everybody."""
    return int(setting(SettingName.SMALL_CELLS))


def report_of(user: User, asked: StatisticsFilters, *, now: datetime) -> Report:
    return report(user, asked, now=now, small=small_cells())


def is_quick(user: User, asked: StatisticsFilters) -> bool:
    """Return True if it can be counted within a page's time. Only as many rows as the limits are read."""
    few = ((queries.travellers(user, asked), MAX_LIVE_TRAVELLERS), (queries.alerts(user, asked), MAX_LIVE_ALERTS))
    return all(found.values("pk")[: most + 1].count() <= most for found, most in few)


def clear_cache() -> None:
    """Delete stored reports in this scope, so that after a deletion no report shows what is gone."""
    CachedReport.objects.all().delete()


def delete_old(*, now: datetime) -> None:
    CachedReport.objects.filter(counted_at__lt=now - UNREAD).delete()


def key(asked: StatisticsFilters) -> str:
    """Return the cache key: equal filters have equal reports, however the period was entered."""
    told = (
        CACHE_VERSION,
        small_cells(),
        asked.since,
        asked.until,
        asked.state,
        asked.mode,
        asked.carrier,
        asked.source,
    )
    return msgspec.json.encode(told).decode()


def owner_of(user: User) -> str:
    return user.state_id or "REGION"


def reader(owner: str) -> User:
    """Return an unsaved user with the rights of that owner's people, to count without a real one."""
    return User(username="", role=Role.AUDITOR, state_id=None if owner == "REGION" else owner)
