"""Voyages that have not arrived, by their latest recorded arrival: nothing of theirs is purged, whatever is due.

A cancelled voyage, or one that never arrived, counts from its last scheduled arrival, which is the one recorded.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from roadstead.filings.voyages.models import Leg, Voyage


def not_arrived(present: datetime) -> Q:
    """Return the condition for an arrival after `present`, of the voyage or of a leg, else a departure after it."""
    legs = Leg.objects.filter(voyage=OuterRef("pk"))
    of_legs = Exists(legs.filter(arrives_at__gt=present))
    departs = Q(arrives_at=None, departs_at__gt=present)
    return Q(arrives_at__gt=present) | departs | Q(of_legs)


def any_not_arrived(voyages: Any, present: datetime) -> bool:
    """Return True if one of these voyages (a query) has not arrived."""
    found: bool = voyages.filter(not_arrived(present)).exists()
    return found


def voyages_not_arrived(present: datetime) -> Any:
    """Return their ids, as a query to exclude by."""
    return Voyage.objects.filter(not_arrived(present)).order_by().values("pk")
