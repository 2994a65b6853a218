"""What happened to an alert at the border, recorded by an officer of the state whose border it is.

Recording an outcome closes the alert for that state: it leaves the open queue, and waits for its written decision alone
where the state's practice asks for one (decision 0022). Other states' view of it does not change. Outcomes are never
changed, only followed by another; one that was recorded by mistake is followed by `Act.RETURN`.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from roadstead.casework.alerts.follow_ups import raise_follow_up
from roadstead.casework.alerts.logic.outcome_words import OF_CARGO, OF_PEOPLE, WORDS, What
from roadstead.casework.alerts.logic.seizure import Seizure, kept
from roadstead.casework.alerts.logic.workflow import OPEN, SELECTED, Act, AlertState, NotAllowed
from roadstead.casework.alerts.models import Alert, Event, Outcome
from roadstead.casework.alerts.refusals import NOT_ARRIVED
from roadstead.casework.alerts.standing import keep, own, speaker
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_record_outcomes
from roadstead.platform.audit.models import note as audit
from roadstead.targeting.watchlists.models import REGION

__all__ = ["WORDS", "NotArrived", "What", "is_early", "may_record", "record", "that_fit"]
NEEDS_WORDS: Final = frozenset({What.REFUSED, What.MISSED, What.SENT_BACK})
CLOCKS_DIFFER: Final = timedelta(minutes=5)
AHEAD_OF_TIME: Final = timedelta(minutes=30)  # a flight may land so much before its declared time [D]


class NotArrived(NotAllowed):
    """The voyage has not arrived: the officer has to confirm, with a reason."""


def that_fit(alert: Alert) -> tuple[What, ...]:
    """What can come of it: customs examine a consignment, and nobody is admitted."""
    return OF_CARGO if alert.of_cargo else OF_PEOPLE


def may_record(alert: Alert, by: User) -> bool:
    """An officer of a state on the way of the voyage, or of the bill: each state knows its own border."""
    return may_record_outcomes(by) and by.state_id is not None and by.state_id in alert.on_the_way


def is_early(alert: Alert, at: datetime) -> bool:
    """Whether the voyage had not arrived then, by its declared time; no question where none is declared."""
    arrives_at = alert.arrival.arrives_at
    return arrives_at is not None and at < arrives_at - AHEAD_OF_TIME


def _who_reads(alert: Alert, by: User) -> list[str]:
    """The state whose border it was, and the owner of the list: no other state on the way (decision 0022)."""
    return sorted({by.state_id or "", alert.owner} - {"", REGION})


@transaction.atomic
def record(
    alert_id: int,
    what: What,
    *,
    at: datetime,
    text: str,
    by: User,
    now: datetime,
    seizure: Seizure | None = None,
    early_reason: str = "",
) -> Outcome:
    """Store the outcome and close the alert for the officer's state. Raise NotAllowed with the reason, and NotArrived
    where the voyage has not arrived and `early_reason` does not say why it is recorded all the same."""
    rows = Alert.objects.visible_to(by).select_for_update(of=("self",)).select_related("voyage", "bill", "holder")
    alert = rows.get(pk=alert_id)
    _check(alert, what, at, text, by, now, seizure)
    early = is_early(alert, at)
    if early and not early_reason.strip():
        raise NotArrived(NOT_ARRIVED)
    made = Outcome.objects.create(
        alert=alert,
        what=what,
        state=by.state_id or "",
        at=at,
        note=text.strip(),
        is_early=early,
        early_reason=early_reason.strip() if early else "",
        seizure=kept(seizure),
        recorded_by=by,
        recorded_at=now,
        owner=alert.owner,
        states=_who_reads(alert, by),
    )
    audit(by, "outcome recorded", f"alert {alert.pk}", states=made.states, detail="before arrival" if early else "")
    _close(alert, made, by)
    raise_follow_up(made, now)
    return made


def _check(alert: Alert, what: What, at: datetime, text: str, by: User, now: datetime, seizure: Seizure | None) -> None:
    if not may_record(alert, by):
        raise NotAllowed("an outcome is recorded by an officer of the state at whose border it happened")
    if what not in that_fit(alert):
        raise NotAllowed("that cannot happen to this alert: choose one of the outcomes that the page offers")
    if (what is What.SEIZED) != (seizure is not None):
        raise NotAllowed("write down what was found and how much if something was found, and leave it empty otherwise")
    if at > now + CLOCKS_DIFFER:
        raise NotAllowed("that time is in the future: record what has happened")
    if what in NEEDS_WORDS and not text.strip():
        raise NotAllowed("“%(what)s” needs a note that says how it happened", what=WORDS[what])


def _close(found: Alert, outcome: Outcome, by: User) -> None:
    """For the acting state alone: what was open or selected is dealt with, what was confirmed is closed."""
    of, alert = speaker(found, by), own(found, by)
    before = AlertState(alert.state)
    if before in OPEN | SELECTED:
        alert.dealt_at = outcome.at
    elif before is AlertState.CONFIRMED:
        alert.state, alert.dealt_at = AlertState.CLOSED, outcome.at
    else:
        return
    keep(alert, of)
    states = [of] if of else alert.states
    Event.objects.create(
        alert=alert, who=by, act=Act.OUTCOME, before=before, after=alert.state, of=by.state_id or "", states=states
    )
