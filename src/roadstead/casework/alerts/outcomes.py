"""Outcomes: what happened to an alert at the border, recorded by an officer of that state.

An outcome closes the alert for that state: it leaves the open queue, and waits only for its written decision if the
state's practice asks for one (decision 0022). Other states' view of the alert does not change. Outcomes are never
changed, only followed by another; one that was recorded by mistake is followed by `Act.RETURN`.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from roadstead.casework.alerts.answers import is_answer_keeping_back
from roadstead.casework.alerts.follow_ups import raise_follow_up
from roadstead.casework.alerts.logic.examination import CheckKind
from roadstead.casework.alerts.logic.outcomes import OUTCOME_LABELS, OUTCOMES_OF_CARGO, OUTCOMES_OF_PEOPLE, OutcomeType
from roadstead.casework.alerts.logic.seizure import Seizure, seizure_as_json
from roadstead.casework.alerts.logic.workflow import (
    NOT_ARRIVED,
    OPEN,
    SELECTED,
    Act,
    AlertState,
)
from roadstead.casework.alerts.models import Alert, Event, Outcome
from roadstead.casework.alerts.selections import follow_outcome, open_selection
from roadstead.casework.alerts.state_decisions import STANDING, as_acted_on_by, deciding_state, save_standing
from roadstead.engine.reference.places import country_of
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_record_outcomes
from roadstead.platform.audit.models import log as audit
from roadstead.platform.handling.ceiling import check_ceiling
from roadstead.platform.timeline.events import add
from roadstead.targeting.watchlists.models import REGION

OUTCOMES_WITH_NOTE: Final = frozenset({OutcomeType.REFUSED, OutcomeType.MISSED, OutcomeType.SENT_BACK})


CLOCKS_DIFFER: Final = timedelta(minutes=5)


AHEAD_OF_TIME: Final = timedelta(minutes=30)  # a flight may land this long before its declared time [D]


class NotArrived(NotAllowed):
    """Raised if the voyage has not arrived and the officer has not confirmed the outcome with a reason."""


def possible_outcomes(alert: Alert) -> tuple[OutcomeType, ...]:
    """Return the outcomes that fit the alert: those of cargo, which customs examine, or those of people."""
    return OUTCOMES_OF_CARGO if alert.is_about_cargo else OUTCOMES_OF_PEOPLE


def may_record(alert: Alert, by: User) -> bool:
    """Return True for an officer of a state on the route of the voyage or bill: each state knows its own border."""
    return may_record_outcomes(by) and by.state_id is not None and by.state_id in alert.route_states


def is_early(alert: Alert, at: datetime, state: str) -> bool:
    """Return True if `at` is more than 30 minutes before the declared arrival; False if no arrival is declared, or if
    the state examines goods where they are loaded.
    """
    arrival, loaded_at = alert.arrival, alert.bill.load if alert.bill else ""
    is_loaded_here = bool(state) and country_of(loaded_at) == state != country_of(arrival.destination)
    return not is_loaded_here and arrival.arrives_at is not None and at < arrival.arrives_at - AHEAD_OF_TIME


def _who_reads(owner: str, by: User) -> list[str]:
    """Return the states that may read an outcome: the border's own and the list's owner, no other on the route
    (decision 0022).
    """
    return sorted({by.state_id or "", owner} - {"", REGION})


@transaction.atomic
def record(
    alert_id: int,
    what: OutcomeType,
    *,
    at: datetime,
    text: str,
    by: User,
    now: datetime,
    seizure: Seizure | None = None,
    early_reason: str = "",
) -> Outcome:
    """Store the outcome and close the alert for the officer's state.

    Raise NotAllowed with the reason, and NotArrived if the voyage has not arrived and `early_reason` is empty.
    """
    rows = Alert.objects.visible_to(by).select_for_update(of=("self",)).select_related("voyage", "bill", "assignee")
    alert = rows.get(pk=alert_id)
    check_ceiling(text, early_reason)
    _check_outcome(alert, what, at, text, by, now, seizure)
    # The owner of an entry is told nothing of a person who may need protection from it.
    owner = by.state_id or "" if is_answer_keeping_back(alert, by) else alert.owner
    early = is_early(alert, at, by.state_id or "") and not _is_of_documents(alert, by)
    if early and not early_reason.strip():
        raise NotArrived(NOT_ARRIVED)
    made = Outcome.objects.create(
        alert=alert,
        selection=follow_outcome(alert, what, seizure, at=at, by=by, now=now) if alert.is_about_cargo else None,
        type=what,
        state=by.state_id or "",
        at=at,
        note=text.strip(),
        is_early=early,
        early_reason=early_reason.strip() if early else "",
        seizure=seizure_as_json(seizure),
        through=by.through,
        recorded_by=by,
        recorded_at=now,
        owner=owner,
        states=_who_reads(owner, by),
    )
    audit(by, "outcome recorded", f"alert {alert.pk}", states=made.states, detail="before arrival" if early else "")
    _close(alert, made, by)
    raise_follow_up(made, alert, now)
    return made


def _is_of_documents(alert: Alert, by: User) -> bool:
    """Return True if the documents of goods are checked, which is possible before they arrive."""
    found = open_selection(alert, by) if alert.is_about_cargo else None
    return found is not None and found.kind == CheckKind.DOCUMENTS


def check_outcome(what: OutcomeType, at: datetime, text: str, now: datetime, seizure: Seizure | None) -> None:
    """Raise NotAllowed if what was recorded contradicts itself."""
    if (what is OutcomeType.SEIZED) != (seizure is not None):
        raise NotAllowed("write down what was found and how much, but only if something was found")
    if at > now + CLOCKS_DIFFER:
        raise NotAllowed("this time is in the future: enter when it happened")
    if what in OUTCOMES_WITH_NOTE and not text.strip():
        raise NotAllowed("“%(what)s” needs a note: write how it happened", what=OUTCOME_LABELS[what])


def _check_outcome(
    alert: Alert, what: OutcomeType, at: datetime, text: str, by: User, now: datetime, seizure: Seizure | None
) -> None:
    if not may_record(alert, by):
        raise NotAllowed("only an officer of the state at whose border it happened can record the outcome")
    if what not in possible_outcomes(alert):
        raise NotAllowed("this outcome cannot happen to this alert: choose one of the outcomes offered")
    check_outcome(what, at, text, now, seizure)


def _close(found: Alert, outcome: Outcome, by: User) -> None:
    """Close the alert for the acting state alone: an open or selected one is marked as dealt with, a confirmed one
    closed.
    """
    of, alert = deciding_state(found, by), as_acted_on_by(found, by)
    before = AlertState(alert.state)
    if before in OPEN | SELECTED:
        alert.dealt_at = outcome.at
    elif before is AlertState.CONFIRMED:
        alert.state, alert.dealt_at = AlertState.CLOSED, outcome.at
    else:
        return
    write_event(
        Event(alert=alert, who=by, act=Act.OUTCOME, before=before, after=alert.state, by_state=by.state_id or ""), of
    )


def write_event(event: Event, of: str) -> None:
    """Store the event, the alert's new standing for `of` (one state; "": all) and the line of the audit log."""
    alert = event.alert
    event.states = [of] if of else alert.states
    if of:
        save_standing(alert, of)
    add(alert, event, states=event.states, saving=() if of else STANDING)
