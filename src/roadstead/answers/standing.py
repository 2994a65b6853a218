"""The possible matches of a voyage as the answers see them: by person, with the officer's act where there is one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final

from roadstead.answers.policy import Met, Standing
from roadstead.casework.models import Alert, Event
from roadstead.casework.workflow import CONFIRMS, AlertState
from roadstead.manifests.models import Voyage
from roadstead.model import Action

STANDS: Final[dict[AlertState, Standing]] = {
    AlertState.NEW: Standing.OPEN,
    AlertState.REVIEWING: Standing.OPEN,
    AlertState.REFERRED: Standing.OPEN,
    AlertState.PROPOSED: Standing.OPEN,
    AlertState.CONFIRMED: Standing.CONFIRMED,
    AlertState.CLOSED: Standing.CONFIRMED,
}


@dataclass(slots=True)
class Matches:
    """By the person's row, and by who the person is: a correction may give somebody another row (S5)."""

    by_row: dict[int, list[Met]] = field(default_factory=lambda: defaultdict(list))
    by_person: dict[str, list[Met]] = field(default_factory=lambda: defaultdict(list))

    def of(self, row: int, person: str) -> list[Met]:
        return [*self.by_row.get(row, ()), *(self.by_person.get(person, ()) if person else ())]


def matches(voyage: Voyage) -> Matches:
    """What stands about the people of the voyage; what is silent is not even read."""
    found = Matches()
    alerts = list(
        Alert.objects.filter(voyage=voyage, traveller__isnull=False, state__in=[state.value for state in STANDS])
        .exclude(action=Action.DISCREET)
        .only("traveller_id", "person_key", "action", "state", "owner", "states")
        .order_by("id")
    )
    decided = _decisions(alerts)
    for alert in alerts:
        met = Met(
            action=Action(alert.action),
            standing=STANDS[AlertState(alert.state)],
            decision=decided.get(alert.pk),
            owner=alert.owner,
            states=tuple(alert.states),
        )
        found.by_row[alert.traveller_id or 0].append(met)
        if alert.person_key:
            found.by_person[alert.person_key].append(met)
    return found


def _decisions(alerts: list[Alert]) -> dict[int, int]:
    """The newest confirmation of each by a named person."""
    confirmed = [alert.pk for alert in alerts if STANDS[AlertState(alert.state)] is Standing.CONFIRMED]
    if not confirmed:
        return {}
    acts = Event.objects.filter(alert__in=confirmed, act__in=CONFIRMS, who__isnull=False).order_by("id")
    return dict(acts.values_list("alert_id", "id"))
