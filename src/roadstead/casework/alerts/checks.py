"""Checks made elsewhere: recorded on an alert by an officer, or by a state's system for an officer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop as _

from roadstead.casework.alerts.logic.checks import (
    CHECKED,
    OWNER,
    RESULT_LABELS,
    SYSTEM_LABELS,
    CheckedSystem,
    CheckResult,
    OwnerReply,
)
from roadstead.casework.alerts.logic.protection import REPLIED
from roadstead.casework.alerts.models import Alert, Event, ExternalCheck
from roadstead.casework.alerts.outcomes import may_record
from roadstead.casework.alerts.state_decisions import as_acted_on_by
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.platform.accounts.models import User
from roadstead.platform.handling.ceiling import check_ceiling
from roadstead.platform.timeline.events import add

CLOCKS_DIFFER: Final = timedelta(minutes=5)
LONGEST_AGO: Final = timedelta(days=366)
MAX_ASKED_CHARS: Final = 120
MAX_REFERENCE_CHARS: Final = 60
MAX_WORDS_CHARS: Final = 2000
MAX_CHECKS: Final = 50  # on one alert by one state
ONLY_OF_THE_STATE: Final = _("only an officer of a state on the route can record a check")
NOT_YET: Final = _("this time is in the future: enter when it was looked up")
LONG_AGO: Final = _("this time is more than a year ago: enter when it was looked up")
NOT_SAID: Final = _("write what was found, or give the reference of the record")
WHICH_SYSTEM: Final = _("write which system was asked")
NOT_WAITING: Final = _("this check does not wait for a reply any more: reload the page")
TOO_MANY: Final = _("this alert has %(most)s checks, which is the most: write further ones into a case")
TOO_LONG: Final = _("shorten this text to %(most)s characters at most")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckStatement:
    """Statement of an officer about a check. `reply_to`: number of the check that waited for this reply."""

    system: CheckedSystem
    result: CheckResult
    at: datetime
    asked: str = ""
    reference: str = ""
    words: str = ""
    reply_to: int | None = None


@transaction.atomic
def record_check(alert_id: int, said: CheckStatement, *, by: User, now: datetime) -> ExternalCheck:
    """Store a check on the alert, with its event in the history. Raise NotAllowed with the reason."""
    rows = Alert.objects.visible_to(by).select_for_update(of=("self",)).select_related("voyage", "bill", "assignee")
    found = rows.get(pk=alert_id)
    check_ceiling(said.words, said.reference, said.asked)
    _check(found, said, by, now)
    waited = _waiting(found, said.reply_to, by) if said.reply_to is not None else None
    made = ExternalCheck.objects.create(
        alert=found,
        system=said.system.value,
        asked=said.asked.strip(),
        at=said.at,
        result=said.result.value,
        reference=said.reference.strip(),
        words=said.words.strip(),
        reply_to=waited,
        officer=by,
        through=by.through,
        recorded_at=now,
        states=[by.state_id or ""],
    )
    alert, of = as_acted_on_by(found, by), by.state_id or ""
    # An event of the state alone, with the whole check in the chain; the alert's standing does not change.
    event = Event(alert=alert, who=by, act=CHECKED, note=in_words(made), by_state=of, states=[of])
    add(alert, event, states=event.states)
    return made


@transaction.atomic
def record_reply(
    alert_id: int,
    result: OwnerReply,
    *,
    asked: str,
    reference: str,
    words: str,
    at: datetime,
    asker: User,
    now: datetime,
) -> ExternalCheck | None:
    """Store the reply of the owner of the entry as a check of the state of `asker`, who had asked; None if it is stored
    already, or the alert is gone. Called by the machine: the event names nobody.
    """
    alert = Alert.objects.select_for_update(of=("self",)).filter(pk=alert_id).first()
    of = asker.state_id or ""
    if alert is None or ExternalCheck.objects.filter(alert=alert, system=OWNER, reference=reference).exists():
        return None
    made = ExternalCheck.objects.create(
        alert=alert,
        system=OWNER,
        asked=asked[:MAX_ASKED_CHARS],
        at=at,
        result=result.value,
        reference=reference,
        words=words,
        officer=asker,
        recorded_at=now,
        states=[of],
    )
    event = Event(alert=alert, act=REPLIED, note=in_words(made), by_state=of, states=[of])
    add(alert, event, states=event.states)
    return made


def checks_of(alert: Alert, user: User) -> QuerySet[ExternalCheck, ExternalCheck]:
    """Return the checks on an alert that this person may see, the oldest first."""
    return ExternalCheck.objects.visible_to(user).filter(alert=alert).select_related("officer", "reply_to", "reply")


def waiting_checks(user: User) -> QuerySet[ExternalCheck, ExternalCheck]:
    """Return the checks that the person's state has asked for and that wait for a reply, the oldest first, with alert
    and voyage. For lists of open work.
    """
    rows = ExternalCheck.objects.visible_to(user).filter(result=CheckResult.WAITING.value, reply=None)
    return rows.select_related("alert__voyage", "officer").order_by("recorded_at", "pk")


def in_words(check: ExternalCheck) -> str:
    """Return the check as one text in English, as the history keeps it."""
    first = f"{SYSTEM_LABELS[check.system]}: {RESULT_LABELS[check.result]}."
    more = [f"Asked: {check.asked}." if check.asked else "", f"Reference {check.reference}." if check.reference else ""]
    through = f"Through {check.through}." if check.through else ""
    at = f"Looked up {check.at:%Y-%m-%d %H:%M} UTC."
    return " ".join(filter(None, (first, *more, at, through, check.words)))


def _waiting(alert: Alert, number: int, by: User) -> ExternalCheck:
    """Return the check that waits for a reply. The alert is locked, so nobody else answers it now."""
    found = waiting_checks(by).filter(alert=alert, pk=number).first()
    if found is None:
        raise NotAllowed(NOT_WAITING)
    return found


def _check(alert: Alert, said: CheckStatement, by: User, now: datetime) -> None:
    if not may_record(alert, by):
        raise NotAllowed(ONLY_OF_THE_STATE)
    if said.at > now + CLOCKS_DIFFER:
        raise FieldRefused(NOT_YET, field="at")
    if said.at < now - LONGEST_AGO:
        raise FieldRefused(LONG_AGO, field="at")
    for name, most in {"asked": MAX_ASKED_CHARS, "reference": MAX_REFERENCE_CHARS, "words": MAX_WORDS_CHARS}.items():
        if len(getattr(said, name)) > most:
            raise FieldRefused(TOO_LONG, field=name, most=most)
    if said.result is CheckResult.FOUND and not (said.words.strip() or said.reference.strip()):
        raise FieldRefused(NOT_SAID, field="words")
    if said.system is CheckedSystem.OTHER and not said.asked.strip():
        raise FieldRefused(WHICH_SYSTEM, field="asked")
    if ExternalCheck.objects.visible_to(by).filter(alert=alert).count() >= MAX_CHECKS:
        raise NotAllowed(TOO_MANY, most=MAX_CHECKS)
