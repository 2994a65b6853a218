"""What a named officer does to an alert: each act checked against the workflow, written down, never silent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from roadstead.accounts.models import User
from roadstead.accounts.permissions import may_decide_alerts, may_reopen_alerts
from roadstead.audit.models import note as audit
from roadstead.casework.models import Alert, Event
from roadstead.casework.pairs import forget, remember
from roadstead.casework.workflow import (
    NEEDS_BOTH_SIDES,
    NEEDS_HOLDER,
    NEEDS_NOTE,
    SUPERVISED,
    Act,
    AlertState,
    NotAllowed,
    acts,
    after,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the officer writes: a note, and for a decision what speaks for the same person and what against (S14)."""

    note: str = ""
    reasons_for: str = ""
    reasons_against: str = ""


@transaction.atomic
def decide(alert_id: int, act: Act, *, by: User, words: Words, now: datetime) -> Alert:
    """Do `act` to the alert, or raise NotAllowed with the reason. Two officers at once: the second is refused."""
    alert = Alert.objects.visible_to(by).select_for_update().get(pk=alert_id)
    _check(alert, act, by, words)
    before, alert.state = AlertState(alert.state), after(AlertState(alert.state), act)
    alert.holder = by if alert.state == AlertState.REVIEWING else alert.holder
    alert.holder = None if act in {Act.RELEASE, Act.REFER} else alert.holder
    alert.save(update_fields=["state", "holder"])
    Event.objects.create(
        alert=alert,
        who=by,
        act=act,
        before=before,
        after=alert.state,
        note=words.note.strip(),
        reasons_for=words.reasons_for.strip(),
        reasons_against=words.reasons_against.strip(),
        states=alert.states,
    )
    audit(by, f"alert {act}", f"alert {alert.pk}", states=alert.states)
    _remember(alert, act, by, words, now)
    return alert


def possible_acts(alert: Alert, user: User) -> list[Act]:
    """The buttons this person gets on this alert."""
    return [act for act in acts(AlertState(alert.state)) if not _refusal(alert, act, user)]


def _check(alert: Alert, act: Act, by: User, words: Words) -> None:
    after(AlertState(alert.state), act)
    refusal = _refusal(alert, act, by)
    if refusal:
        raise NotAllowed(refusal)
    if act in NEEDS_NOTE and not words.note.strip():
        raise NotAllowed(f"to {act} an alert, write down what you compared and why you decide so")
    if act in NEEDS_BOTH_SIDES and not (words.reasons_for.strip() and words.reasons_against.strip()):
        raise NotAllowed(f"to {act} an alert, write down what speaks for the same person and what against it")


def _refusal(alert: Alert, act: Act, user: User) -> str:
    """Why this person may not do this, or ""."""
    if not may_decide_alerts(user):
        return "only analysts and supervisors decide about alerts"
    if act is Act.REOPEN and not may_reopen_alerts(user):
        return "a decision is reopened by a supervisor"
    if act in SUPERVISED and may_reopen_alerts(user):
        return ""
    if act in NEEDS_HOLDER and alert.holder_id != user.pk:
        return "take the alert first: it is decided by the officer who holds it"
    return ""


def _remember(alert: Alert, act: Act, by: User, words: Words, now: datetime) -> None:
    """A cleared pair is not raised again for the same identifiers; reopening withdraws it (S35)."""
    if act is Act.CLEAR:
        remember(alert, by, now)
    elif act is Act.REOPEN:
        forget(alert, by, words.note, now)
