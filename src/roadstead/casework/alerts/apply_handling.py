"""Application of a list's new handling to the alerts that it raised before.

States that the handling now admits see them at once; others no longer do.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from roadstead.casework.alerts.logic.compare import stored_bill
from roadstead.casework.alerts.models import Alert, ClearedPair, Suppression
from roadstead.engine.records import Action
from roadstead.engine.reference.caricom import CENTRE
from roadstead.filings.cargo.parties import manifest_parties
from roadstead.platform.accounts.models import User
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.handling.logic.codes import Tlp
from roadstead.platform.handling.logic.gate import may_leave, stored_for
from roadstead.targeting.watchlists.models import WatchList


def apply_handling(before: WatchList, now: WatchList, *, by: User) -> int:
    """Apply the new handling to alerts, cleared pairs and suppressed matches of the list; return the number of alerts
    that changed.
    """
    named = list(now.named) if now.tlp == Tlp.RED else []
    with _region_scope(by):
        rows = Alert.objects.filter(owner=now.owner, list_name=now.title).select_related("voyage", "bill")
        changed = sum(_follows(row, before, now, named) for row in rows)
        for model in (ClearedPair, Suppression):
            for other in model.objects.filter(owner=now.owner, list_name=now.title):
                other.states = [each for each in other.states if each == CENTRE or _admits(now, each)]
                other.named = named
                other.save(update_fields=["states", "named"])
    return changed


def _follows(row: Alert, before: WatchList, now: WatchList, named: list[int]) -> bool:
    """Apply the new handling to one alert; return True if it changed.

    A state that was left out because it had cleared the pair stays left out.
    """
    states = list(row.states) if row.action == Action.DISCREET else _admitted_states(row, before, now)
    new = now.codes | {"states": states, "named": named}
    if new == {name: getattr(row, name) for name in new}:
        return False
    for name, value in new.items():
        setattr(row, name, value)
    row.save(update_fields=list(new))
    return True


def _admits(of_list: WatchList, state: str) -> bool:
    return may_leave(of_list, stored_for(state)).is_yes


def _admitted_states(row: Alert, before: WatchList, now: WatchList) -> list[str]:
    """Return the states that see an alert under the new handling: those still admitted, and those that are newly
    admitted.

    The caller handles silent entries, which only their owner sees under any handling.
    """
    kept = [state for state in row.states if _admits(now, state)]
    told = [state for state in _on_the_way(row) if _admits(now, state) and not _admits(before, state)]
    return list(dict.fromkeys([*kept, *told]))


def _on_the_way(row: Alert) -> list[str]:
    """Return the states on the route; for parties of whole manifests those that a bill of theirs concerns (S25)."""
    told = stored_bill(row.declared) if row.is_about_manifest else None
    if told is None:
        return row.route_states
    names = {party.name for party in told.matched_parties}
    concerned = {state for each in manifest_parties(row.voyage) if each.party.name in names for state in each.states}
    return [state for state in row.voyage.states if state in concerned]


@contextmanager
def _region_scope(by: User) -> Iterator[None]:
    """Enter the region's scope: the owner's supervisor does not see alerts of others, but the new handling applies to
    them.
    """
    enter(REGION)
    try:
        yield
    finally:
        enter(by.scope)
