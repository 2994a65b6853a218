"""Reports that take longer than a page may are counted before, kept for some minutes and then counted anew (S38).

Few people on board and few alerts are counted whenever somebody looks, and nothing is kept. What is kept holds numbers
and names of lists, is of one owner's eyes, and goes with every deletion, masking, and alert that becomes silent or red.
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

FORM: Final = 1  # of what is kept; another one after a change of report.Report or of how it is counted
FEW_TRAVELLERS, FEW_ALERTS = 2_000, 500  # counted while the page is made
MAX_AGE: Final = timedelta(minutes=10)  # of a kept report that is shown
UNREAD: Final = timedelta(days=1)  # after which a kept report is thrown away


def shown(user: User, asked: Asked, *, now: datetime) -> Report | None:
    """What may be shown at once: counted now where it is little, or kept and young enough. None: `count` it."""
    return report_of(user, asked, now=now) if is_little(user, asked) else kept(user, asked, now=now)


def kept(user: User, asked: Asked, *, now: datetime) -> Report | None:
    """The one that was counted last for these eyes, if it is young enough."""
    oldest = now - MAX_AGE
    rows = Kept.objects.visible_to(user).filter(asked=key(asked), counted_at__gt=oldest)
    found = rows.values_list("report", flat=True).first()
    return msgspec.json.decode(found, type=Report) if found else None


def count(user: User, asked: Asked, *, now: datetime) -> Report:
    """Counted now, and kept in the place of an older one unless it is little."""
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
    """Numbers of people below it, and above nought, are kept back: the same for everybody."""
    return int(setting(Name.SMALL_CELLS))


def report_of(user: User, asked: Asked, *, now: datetime) -> Report:
    return report(user, asked, now=now, small=small_cells())


def is_little(user: User, asked: Asked) -> bool:
    """Whether it is counted within a page's time. Of many only so many are looked at."""
    few = ((rows.travellers(user, asked), FEW_TRAVELLERS), (rows.alerts(user, asked), FEW_ALERTS))
    return all(found.values("pk")[: most + 1].count() <= most for found, most in few)


def forget() -> None:
    """Throw away what this scope may throw away: after a deletion no figure tells of what is gone."""
    Kept.objects.all().delete()


def throw_away_old(*, now: datetime) -> None:
    Kept.objects.filter(counted_at__lt=now - UNREAD).delete()


def key(asked: Asked) -> str:
    """Two that ask the same have the same figures, whatever of the calendar they typed it by."""
    told = (FORM, small_cells(), asked.since, asked.until, asked.state, asked.mode, asked.carrier, asked.source)
    return msgspec.json.encode(told).decode()


def owner_of(user: User) -> str:
    return user.state_id or "REGION"


def reader(owner: str) -> User:
    """Somebody with the eyes of that owner's people, for counting without one of them."""
    return User(username="", role=Role.AUDITOR, state_id=None if owner == "REGION" else owner)
