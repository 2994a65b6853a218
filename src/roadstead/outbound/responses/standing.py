"""The possible matches of a voyage as the answers see them: by person, with the officer's act where there is one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from roadstead.casework.alerts.logic.workflow import CONFIRMS, AlertState, for_one
from roadstead.casework.alerts.models import Alert, Event
from roadstead.engine.records import Action
from roadstead.filings.voyages.models import Voyage
from roadstead.outbound.responses.logic.policy import Met, Standing

STANDS: Final[dict[AlertState, Standing]] = {
    AlertState.NEW: Standing.OPEN,
    AlertState.REVIEWING: Standing.OPEN,
    AlertState.REFERRED: Standing.OPEN,
    AlertState.PROPOSED: Standing.OPEN,
    AlertState.CONFIRMED: Standing.CONFIRMED,
    AlertState.CLOSED: Standing.CONFIRMED,
}
Decided = tuple[int, str]  # the alert, and the state that confirmed it for itself; "": for the alert


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
        Alert.objects.filter(voyage=voyage, traveller__isnull=False)
        .exclude(action=Action.DISCREET)
        .only("traveller_id", "person_key", "action", "state", "owner", "states")
        .prefetch_related("stands")
        .order_by("id")
    )
    decided = _decisions(alerts)
    for alert in alerts:
        for met in _met(alert, decided):
            found.by_row[alert.traveller_id or 0].append(met)
            if alert.person_key:
                found.by_person[alert.person_key].append(met)
    return found


def _met(alert: Alert, decided: Mapping[Decided, int]) -> Iterator[Met]:
    """One for those states that have not spoken, and one for each that has: no state answers for another."""
    own = {each.of: each.state for each in alert.stands.all()}
    silent = [state for state in alert.states if state not in own]
    several = len(alert.states) > 1
    each_by: list[tuple[str, list[str]]] = [("", silent)] if silent or not own else []
    for of, states in [*each_by, *((state, [state]) for state in own)]:
        stands = for_one(own.get(of), alert.state, several=several)
        if stands in STANDS:
            standing = STANDS[stands]
            acts = [decided[key] for whose in (*states, "") if (key := (alert.pk, whose)) in decided]
            yield Met(
                action=Action(alert.action),
                standing=standing,
                decision=acts[0] if acts and standing is Standing.CONFIRMED else None,
                owner=alert.owner,
                states=tuple(states),
            )


def _decisions(alerts: list[Alert]) -> dict[Decided, int]:
    """The newest confirmation of each by a named person, by whose it is."""
    acts = Event.objects.filter(alert__in=alerts, act__in=CONFIRMS, who__isnull=False).order_by("id")
    return {(alert, of): number for alert, of, number in acts.values_list("alert_id", "of", "id")}
