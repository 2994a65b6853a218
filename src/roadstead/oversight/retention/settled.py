"""What a purge still has to look at: what is over or to be masked, and has not been settled (S6, S8).

What is settled is marked on its clocks and not looked at again. Winding takes the marks away where it sets another
time, and where what the clock is of has changed: a message about the voyage came, an officer acted on the alert, or a
row went for which a message was kept (`platform.database.erasing.CHANGES`).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Q

from roadstead.filings.voyages.models import Manifest
from roadstead.oversight.retention.models import Clock, Hold


def unsettled(now: datetime) -> Q:
    """Of clocks: over or to be masked by `now`, and not settled."""
    return Q(expires_at__lte=now, settled_at=None) | Q(mask_at__lte=now, masked_at=None)


def held(now: datetime) -> Any:
    """The numbers of voyages that are held, as a query."""
    return Hold.objects.filter(lifted_at=None, until__gte=now.date()).order_by().values("voyage")


def due_voyages(now: datetime) -> list[int]:
    """Those with something to settle, of their own or of an alert, which are not held."""
    over = Clock.objects.filter(unsettled(now)).order_by()
    own = over.filter(voyage__isnull=False).values_list("voyage", flat=True)
    of_alerts = over.filter(alert__isnull=False).values_list("alert__voyage", flat=True)
    return sorted((set(own) | set(of_alerts)) - set(held(now).values_list("voyage", flat=True)))


def due_messages(now: datetime) -> list[int]:
    """Asked after the voyages went: a message goes when nothing of it is left."""
    over = Clock.objects.filter(unsettled(now), message__isnull=False).order_by().values_list("message", flat=True)
    kept = Manifest.objects.filter(voyage__in=held(now)).order_by().values_list("message", flat=True)
    return sorted(set(over) - set(kept))


def settle(now: datetime, **of: Collection[Any]) -> None:
    """Mark the clocks of these (`voyage__in`, `message__in`, `alert__in`) that are over or asked for masking."""
    clocks = Clock.objects.filter(**of)
    clocks.filter(expires_at__lte=now, settled_at=None).update(settled_at=now)
    clocks.filter(mask_at__lte=now, masked_at=None).update(masked_at=now)
