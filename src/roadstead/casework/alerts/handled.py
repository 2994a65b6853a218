"""What a list raised before follows its new handling at once: told to those who may know now, and taken from others."""

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
    """Alerts, cleared pairs and meetings not raised of the list; how many alerts changed."""
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
    """A state that was left out since it had cleared the pair is not told of it again."""
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
    """Whom the new handling admits. A silent entry's owner alone is told, however its list is handled: see above."""
    kept = [state for state in row.states if _admits(now, state)]
    told = [state for state in _on_the_way(row) if _admits(now, state) and not _admits(before, state)]
    return list(dict.fromkeys([*kept, *told]))


def _on_the_way(row: Alert) -> list[str]:
    """Of a party of whole manifests those alone that a bill of theirs concerns (S25)."""
    told = of_bill(row.declared) if row.of_a_manifest else None
    if told is None:
        return row.on_the_way
    names = {party.name for party in told.parties_met}
    concerned = {state for each in named_on(row.voyage) if each.party.name in names for state in each.states}
    return [state for state in row.voyage.states if state in concerned]


@contextmanager
def _whole(by: User) -> Iterator[None]:
    """The owner's supervisor does not see what the list raised for others alone; the new handling reaches it still."""
    enter(REGION)
    try:
        yield
    finally:
        enter(by.scope)
