"""Cache of reports that take longer to compute than a page may: shown for some minutes, then computed again (S38).

Few travellers and few alerts are counted at once, and nothing is stored. A stored report holds numbers and names of
lists, is visible to one owner, and is deleted with every deletion, masking, and alert that becomes silent or red.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import msgspec

from roadstead.engine.reference.settings import Name
from roadstead.oversight.statistics import rows
from roadstead.oversight.statistics.logic.asked import Asked
from roadstead.oversight.statistics.models import Kept
from roadstead.oversight.statistics.report import Report, report
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.policies.in_force import setting

FORM: Final = 1  # version of stored reports; raised when report.Report or its counting changes
FEW_TRAVELLERS, FEW_ALERTS = 2_000, 500  # limits up to which a page counts by itself
MAX_AGE: Final = timedelta(minutes=10)  # of a stored report that is shown
UNREAD: Final = timedelta(days=1)  # after which a stored report is deleted


def shown(user: User, asked: Asked, *, now: datetime) -> Report | None:
    """Return the report for immediate display: counted now if that is quick, or stored recently. None: call `count`."""
    return report_of(user, asked, now=now) if is_little(user, asked) else kept(user, asked, now=now)


def kept(user: User, asked: Asked, *, now: datetime) -> Report | None:
    """Return the last stored report of this user's owner, if it is recent enough."""
    oldest = now - MAX_AGE
    rows = Kept.objects.visible_to(user).filter(asked=key(asked), counted_at__gt=oldest)
    found = rows.values_list("report", flat=True).first()
    return msgspec.json.decode(found, type=Report) if found else None


def count(user: User, asked: Asked, *, now: datetime) -> Report:
    """Compute the report, and store it in place of an older one unless it is small."""
    found = report_of(user, asked, now=now)
    if not is_little(user, asked):
        row = Kept(owner=owner_of(user), asked=key(asked), counted_at=now, report=msgspec.json.encode(found).decode())
        Kept.objects.bulk_create(
            [row],
            update_conflicts=True,
            unique_fields=["owner", "asked"],
            update_fields=["counted_at", "report"],
        )
    return found


def small_cells() -> int:
    """Return the setting below which numbers of people, except 0, are suppressed; the same for everybody."""
    return int(setting(Name.SMALL_CELLS))


def report_of(user: User, asked: Asked, *, now: datetime) -> Report:
    return report(user, asked, now=now, small=small_cells())


def is_little(user: User, asked: Asked) -> bool:
    """Return True if it can be counted within a page's time. Only as many rows as the limits are read."""
    few = ((rows.travellers(user, asked), FEW_TRAVELLERS), (rows.alerts(user, asked), FEW_ALERTS))
    return all(found.values("pk")[: most + 1].count() <= most for found, most in few)


def forget() -> None:
    """Delete stored reports in this scope, so that after a deletion no report shows what is gone."""
    Kept.objects.all().delete()


def throw_away_old(*, now: datetime) -> None:
    Kept.objects.filter(counted_at__lt=now - UNREAD).delete()


def key(asked: Asked) -> str:
    """Return the cache key: equal filters have equal reports, however the period was entered."""
    told = (FORM, small_cells(), asked.since, asked.until, asked.state, asked.mode, asked.carrier, asked.source)
    return msgspec.json.encode(told).decode()


def owner_of(user: User) -> str:
    return user.state_id or "REGION"


def reader(owner: str) -> User:
    """Return an unsaved user with the rights of that owner's people, to count without a real one."""
    return User(username="", role=Role.AUDITOR, state_id=None if owner == "REGION" else owner)
