"""A restricted row, opened by whoever decides its alert: with a reason, for a quarter of an hour, on its page (S34)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from django.http import HttpRequest

from roadstead.casework.alerts.logic.workflow import NotAllowed
from roadstead.casework.alerts.models import Alert
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_decide_alerts
from roadstead.platform.audit.models import note
from roadstead.platform.database.scope import enter

LASTS: Final = timedelta(minutes=15)
MOST: Final = 300  # characters of a reason
KEPT: Final = "opened"  # in the session: by the alert's number until when


def may_open(alert: Alert, user: User) -> bool:
    """Whoever may decide about it, as long as it is to be decided."""
    return alert.traveller_id is not None and alert.is_open and may_decide_alerts(user)


def open_it(request: HttpRequest, alert: Alert, why: str, *, by: User, now: datetime) -> None:
    """The audit keeps who, when, and the reason in the officer's words. NotAllowed says what is missing."""
    if not may_open(alert, by):
        raise NotAllowed("restricted data are opened by who decides about the alert, as long as it is open")
    if not 0 < len(why.strip()) <= MOST:
        raise NotAllowed("write why you have to see who it is, in at most %(most)s characters", most=f"{MOST:,}")
    note(by, "restricted data opened", f"alert {alert.pk}", states=alert.states, detail=why.strip())
    request.session[KEPT] = {**request.session.get(KEPT, {}), str(alert.pk): (now + LASTS).isoformat()}


def enter_if_opened(request: HttpRequest, alert: Alert, *, by: User, now: datetime) -> bool:
    """Whether this person has opened it: then the rest of this request reads its row, and no other restricted one."""
    until = request.session.get(KEPT, {}).get(str(alert.pk), "")
    if not until or datetime.fromisoformat(until) < now or not may_open(alert, by):
        return False
    enter(replace(by.scope, opened=alert.traveller_id or 0))
    return True
