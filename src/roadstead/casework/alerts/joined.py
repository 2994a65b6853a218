"""A bill that stood on each of two voyages that turned out to be one: it is there once, and so is every alert on it.

No decision is lost: of two alerts of one meeting the one stays that officers have gone further with (`REACHED`), and
the other stands aside with the bill it was raised for, lapsed if nobody had decided about it.
"""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.db.models import ProtectedError, Q, QuerySet

from roadstead.casework.alerts.evidence import key_of
from roadstead.casework.alerts.logic.workflow import AlertState, Turn
from roadstead.casework.alerts.models import Alert, Event, Suppressed
from roadstead.filings.cargo.models import Bill
from roadstead.filings.voyages.join_voyages import stood_aside
from roadstead.filings.voyages.models import Voyage

# How far officers have gone with an alert. What came of it at a border counts as much as a confirmation.
REACHED: Final = {
    AlertState.NEW: 0, AlertState.LAPSED: 0,
    AlertState.REVIEWING: 1, AlertState.REFERRED: 1, AlertState.PROPOSED: 1,
    AlertState.CLEARED: 2,
    AlertState.CONFIRMED: 3, AlertState.CLOSED: 3,
    AlertState.DOCUMENTS: 3, AlertState.SCAN: 3, AlertState.EXAMINE: 3,
}  # fmt: skip
NOTE = "The bill stands once on the voyage that its own was joined to: go on with alert %d"


def one_bill_each(stays: Voyage) -> None:
    """After `stays` took in another voyage. The caller holds its lock."""
    for aside in stood_aside(stays):
        for bill in _of_which_something_is_said(aside):
            kept = stays.bills.filter(number=bill.number).first()
            if kept is not None:
                _bring(bill, kept)
        _let_go(aside)


def _of_which_something_is_said(aside: Voyage) -> QuerySet[Bill]:
    """The others go with their voyage."""
    told = (
        Alert.objects.filter(bill__voyage=aside).exclude(voyage=aside),
        Suppressed.objects.filter(bill__voyage=aside),
    )
    alerts, kept_back = (Q(pk__in=rows.values("bill")) for rows in told)
    return aside.bills.filter(alerts | kept_back).order_by("pk")


def _bring(bill: Bill, kept: Bill) -> None:
    there = {key_of(alert): alert for alert in kept.alerts.select_for_update()}
    set_aside_before = Q(voyage=bill.voyage_id)
    for alert in bill.alerts.select_for_update().exclude(set_aside_before).order_by("pk"):
        beside = there.get(key_of(alert)._replace(bill=kept.pk))
        if beside is None:
            _move(alert, kept)
        elif _gone_with(alert) > _gone_with(beside):
            _set_aside(beside, bill, alert)
            _move(alert, kept)
        else:
            _set_aside(alert, bill, beside)
    _bring_kept_back(bill, kept)


def _gone_with(alert: Alert) -> tuple[int, bool]:
    """How far, by the one who has gone furthest; and whether a person has ever acted on it."""
    if alert.outcomes.exists():
        return REACHED[AlertState.CONFIRMED], True
    stood = [alert.state, *alert.stands.values_list("state", flat=True)]
    return max(REACHED[AlertState(state)] for state in stood), alert.events.exclude(who=None).exists()


def _bring_kept_back(bill: Bill, kept: Bill) -> None:
    there = {_meeting(row): row for row in Suppressed.objects.filter(bill=kept)}
    for row in Suppressed.objects.filter(bill=bill):
        if (beside := there.get(_meeting(row))) is None:
            Suppressed.objects.filter(pk=row.pk).update(bill=kept, voyage=kept.voyage_id)
        else:
            _as_one(beside, row)


def _meeting(row: Suppressed) -> tuple[int | None, int | None]:
    return row.traveller_id, row.pair_id


def _as_one(stays: Suppressed, goes: Suppressed) -> None:
    states = list(dict.fromkeys([*stays.states, *goes.states]))
    first, last = min(stays.first_at, goes.first_at), max(stays.last_at, goes.last_at)
    goes.delete()
    Suppressed.objects.filter(pk=stays.pk).update(states=states, first_at=first, last_at=last)


def _move(alert: Alert, kept: Bill) -> None:
    Alert.objects.filter(pk=alert.pk).update(bill=kept, voyage=kept.voyage_id)


def _set_aside(alert: Alert, bill: Bill, instead: Alert) -> None:
    before = AlertState(alert.state)
    after = AlertState.LAPSED if before == AlertState.NEW else before
    Alert.objects.filter(pk=alert.pk).update(bill=bill, voyage=bill.voyage_id, state=after)
    Event.objects.create(
        alert=alert, act=Turn.LAPSED, before=before, after=after, note=NOTE % instead.pk, states=alert.states
    )


def _let_go(aside: Voyage) -> None:
    """It goes where nothing is said of it any more; else its bills are declared no more."""
    try:
        with transaction.atomic():
            aside.delete()
    except ProtectedError:
        aside.bills.update(stands=False)
