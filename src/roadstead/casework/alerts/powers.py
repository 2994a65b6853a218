"""National powers used on a person: recorded by the officer with the time. No page of Roadstead grants a power (S13).

An arrest creates tasks: consular notification, counsel, interpreter, and the guardian of a child.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop as _

from roadstead.casework.alerts.compare import declared_of, is_child
from roadstead.casework.alerts.follow_ups import raise_arrest_tasks
from roadstead.casework.alerts.logic.protection import POWER
from roadstead.casework.alerts.models import Alert, Event, PowerUsed
from roadstead.casework.alerts.outcomes import CLOCKS_DIFFER, may_record
from roadstead.casework.alerts.state_decisions import as_acted_on_by
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.platform.accounts.models import User
from roadstead.platform.handling.ceiling import check_ceiling
from roadstead.platform.timeline.events import add

MAX_POWER_CHARS: Final = 200
ONLY_OF_THE_STATE: Final = _("only an officer of the state in which it was used can record a power")
OF_A_PERSON: Final = _("a power is recorded on an alert about a person")
WHICH_POWER: Final = _("write the act and section under which you acted")
NOT_YET: Final = _("this time is in the future: enter when the power was used")
TOO_LONG: Final = _("shorten this text to %(most)s characters at most")


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerStatement:
    """Statement of an officer about a power used: the act and section, when, and if it was an arrest."""

    power: str
    at: datetime
    is_arrest: bool = False


@transaction.atomic
def record_power(alert_id: int, said: PowerStatement, *, by: User, now: datetime) -> PowerUsed:
    """Store a power used, and create the tasks of an arrest. Raise NotAllowed with the reason."""
    rows = Alert.objects.visible_to(by).select_for_update(of=("self",)).select_related("voyage", "bill", "assignee")
    alert = rows.get(pk=alert_id)
    check_ceiling(said.power)
    _check(alert, said, by, now)
    made = PowerUsed.objects.create(
        alert=alert,
        power=said.power.strip(),
        is_arrest=said.is_arrest,
        at=said.at,
        officer=by,
        recorded_at=now,
        states=[by.state_id or ""],
    )
    held, of = as_acted_on_by(alert, by), by.state_id or ""
    add(held, Event(alert=held, who=by, act=POWER, by_state=of, states=[of]), states=[of])
    if said.is_arrest:
        raise_arrest_tasks(held, is_child=may_be_child(held, now), by=by, now=now)
    return made


def powers_used(alert: Alert, user: User) -> QuerySet[PowerUsed, PowerUsed]:
    """Return the powers that the person's own state recorded on an alert, the oldest first."""
    return PowerUsed.objects.visible_to(user).filter(alert=alert).select_related("officer")


def may_be_child(alert: Alert, now: datetime) -> bool:
    """Return True for a child as declared, and if no birth date says that the person is none."""
    declared = declared_of(alert)
    return declared is None or not declared.born or is_child(alert, now.date())


def _check(alert: Alert, said: PowerStatement, by: User, now: datetime) -> None:
    if not may_record(alert, by):
        raise NotAllowed(ONLY_OF_THE_STATE)
    if alert.is_about_cargo or alert.traveller_id is None:
        raise NotAllowed(OF_A_PERSON)
    if not said.power.strip():
        raise FieldRefused(WHICH_POWER, field="power")
    if len(said.power) > MAX_POWER_CHARS:
        raise FieldRefused(TOO_LONG, field="power", most=MAX_POWER_CHARS)
    if said.at > now + CLOCKS_DIFFER:
        raise FieldRefused(NOT_YET, field="at")
