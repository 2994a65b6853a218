"""A bill that stood on each of two voyages that turned out to be one: it is there once, and so is every alert on it.

No decision is lost: of two alerts of one meeting the one stays that somebody has looked at, and the other stands aside
with the bill it was raised for, lapsed if nobody had decided about it.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import ProtectedError, Q, QuerySet

from roadstead.cargo.models import Bill
from roadstead.casework.evidence import key_of
from roadstead.casework.models import Alert, Event, Suppressed
from roadstead.casework.workflow import AlertState, Turn
from roadstead.manifests.join_voyages import stood_aside
from roadstead.manifests.models import Voyage

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
    told = (Alert.objects.filter(bill__voyage=aside), Suppressed.objects.filter(bill__voyage=aside))
    alerts, kept_back = (Q(pk__in=rows.values("bill")) for rows in told)
    return aside.bills.filter(alerts | kept_back).order_by("pk")


def _bring(bill: Bill, kept: Bill) -> None:
    there = {key_of(alert): alert for alert in kept.alerts.select_for_update()}
    for alert in bill.alerts.select_for_update().order_by("pk"):
        beside = there.get(key_of(alert)._replace(bill=kept.pk))
        if beside is None:
            _move(alert, kept)
        elif _is_untouched(beside) and not _is_untouched(alert):
            _set_aside(beside, bill, alert)
            _move(alert, kept)
        else:
            _set_aside(alert, bill, beside)
    Suppressed.objects.filter(bill=bill).update(bill=kept)


def _is_untouched(alert: Alert) -> bool:
    """Nobody has taken or decided it."""
    return alert.state in (AlertState.NEW, AlertState.LAPSED) and not alert.events.exclude(who=None).exists()


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
