"""The standstill that a page shows to those who run the centre."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from roadstead.oversight.health.models import Standstill, lasted
from roadstead.platform.accounts.models import Role, User

SHOWN_AFTER_END: Final = timedelta(hours=1)


def standstill_for(user: User, *, seconds: int, now: datetime) -> Standstill | None:
    """The standstill that lasts, or that ended within the hour; for the centre's supervisors and for operators.

    One that was shorter than `seconds` is not shown.
    """
    if not (user.role == Role.OPERATOR or (user.role == Role.SUPERVISOR and not user.state_id)):
        return None
    lasts = Q(ended_at=None) & lasted(seconds)
    is_over = Q(ended_at__gte=now - SHOWN_AFTER_END, notified_at__isnull=False)
    return Standstill.objects.filter(lasts | is_over).first()
