"""Warrants of a reader, those in force first, and those that wait for the reader."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Case, IntegerField, QuerySet, Value, When

from roadstead.cooperation.warrants.logic.statuses import ENDED, OPEN, Status
from roadstead.cooperation.warrants.models import Warrant
from roadstead.platform.accounts.models import User

ORDER: Final = (Status.IN_FORCE, Status.SIGNED, Status.VALIDATED, Status.SUSPENDED, Status.DRAFTED)


def shown(user: User, show: str) -> QuerySet[Any, Any]:
    """Return the warrants that are open, or that have `ended`; those in force first, then those that wait."""
    rows = Warrant.objects.visible_to(user).filter(status__in=sorted(ENDED if show == "ended" else OPEN))
    ranks = [When(status=status.value, then=Value(rank)) for rank, status in enumerate(ORDER)]
    rank = Case(*ranks, default=Value(len(ORDER)), output_field=IntegerField())
    return rows.annotate(rank=rank).order_by("rank", "until", "-pk")
