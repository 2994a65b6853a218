"""Cleared pairs: remembered when an officer clears, agreed to by a second person, taken back by a supervisor (S35)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from roadstead.casework.alerts.cleared import OtherLists
from roadstead.casework.alerts.evidence import declared_of
from roadstead.casework.alerts.logic.compare import name_key, of_bill
from roadstead.casework.alerts.logic.workflow import AlertState, NotAllowed
from roadstead.casework.alerts.models import Alert, ClearedPair, Stand
from roadstead.casework.alerts.redress import held_number
from roadstead.casework.alerts.standing import speaker
from roadstead.engine.voyages.identity import same_person
from roadstead.platform.accounts.independence import why_dependent
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_review_cleared
from roadstead.platform.audit.models import note
from roadstead.targeting.watchlists.look_backs import look_back_at_entry
from roadstead.targeting.watchlists.models import REGION, WatchList


def remember(alert: Alert, by: User, now: datetime) -> ClearedPair | None:
    """The pair of a cleared alert. None: a rule has no entry, and a name alone never stands for a person."""
    known_by = alert.known_by
    if not (alert.entry_id and known_by):
        return None
    of_list = list_of(alert)
    pair = ClearedPair(
        who=who_is_it(alert),
        person_key=known_by,
        list_name=alert.list_name,
        entry_id=alert.entry_id,
        entry_name=alert.entry_name,
        entry_hash=alert.entry_hash,
        owner=alert.owner,
        named=alert.named,
        alert=alert,
        cleared_by=by,
        expires=now.date() + timedelta(days=of_list.cleared_days),
        needs_second=of_list.second_person,
        everywhere=by.state_id is None,
        but=[] if by.state_id else _otherwise(alert),
        states=[by.state_id] if by.state_id else alert.states,
    )
    pair.other_lists = OtherLists([pair]).of(pair)
    pair.redress = held_number(pair)
    pair.save()
    return pair


def forget(alert: Alert, by: User, why: str, now: datetime) -> None:
    """The alert is reopened, or confirmed: what was remembered of it is withdrawn. Of an alert of several states each
    withdraws its own; what the region remembers stays, and no longer speaks for a state that decides otherwise."""
    rows, of = ClearedPair.objects.filter(alert=alert, withdrawn_at=None), speaker(alert, by)
    if of:
        _not_for(of, rows.filter(everywhere=True))
        rows = rows.filter(everywhere=False, states__contains=[of])
    elif len(alert.states) > 1:
        rows = rows.filter(everywhere=True)
    rows.update(withdrawn_at=now, withdrawn_by=by, withdrawn_why=why.strip())


def _not_for(state: str, rows: Iterable[ClearedPair]) -> None:
    for row in rows:
        row.but = sorted({*row.but, state})
        row.save(update_fields=["but"])


@transaction.atomic
def approve(pair_id: int, *, by: User, now: datetime) -> ClearedPair:
    """The second person: from now on the pair is not raised."""
    pair = _reviewed(pair_id, by)
    if not pair.waits:
        raise NotAllowed("nobody has to agree to this one")
    if pair.cleared_by_id == by.pk:
        raise NotAllowed("a second person agrees: nobody approves their own decision")
    if why := why_dependent(by, [pair.cleared_by_id], may=may_review_cleared, now=now):
        raise NotAllowed(why)
    pair.approved_by, pair.approved_at = by, now
    pair.save(update_fields=["approved_by", "approved_at"])
    note(by, "cleared match approved", f"cleared pair {pair.pk}", states=pair.states)
    return pair


@transaction.atomic
def withdraw(pair_id: int, why: str, *, by: User, now: datetime) -> ClearedPair:
    """Meetings of the pair are raised again, on voyages already on their way too. The alert that was cleared stays as
    it was decided."""
    pair = _reviewed(pair_id, by)
    if not why.strip():
        raise NotAllowed("write down why the cleared match is taken back")
    pair.withdrawn_by, pair.withdrawn_at, pair.withdrawn_why = by, now, why.strip()
    pair.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_why"])
    note(by, "cleared match withdrawn", f"cleared pair {pair.pk}", states=pair.states)
    _have_it_met_again(pair, by)
    return pair


def may_review(pair: ClearedPair, by: User) -> bool:
    """A state's supervisors their state's pairs, the centre's those that hold everywhere."""
    return may_review_cleared(by) and (by.state_id is None) == pair.everywhere


def _have_it_met_again(pair: ClearedPair, by: User) -> None:
    of_list = list_of(pair.alert)
    if of_list.pk:  # a list that is gone meets nobody
        look_back_at_entry(of_list, pair.entry_id, owner=by.state_id or REGION)


def list_of(alert: Alert) -> WatchList:
    """The list of the alert with its settings; one that is gone has the settings of a new one."""
    rows = WatchList.objects.filter(owner=alert.owner)
    return next((row for row in rows if row.title == alert.list_name), WatchList(name=alert.list_name))


def _otherwise(alert: Alert) -> list[str]:
    """The states that have confirmed what the region clears."""
    rows = Stand.objects.filter(alert=alert, state__in=[AlertState.CONFIRMED, AlertState.CLOSED])
    return list(rows.values_list("of", flat=True))


def who_is_it(alert: Alert) -> str:
    """As `Meeting.who`, of an alert."""
    if declared := declared_of(alert):
        return same_person(declared)
    bill = of_bill(alert.declared)
    return name_key(bill.parties_met) if bill else ""


def _reviewed(pair_id: int, by: User) -> ClearedPair:
    pair = ClearedPair.objects.visible_to(by).select_for_update(of=("self",)).get(pk=pair_id)
    if not may_review(pair, by):
        raise NotAllowed("a cleared match is reviewed by a supervisor of those who cleared it")
    if pair.withdrawn_at:
        raise NotAllowed("this cleared match has been taken back already")
    return pair
