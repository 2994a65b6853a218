"""The same person raised again for the same entry although that was cleared and still held: goal 0 (A4, S35)."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from roadstead.casework.alerts.models import ClearedPair
from roadstead.platform.accounts.models import User

SHOWN: Final = 50  # alerts that a page links to


def repeats(rows: QuerySet[Any, Any], user: User) -> QuerySet[Any, Any]:
    """Of these alerts those whose pair was cleared, for one of their states or everywhere, when they were raised.

    A pair that stood on another list as well is excepted by the memory itself (decision 0010), and so is left out; so
    is one that a state has decided otherwise since (0022).
    """
    raised = OuterRef("created_at")
    pairs = ClearedPair.objects.visible_to(user).filter(
        Q(withdrawn_at=None) | Q(withdrawn_at__gt=raised),
        Q(expires=None) | Q(expires__gte=Cast(raised, DateField())),
        Q(needs_second=False) | Q(approved_at__lt=raised),
        Q(everywhere=True) | Q(states__overlap=OuterRef("states")),
        person_key=OuterRef("person_key"),
        list_name=OuterRef("list_name"),
        entry_id=OuterRef("entry_id"),
        entry_hash=OuterRef("entry_hash"),
        cleared_at__lt=raised,
        other_lists=[],
        but=[],
    )
    known = rows.exclude(person_key="").exclude(entry_id="")
    return known.filter(Exists(pairs.exclude(alert=OuterRef("pk")))).order_by(F("pk").desc())
