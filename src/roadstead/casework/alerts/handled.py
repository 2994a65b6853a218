"""Application of a list's new handling to the alerts that it raised before.

States that the handling now admits see them at once; others no longer do.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from roadstead.casework.alerts.logic.compare import of_bill
from roadstead.casework.alerts.models import Alert, ClearedPair, Suppressed
from roadstead.engine.records import Action
from roadstead.engine.reference.caricom import CENTRE
from roadstead.filings.cargo.heads import named_on
from roadstead.platform.accounts.models import User
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.handling.logic.codes import Tlp
from roadstead.platform.handling.logic.gate import kept_for, may_leave
from roadstead.targeting.watchlists.models import WatchList


def follow(before: WatchList, now: WatchList, *, by: User) -> int:
    """Apply the new handling to alerts, cleared pairs and suppressed matches of the list; return the number of alerts
    that changed.
    """
    named = list(now.named) if now.tlp == Tlp.RED else []
    with _whole(by):
        rows = Alert.objects.filter(owner=now.owner, list_name=now.title).select_related("voyage", "bill")
        changed = sum(_follows(row, before, now, named) for row in rows)
        for model in (ClearedPair, Suppressed):
            for other in model.objects.filter(owner=now.owner, list_name=now.title):
                other.states = [each for each in other.states if each == CENTRE or _admits(now, each)]
                other.named = named
                other.save(update_fields=["states", "named"])
    return changed


def _follows(row: Alert, before: WatchList, now: WatchList, named: list[int]) -> bool:
    """Apply the new handling to one alert; return True if it changed.

    A state that was left out because it had cleared the pair stays left out.
    """
    states = list(row.states) if row.action == Action.DISCREET else _told(row, before, now)
    new = now.codes | {"states": states, "named": named}
    if new == {name: getattr(row, name) for name in new}:
        return False
    for name, value in new.items():
        setattr(row, name, value)
    row.save(update_fields=list(new))
    return True


def _admits(of_list: WatchList, state: str) -> bool:
    return may_leave(of_list, kept_for(state)).is_yes


def _told(row: Alert, before: WatchList, now: WatchList) -> list[str]:
    """Return the states that see an alert under the new handling: those still admitted, and those that are newly
    admitted.

    The caller handles silent entries, which only their owner sees under any handling.
    """
    kept = [state for state in row.states if _admits(now, state)]
    told = [state for state in _on_the_way(row) if _admits(now, state) and not _admits(before, state)]
    return list(dict.fromkeys([*kept, *told]))


def _on_the_way(row: Alert) -> list[str]:
    """Return the states on the route; for parties of whole manifests those that a bill of theirs concerns (S25)."""
    told = of_bill(row.declared) if row.of_a_manifest else None
    if told is None:
        return row.on_the_way
    names = {party.name for party in told.parties_met}
    concerned = {state for each in named_on(row.voyage) if each.party.name in names for state in each.states}
    return [state for state in row.voyage.states if state in concerned]


@contextmanager
def _whole(by: User) -> Iterator[None]:
    """Enter the region's scope: the owner's supervisor does not see alerts of others, but the new handling applies to
    them.
    """
    enter(REGION)
    try:
        yield
    finally:
        enter(by.scope)
