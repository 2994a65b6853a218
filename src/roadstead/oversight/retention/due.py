"""What is due of one voyage: which states' clocks run still, for which kind of data, and what alerts and holds keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from roadstead.casework.alerts.models import Alert
from roadstead.casework.alerts.standing import is_open_somewhere
from roadstead.engine.reference.retention import Category
from roadstead.filings.voyages.models import Voyage
from roadstead.oversight.retention.models import Clock, Hold

PEOPLE: Final = {Category.API: False, Category.CREW_API: True}  # category: whether it is of the crew


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """`running`: by category the states that may still keep it. `kept`: alerts that are open or whose clock runs."""

    running: Mapping[str, frozenset[str]]
    masked: frozenset[str]  # categories of which one state asks for masking
    kept: tuple[Alert, ...]
    gone: tuple[Alert, ...]
    held: bool

    @property
    def states(self) -> frozenset[str]:
        """Who may still see anything of the voyage."""
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
    def needs_heads(self) -> bool:
        """Whether a kept alert is about a party of whole manifests."""
        return any(alert.of_a_manifest for alert in self.kept)

    @property
    def is_over(self) -> bool:
        return not self.kept and not any(self.running.values())


def due_of(voyage: Voyage, *, now: datetime) -> Due:
    of_it = list(Clock.objects.filter(voyage=voyage))
    alerts = list(Alert.objects.filter(voyage=voyage).prefetch_related("stands"))
    kept = [alert for alert in alerts if _is_kept(alert, now)]
    return Due(
        running={
            name: frozenset(row.state for row in of_it if row.category == name and row.expires_at > now)
            for name in {row.category for row in of_it}
        },
        masked=frozenset(row.category for row in of_it if row.mask_at <= now < row.expires_at),
        kept=tuple(kept),
        gone=tuple(alert for alert in alerts if alert not in kept),
        held=is_held(voyage, now=now),
    )


def is_held(voyage: Voyage, *, now: datetime) -> bool:
    return Hold.objects.filter(voyage=voyage, lifted_at=None, until__gte=now.date()).exists()


def _is_kept(alert: Alert, now: datetime) -> bool:
    """Nothing that nobody has decided about goes; afterwards its clock counts from the last act."""
    return is_open_somewhere(alert) or Clock.objects.filter(alert=alert, expires_at__gt=now).exists()
