"""Size of a purge, counted before it begins: a large share of what is stored is a sign of a fault.

A wrong policy, wrong dates of voyages or an unnoticed wrong clock show as a large share. With the strictest policy, 96
hours, and lists filed a day or two ahead, a daily purge takes about a fifth.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from roadstead.casework.alerts.logic.workflow import FOR_ALL, OPEN
from roadstead.casework.alerts.models import Alert, StateDecision
from roadstead.filings.voyages.models import Traveller, Voyage
from roadstead.oversight.retention.due import PEOPLE
from roadstead.oversight.retention.mask import CREW, MASKED
from roadstead.oversight.retention.models import RetentionSchedule
from roadstead.oversight.retention.not_arrived import voyages_not_arrived
from roadstead.oversight.retention.pending import held_voyages, is_pending

# Smaller purges are never stopped: one flight is a large share of a small or new system.
FLOOR_TRAVELLERS: Final = 1_000
FLOOR_VOYAGES: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class PurgeSize:
    """Number of travellers to be deleted or masked, and of voyages to be deleted."""

    travellers: int
    voyages: int

    def is_over(self, percent: int) -> bool:
        """Return True if either number is above `percent` of what is stored and above its floor."""
        return _is_over(self.travellers, Traveller.objects.all(), percent, FLOOR_TRAVELLERS) or _is_over(
            self.voyages, Voyage.objects.all(), percent, FLOOR_VOYAGES
        )

    def as_json(self) -> dict[str, int]:
        """Return the numbers beside all that is stored, as they are kept with the stopped purge."""
        stored = {"travellers_stored": Traveller.objects.count(), "voyages_stored": Voyage.objects.count()}
        return {**asdict(self), **stored}


def _is_over(number: int, stored: QuerySet[Any, Any], percent: int, floor: int) -> bool:
    """Count no more rows than decide it: counting five million travellers takes ten seconds."""
    if number <= floor:
        return False
    enough = -(-100 * number // percent)  # with so many rows, `number` is at most `percent` of them
    return stored.order_by()[:enough].count() < enough


def purge_size(as_of: datetime, present: datetime) -> PurgeSize:
    """Return the size of a purge of all that is due by `as_of`. Runs in the region's scope, after schedules are set."""
    spared = _spared(as_of, present)
    return PurgeSize(
        travellers=sum(_people(category, crew, as_of, spared) for category, crew in PEOPLE.items()),
        voyages=_whole_voyages(as_of, spared),
    )


def _spared(as_of: datetime, present: datetime) -> Any:
    """Return the voyages that are held or have not arrived yet."""
    return (
        Voyage.objects.filter(Q(pk__in=held_voyages(as_of)) | Q(pk__in=voyages_not_arrived(present)))
        .order_by()
        .values("pk")
    )


def _people(category: str, crew: bool, as_of: datetime, spared: Any) -> int:
    clocks = RetentionSchedule.objects.filter(voyage=OuterRef("voyage"), category=category).order_by()
    running = clocks.filter(expires_at__gt=as_of)
    due = Exists(clocks.filter(is_pending(as_of)))
    is_taken = ~Exists(running) | Exists(running.filter(mask_at__lte=as_of)) & ~MASKED
    rows = Traveller.objects.filter(role__in=CREW) if crew else Traveller.objects.exclude(role__in=CREW)
    needed = _kept_alerts(as_of).filter(traveller=OuterRef("pk"))
    return rows.filter(due).filter(is_taken).exclude(Exists(needed)).exclude(voyage__in=spared).order_by().count()


def _whole_voyages(as_of: datetime, spared: Any) -> int:
    clocks = RetentionSchedule.objects.filter(voyage=OuterRef("pk")).order_by()
    over = Voyage.objects.filter(Exists(clocks.filter(expires_at__lte=as_of)))
    running = Exists(clocks.filter(expires_at__gt=as_of))
    needed = Exists(_kept_alerts(as_of).filter(voyage=OuterRef("pk")))
    return over.exclude(running).exclude(needed).exclude(pk__in=spared).order_by().count()


def _kept_alerts(as_of: datetime) -> Any:
    """Return the alerts that are open or whose schedule has not expired.

    An alert of several states counts as open once one of them has decided for itself, since the others may not have.
    """
    own = RetentionSchedule.objects.filter(alert=OuterRef("pk"), expires_at__gt=as_of).order_by()
    stands = StateDecision.objects.filter(alert=OuterRef("pk"), state__in=OPEN).order_by()
    for_itself = Q(states__len__gt=1) & ~Q(state__in=FOR_ALL)
    return Alert.objects.filter(Q(state__in=OPEN) | for_itself | Exists(stands) | Exists(own)).order_by()
