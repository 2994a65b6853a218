"""Data due on one voyage: the states whose schedules have not expired, by category, and what alerts and holds keep."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from roadstead.casework.alerts.models import Alert
from roadstead.casework.alerts.state_decisions import is_open_somewhere
from roadstead.engine.reference.retention import Category
from roadstead.filings.voyages.models import Voyage
from roadstead.oversight.retention.models import RetentionSchedule
from roadstead.oversight.retention.pending import held_voyages

PEOPLE: Final = {Category.API: False, Category.CREW_API: True}  # category: True if it is about the crew


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Data due on a voyage. `running`: by category the states that may still keep it. `kept`: alerts that are open or
    whose schedule has not expired; `closed`: the decided ones of them; `gone`: the other alerts.
    """

    running: Mapping[str, frozenset[str]]
    masked: frozenset[str]  # categories that one state requires to be masked
    kept: tuple[Alert, ...]
    closed: tuple[Alert, ...]
    gone: tuple[Alert, ...]
    held: bool

    @property
    def states(self) -> frozenset[str]:
        """States that may still see anything of the voyage."""
        of_alerts = {state for alert in self.kept for state in alert.states}
        return frozenset(of_alerts).union(*self.running.values())

    @property
    def needed(self) -> list[int]:
        """Travellers that a kept alert is about."""
        return [alert.traveller_id for alert in self.kept if alert.traveller_id]

    @property
    def needed_bills(self) -> list[int]:
        """Bills that a kept alert is about."""
        return [alert.bill_id for alert in self.kept if alert.bill_id]

    @property
    def needs_manifest_parties(self) -> bool:
        """True if a kept alert is about a party of whole manifests."""
        return any(alert.is_about_manifest for alert in self.kept)

    @property
    def is_over(self) -> bool:
        return not self.kept and not any(self.running.values())


def due_of(voyages: Collection[Voyage], *, now: datetime) -> dict[int, Due]:
    """Return what is due, by id of the voyage."""
    clocks, alerts = defaultdict(list), defaultdict(list)
    for row in RetentionSchedule.objects.filter(voyage__in=voyages):
        clocks[row.voyage_id].append(row)
    running = RetentionSchedule.objects.filter(alert__voyage__in=voyages, expires_at__gt=now).order_by()
    kept = set(running.values_list("alert", flat=True))
    for alert in Alert.objects.filter(voyage__in=voyages).order_by("pk").prefetch_related("state_decisions"):
        alerts[alert.voyage_id].append((alert, alert.pk in kept, is_open_somewhere(alert)))
    held_ones = set(held_voyages(now).filter(voyage__in=voyages).values_list("voyage", flat=True))
    return {each.pk: _due(clocks[each.pk], alerts[each.pk], each.pk in held_ones, now) for each in voyages}


def is_held(voyage: Voyage, *, now: datetime) -> bool:
    return bool(held_voyages(now).filter(voyage=voyage).exists())


def _due(
    of_it: Collection[RetentionSchedule], alerts: Collection[tuple[Alert, bool, bool]], is_held: bool, now: datetime
) -> Due:
    """Return what is due. Alerts without a decision stay; afterwards their schedule counts from the last act."""
    return Due(
        running={
            name: frozenset(row.state for row in of_it if row.category == name and row.expires_at > now)
            for name in {row.category for row in of_it}
        },
        masked=frozenset(row.category for row in of_it if row.mask_at <= now < row.expires_at),
        kept=tuple(alert for alert, runs, is_open in alerts if runs or is_open),
        closed=tuple(alert for alert, runs, is_open in alerts if runs and not is_open),
        gone=tuple(alert for alert, runs, is_open in alerts if not (runs or is_open)),
        held=is_held,
    )
