"""Acts of customs officers on selections: several goods at once, start, change, cancel, result, detain.

What an officer does here is done under national law, at once: nobody else approves it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from roadstead.casework.alerts import detentions, selections
from roadstead.casework.alerts.decide import DecisionText, decide
from roadstead.casework.alerts.follow_ups import raise_follow_up
from roadstead.casework.alerts.logic.examination import (
    BEFORE_SELECTION,
    EXAMINED,
    KIND_BY_ALERT_STATE,
    NO_CANCEL_REASON,
    NOT_RETURNED,
    OUTCOMES_OF_SELECTIONS,
    CheckKind,
    SelectionState,
)
from roadstead.casework.alerts.logic.outcomes import OUTCOME_LABELS, OutcomeType
from roadstead.casework.alerts.logic.seizure import Seizure, seizure_as_json
from roadstead.casework.alerts.logic.workflow import NOT_ARRIVED, Act
from roadstead.casework.alerts.models import Alert, Detention, Outcome, Selection
from roadstead.casework.alerts.outcomes import AHEAD_OF_TIME, NotArrived, check_outcome, record
from roadstead.casework.alerts.selection_events import SelectionAct, add_event, lock_selection
from roadstead.casework.alerts.selections import Goods, Plan
from roadstead.casework.alerts.state_decisions import as_acted_on_by
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.filings.cargo.models import Bill
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import log
from roadstead.platform.handling.ceiling import check_ceiling

MAX_AT_ONCE: Final = 50  # goods selected by one form
BEFOREHAND: Final = timedelta(days=1)  # goods may be examined first and selected that day, for the record [D]
ACT_BY_KIND: Final = {
    CheckKind.DOCUMENTS: Act.DOCUMENTS,
    CheckKind.SCAN: Act.SCAN,
    CheckKind.EXAMINE: Act.EXAMINE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Result of an examination. `early_reason`: why it is recorded before arrival; `releases`: what is detained for it
    is released.
    """

    what: OutcomeType
    at: datetime
    note: str = ""
    seizure: Seizure | None = None
    early_reason: str = ""
    releases: bool = False


@transaction.atomic
def select_all(goods: Sequence[Goods], plan: Plan, *, by: User, now: datetime) -> list[Selection]:
    """Select all of these goods by one plan, or none of them."""
    # In one order, so that two officers who select the same goods wait for one another in turn.
    ordered = sorted(goods[:MAX_AT_ONCE], key=lambda each: (each.bill, each.container))
    return [selections.select(each, plan, by=by, now=now) for each in ordered]


@transaction.atomic
def start(pk: int, *, by: User, now: datetime) -> None:
    """Record that the examination has begun."""
    found = lock_selection(pk, by)
    if found.state != SelectionState.STARTED:
        found.state = SelectionState.STARTED
        add_event(found, SelectionAct.STARTED, {}, by=by, now=now)


@transaction.atomic
def replan(pk: int, plan: Plan, *, by: User, now: datetime) -> None:
    """Change kind, place, time or officer. If an alert on goods is the reason, another kind is a decision about it."""
    alert = _lock_alert(pk, by)
    found = lock_selection(pk, by)
    if alert is None or not alert.is_goods or plan.kind == found.kind:
        selections.change(found, plan, by=by, now=now)
        return
    words = DecisionText(
        note=plan.reason or found.reason,
        container=found.container,
        port=plan.port,
        place=plan.place,
        planned_at=plan.planned_at,
        officer=plan.officer,
    )
    decide(alert.pk, ACT_BY_KIND[plan.kind], by=by, words=words, now=now)


@transaction.atomic
def cancel(pk: int, why: str, *, by: User, now: datetime, releases: bool = False) -> None:
    """Cancel a selection: the goods are not examined after all. An alert on goods that waited for it is released."""
    alert = _lock_alert(pk, by)
    found = lock_selection(pk, by)
    check_ceiling(why)
    if not why.strip():
        raise FieldRefused(NO_CANCEL_REASON, field="why")
    if alert is not None and alert.is_goods and _waits_for_check(alert, by):
        decide(alert.pk, Act.RELEASE_GOODS, by=by, words=DecisionText(note=why), now=now)
        found = lock_selection(pk, by, is_open=False)
    else:
        selections.end(found, SelectionState.CANCELLED, {"why": why.strip()}, by=by, at=now, now=now)
    if releases:
        _release(found, why, by=by, now=now)


@transaction.atomic
def record_result(pk: int, result: Result, *, by: User, now: datetime) -> Outcome:
    """Record what was found and close the selection, and the alert that was its reason.

    Raise NotAllowed with the reason, and NotArrived if the goods have not arrived and no reason is given.
    """
    alert = _lock_alert(pk, by)
    found = lock_selection(pk, by)
    if result.at < found.selected_at - BEFOREHAND:
        raise FieldRefused(BEFORE_SELECTION, field="at")
    if alert is not None:
        made = record(
            alert.pk,
            result.what,
            at=result.at,
            text=result.note,
            by=by,
            now=now,
            seizure=result.seizure,
            early_reason=result.early_reason,
        )
    else:
        made = _record_alone(found, result, by=by, now=now)
    if result.releases:
        _release(lock_selection(pk, by, is_open=False), result.note, by=by, now=now, what=result.what)
    return made


@transaction.atomic
def return_result(pk: int, why: str, *, by: User, now: datetime) -> None:
    """Open the selection again whose result was recorded by mistake. The record stays."""
    alert = _lock_alert(pk, by)
    found = lock_selection(pk, by, is_open=False)
    if not why.strip():
        raise FieldRefused("write why you put it back", field="why")
    check_ceiling(why)
    if found.state != SelectionState.EXAMINED:
        raise NotAllowed(NOT_RETURNED)
    if alert is not None:
        decide(alert.pk, Act.RETURN, by=by, words=DecisionText(note=why), now=now)
    else:
        selections.reopen(found, why.strip(), by=by, now=now)


@transaction.atomic
def detain(pk: int, reason: str, *, by: User, now: datetime) -> list[Detention]:
    """Detain the goods of a selection, also of a closed one: for example what was found."""
    check_ceiling(reason)
    return detentions.detain(lock_selection(pk, by, is_open=None), by=by, now=now, reason=reason)


def bill_of(selection: Selection, by: User) -> Bill | None:
    """Return the bill of record, as long as it is stored and this person may see it."""
    if not selection.bill:
        return None
    rows = Bill.objects.visible_to(by).filter(voyage=selection.voyage_id, number=selection.bill)
    return rows.select_related("voyage").first()


def arrives_at(selection: Selection, by: User) -> datetime | None:
    """Return when the goods arrive at the port of the selection; None if they are loaded there, or it is unknown."""
    bill = bill_of(selection, by)
    if bill is not None and bill.load == selection.port:
        return None
    return (bill.arrival if bill is not None else selection.voyage).arrives_at


def is_early(selection: Selection, at: datetime, by: User) -> bool:
    """Return True if goods are examined before they arrive. Their documents may be checked at any time."""
    arrives = arrives_at(selection, by)
    return selection.kind != CheckKind.DOCUMENTS and arrives is not None and at < arrives - AHEAD_OF_TIME


def _record_alone(selection: Selection, result: Result, *, by: User, now: datetime) -> Outcome:
    """Record the result of a selection that no alert has led to."""
    check_ceiling(result.note, result.early_reason)
    check_outcome(result.what, result.at, result.note, now, result.seizure)
    if result.what not in OUTCOMES_OF_SELECTIONS:
        raise NotAllowed("choose one of the results offered")
    early = is_early(selection, result.at, by)
    if early and not result.early_reason.strip():
        raise NotArrived(NOT_ARRIVED)
    made = Outcome.objects.create(
        selection=selection,
        type=result.what,
        state=selection.owner,
        at=result.at,
        note=result.note.strip(),
        is_early=early,
        early_reason=result.early_reason.strip() if early else "",
        seizure=seizure_as_json(result.seizure),
        through=by.through,
        recorded_by=by,
        recorded_at=now,
        owner=selection.owner,
        states=[selection.owner],
    )
    log(by, "outcome recorded", f"selection {selection.pk}", states=made.states)
    state = SelectionState.EXAMINED if result.what in EXAMINED else SelectionState.CANCELLED
    content = selections.examined_content(result.what, result.seizure)
    selections.end(selection, state, content, by=by, at=result.at, now=now)
    raise_follow_up(made, selection, now)
    return made


def _release(selection: Selection, why: str, *, by: User, now: datetime, what: OutcomeType | None = None) -> None:
    rows = list(selection.detentions.filter(released_at=None))
    if rows:
        text = why.strip() or OUTCOME_LABELS[what or OutcomeType.RELEASED]
        detentions.release_locked(selection, rows, text, by=by, now=now)


def _lock_alert(pk: int, by: User) -> Alert | None:
    """Return the alert that is the reason of a selection, locked before the selection is, as everywhere."""
    found = Selection.objects.visible_to(by).get(pk=pk)
    if found.alert_id is None:
        return None
    return Alert.objects.visible_to(by).select_for_update(of=("self",)).select_related("bill").get(pk=found.alert_id)


def _waits_for_check(alert: Alert, by: User) -> bool:
    """Return True if the state's standing of the alert is that a check is ordered."""
    seen = as_acted_on_by(alert, by)
    return seen.state in KIND_BY_ALERT_STATE and seen.dealt_at is None
