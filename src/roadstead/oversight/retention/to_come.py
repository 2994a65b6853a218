"""Voyages that are not over, by the latest arrival recorded of them: nothing of theirs is purged, whatever is due.

A cancelled voyage, or one that never arrived, counts from its last scheduled arrival, which is the one recorded.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from roadstead.filings.voyages.models import Leg, Voyage


def is_to_come(present: datetime) -> Q:
    """Voyages with an arrival after `present`, of the whole or of a leg; a departure where no arrival is recorded."""
    legs = Leg.objects.filter(voyage=OuterRef("pk"))
    of_legs = Exists(legs.filter(arrives_at__gt=present))
    departs = Q(arrives_at=None, departs_at__gt=present)
    return Q(arrives_at__gt=present) | departs | Q(of_legs)


def has_yet_to_arrive(voyages: Any, present: datetime) -> bool:
    """Whether one of these voyages (a query) is to come."""
    found: bool = voyages.filter(is_to_come(present)).exists()
    return found


def voyages_to_come(present: datetime) -> Any:
    """Their numbers, as a query to exclude by."""
    return Voyage.objects.filter(is_to_come(present)).order_by().values("pk")
