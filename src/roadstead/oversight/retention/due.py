"""Data due on one voyage: the states whose schedules have not expired, by category, and what alerts, selections and
holds keep.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from roadstead.casework.alerts.models import Alert, FollowUp, Selection
from roadstead.casework.alerts.state_decisions import is_open_somewhere
from roadstead.engine.reference.retention import Category
from roadstead.filings.voyages.models import Voyage
from roadstead.oversight.retention.models import RetentionSchedule
from roadstead.oversight.retention.pending import held_voyages

PEOPLE: Final = {Category.API: False, Category.CREW_API: True}  # category: True if it is about the crew


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Data due on a voyage. `running`: by category the states that may still keep it. `kept`: alerts that are open or
    whose schedule has not expired; `closed`: the decided ones of them; `gone`: the other alerts. `selections`: those of
    goods that are kept; `gone_selections`: the others. An alert and the selection that it led to go together, when the
    later of both periods is over.
    """

    running: Mapping[str, frozenset[str]]
    masked: frozenset[str]  # categories that one state requires to be masked
    kept: tuple[Alert, ...]
    closed: tuple[Alert, ...]
    gone: tuple[Alert, ...]
    held: bool
    has_ended: bool  # a schedule of the voyage has expired: a state may not keep what it was for
    selections: tuple[Selection, ...] = ()
    gone_selections: tuple[Selection, ...] = ()

    @property
    def states(self) -> frozenset[str]:
        """States that may still see anything of the voyage."""
        of_alerts = {state for alert in self.kept for state in alert.states}
        return frozenset(of_alerts | {each.owner for each in self.selections}).union(*self.running.values())

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
        return not self.kept and not self.selections and not any(self.running.values())


def due_of(voyages: Collection[Voyage], *, now: datetime) -> dict[int, Due]:
    """Return what is due, by id of the voyage."""
    clocks, alerts = defaultdict(list), defaultdict(list)
    for row in RetentionSchedule.objects.filter(voyage__in=voyages):
        clocks[row.voyage_id].append(row)
    running = RetentionSchedule.objects.filter(alert__voyage__in=voyages, expires_at__gt=now).order_by()
    kept = set(running.values_list("alert", flat=True))
    for alert in Alert.objects.filter(voyage__in=voyages).order_by("pk").prefetch_related("state_decisions"):
        alerts[alert.voyage_id].append((alert, alert.pk in kept, is_open_somewhere(alert)))
    selections = _selections(voyages, now)
    for voyage, rows in alerts.items():
        needed = {each.alert_id for each, stays in selections[voyage] if stays}
        alerts[voyage] = [(alert, runs or alert.pk in needed, is_open) for alert, runs, is_open in rows]
    held_ones = set(held_voyages(now).filter(voyage__in=voyages).values_list("voyage", flat=True))
    return {
        each.pk: _due(clocks[each.pk], alerts[each.pk], selections[each.pk], each.pk in held_ones, now)
        for each in voyages
    }


def _selections(voyages: Collection[Voyage], now: datetime) -> defaultdict[int, list[tuple[Selection, bool]]]:
    """Return the selections by id of the voyage, each with whether it stays by itself: it or a task after it is open,
    or its schedule has not expired.
    """
    running = RetentionSchedule.objects.filter(selection__voyage__in=voyages, expires_at__gt=now).order_by()
    kept, found = set(running.values_list("selection", flat=True)), defaultdict(list)
    tasks = FollowUp.objects.filter(selection__voyage__in=voyages, ended_at=None).order_by()
    kept |= set(tasks.values_list("selection", flat=True))
    for row in Selection.objects.filter(voyage__in=voyages).order_by("pk"):
        found[row.voyage_id].append((row, row.pk in kept or row.is_open))
    return found


def is_held(voyage: Voyage, *, now: datetime) -> bool:
    return bool(held_voyages(now).filter(voyage=voyage).exists())


def _due(
    of_it: Collection[RetentionSchedule],
    alerts: Collection[tuple[Alert, bool, bool]],
    selections: Collection[tuple[Selection, bool]],
    is_held: bool,
    now: datetime,
) -> Due:
    """Return what is due. Alerts without a decision stay; afterwards their schedule counts from the last act."""
    kept_alerts = {alert.pk for alert, runs, is_open in alerts if runs or is_open}
    stays = {each.pk: stays or each.alert_id in kept_alerts for each, stays in selections}
    return Due(
        selections=tuple(each for each, _ in selections if stays[each.pk]),
        gone_selections=tuple(each for each, _ in selections if not stays[each.pk]),
        running={
            name: frozenset(row.state for row in of_it if row.category == name and row.expires_at > now)
            for name in {row.category for row in of_it}
        },
        masked=frozenset(row.category for row in of_it if row.mask_at <= now < row.expires_at),
        kept=tuple(alert for alert, runs, is_open in alerts if runs or is_open),
        closed=tuple(alert for alert, runs, is_open in alerts if runs and not is_open),
        gone=tuple(alert for alert, runs, is_open in alerts if not (runs or is_open)),
        held=is_held,
        has_ended=any(row.expires_at <= now for row in of_it),
    )
