"""Cleared pairs: stored when an officer clears, approved by a second person, withdrawn by a supervisor (S35).

A redress number is issued to the person of such a pair.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from roadstead.casework.alerts.compare import declared_of, identity_key
from roadstead.casework.alerts.logic.workflow import AlertState
from roadstead.casework.alerts.models import Alert, ClearedPair, Redress, StateDecision
from roadstead.casework.alerts.state_decisions import deciding_state
from roadstead.casework.alerts.suppression import AcceptedRedress, OtherLists, digest, new_number
from roadstead.engine.reference.countries import alpha3
from roadstead.engine.refusals import NotAllowed
from roadstead.engine.voyages.identity import name_key
from roadstead.platform.accounts import second_person
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_issue_redress, may_review_cleared
from roadstead.platform.approvals import acts as approvals
from roadstead.platform.audit.models import log
from roadstead.platform.outbox import queue as outbox
from roadstead.platform.outbox.models import EventKind
from roadstead.targeting.rescreens.models import Reason
from roadstead.targeting.rescreens.queue import queue_rescreen
from roadstead.targeting.watchlists.models import REGION, WatchList


def store_pair(alert: Alert, by: User, now: datetime) -> ClearedPair | None:
    """Store the pair of a cleared alert and return it.

    Return None for a rule, which has no entry, and for a side without a key: a name alone does not identify a person.
    """
    known_by = alert.subject_key
    if not (alert.entry_id and known_by):
        return None
    of_list = list_of(alert)
    pair = ClearedPair(
        identity_key=identity_key(alert),
        person_key=known_by,
        list_name=alert.list_name,
        entry_id=alert.entry_id,
        entry_name=alert.entry_name,
        entry_hash=alert.entry_hash,
        owner=alert.owner,
        named=alert.named,
        alert=alert,
        proposed_by=by,
        proposed_at=now,
        expires=now.date() + timedelta(days=of_list.cleared_days),
        needs_second=of_list.needs_second_approval,
        all_states=by.state_id is None,
        except_states=[] if by.state_id else _confirming_states(alert),
        states=[by.state_id] if by.state_id else alert.states,
    )
    pair.other_lists = OtherLists([pair]).of(pair)
    pair.redress = _held_number(pair)
    if not pair.needs_second:
        approvals.approve_alone(pair, by=by, now=now)
    pair.save()
    if pair.needs_second:
        outbox.write(EventKind.PROPOSAL, pair.pk, of="cleared")
    return pair


def withdraw_pairs(alert: Alert, by: User, why: str, now: datetime) -> None:
    """Withdraw the pairs of an alert that is reopened or confirmed.

    On an alert of several states each state withdraws its own pair. The region's pair stays, but no longer holds for a
    state that decides otherwise.
    """
    rows, of = ClearedPair.objects.filter(alert=alert, withdrawn_at=None), deciding_state(alert, by)
    if of:
        _except_state(of, rows.filter(all_states=True))
        rows = rows.filter(all_states=False, states__contains=[of])
    elif len(alert.states) > 1:
        rows = rows.filter(all_states=True)
    rows.update(withdrawn_at=now, withdrawn_by=by, withdrawn_reason=why.strip())


def _except_state(state: str, rows: Iterable[ClearedPair]) -> None:
    for row in rows:
        row.except_states = sorted({*row.except_states, state})
        row.save(update_fields=["except_states"])


@transaction.atomic
def approve(pair_id: int, *, by: User, now: datetime) -> ClearedPair:
    """Approve the pair as the second person; its matches are suppressed from now on."""
    pair = _reviewed(pair_id, by)
    second_person.approve(pair, by=by, may=may_review_cleared, now=now)
    log(by, "cleared match approved", f"cleared pair {pair.pk}", states=pair.states)
    return pair


@transaction.atomic
def withdraw(pair_id: int, why: str, *, by: User, now: datetime) -> ClearedPair:
    """Withdraw the pair, so that its matches are raised again, on voyages under way too.

    The alert that was cleared keeps its decision.
    """
    pair = _reviewed(pair_id, by)
    if not why.strip():
        raise NotAllowed("write down why you withdraw the cleared match")
    if pair.is_waiting:
        second_person.reject(pair, by=by, now=now, reason=why)
    pair.withdrawn_by, pair.withdrawn_at, pair.withdrawn_reason = by, now, why.strip()
    pair.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])
    log(by, "cleared match withdrawn", f"cleared pair {pair.pk}", states=pair.states)
    _rescreen(pair, by)
    return pair


def may_review(pair: ClearedPair, by: User) -> bool:
    """Return True for a state's supervisors on pairs of their state, and the centre's on pairs that hold for all
    states.
    """
    return may_review_cleared(by) and (by.state_id is None) == pair.all_states


def _rescreen(pair: ClearedPair, by: User) -> None:
    of_list = list_of(pair.alert)
    if of_list.pk:  # a deleted list matches nobody
        owner = by.state_id or REGION
        queue_rescreen(Reason.CLEARED, owner=owner, watch_list=of_list, entry_id=pair.entry_id)


def list_of(alert: Alert) -> WatchList:
    """Return the list of the alert with its settings; for a deleted list, a new one with default settings."""
    rows = WatchList.objects.filter(owner=alert.owner)
    return next((row for row in rows if row.title == alert.list_name), WatchList(name=alert.list_name))


def _confirming_states(alert: Alert) -> list[str]:
    """Return the states that have confirmed what the region clears."""
    rows = StateDecision.objects.filter(alert=alert, state__in=[AlertState.CONFIRMED, AlertState.CLOSED])
    return list(rows.values_list("by_state", flat=True))


def _reviewed(pair_id: int, by: User) -> ClearedPair:
    pair = ClearedPair.objects.visible_to(by).select_for_update(of=("self",)).get(pk=pair_id)
    if not may_review(pair, by):
        raise NotAllowed("only a supervisor of those who cleared it can review a cleared match")
    if pair.withdrawn_at:
        raise NotAllowed("this cleared match has been withdrawn already")
    return pair


# ── Redress numbers


FULL_DATE: Final = 10  # characters of a complete birth date


def _held_number(pair: ClearedPair) -> Redress | None:
    """Return the number that the person of a newly cleared alert has sent and holds: it recalls this pair as well."""
    who = declared_of(pair.alert)
    numbers = AcceptedRedress.load({0: who}).numbers if who else ()
    held = Redress.objects.filter(pk__in=numbers, owner=pair.owner, states=pair.states)
    return held.order_by("-id").first()


@transaction.atomic
def issue_number(pair_id: int, *, by: User, now: datetime) -> tuple[str, Redress]:
    """Issue a number for the person of this pair and of their other cleared pairs. It is shown once, never again."""
    pair = _pair(pair_id, by, now)
    who = declared_of(pair.alert)
    if who is None or not name_key(who) or len(who.born) != FULL_DATE:
        raise NotAllowed("a redress number needs a name and a full birth date to compare with")
    number = new_number()
    made = Redress.objects.create(
        sha256=digest(number),
        name_key=name_key(who)[:300],
        born=who.born,
        nationality=alpha3(who.nationality) or who.nationality[:3],
        issued_by=by,
        issued_at=now,
        owner=pair.owner,
        states=pair.states,
    )
    _of_the_person(pair, by).update(redress=made)
    log(by, "redress number issued", f"redress number {made.pk}", states=pair.states)
    return number, made


@transaction.atomic
def withdraw_number(redress_id: int, why: str, *, by: User, now: datetime) -> Redress:
    """Withdraw a number: it recalls no pair from now on."""
    if not may_issue_redress(by):
        raise NotAllowed("only a supervisor can withdraw a redress number")
    if not why.strip():
        raise NotAllowed("write down why you withdraw the number")
    found = Redress.objects.visible_to(by).select_for_update().get(pk=redress_id)
    if found.withdrawn_at:
        raise NotAllowed("this number has been withdrawn already")
    found.withdrawn_by, found.withdrawn_at, found.withdrawn_reason = by, now, why.strip()
    found.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])
    log(by, "redress number withdrawn", f"redress number {found.pk}", states=found.states)
    return found


def _pair(pair_id: int, by: User, now: datetime) -> ClearedPair:
    if not may_issue_redress(by):
        raise NotAllowed("only a supervisor can issue a redress number")
    pair = ClearedPair.objects.visible_to(by).select_for_update(of=("self",)).select_related("alert").get(pk=pair_id)
    if (by.state_id is None) != pair.all_states:
        raise NotAllowed("only a supervisor of those who cleared the match can issue a redress number")
    if pair.status(now.date()) != "holds":
        raise NotAllowed("you can issue a redress number only for a cleared match in force")
    if pair.redress_id and Redress.objects.filter(pk=pair.redress_id, withdrawn_at=None).exists():
        raise NotAllowed("this person has a number already: withdraw it before you issue a new one")
    return pair


def _of_the_person(pair: ClearedPair, by: User) -> QuerySet[ClearedPair, ClearedPair]:
    """Return the person's pairs of the same owner and states; others would reveal another owner's list."""
    same = ClearedPair.objects.visible_to(by).filter(owner=pair.owner, states=pair.states, withdrawn_at=None)
    return same.filter(identity_key=pair.identity_key) if pair.identity_key else same.filter(pk=pair.pk)
