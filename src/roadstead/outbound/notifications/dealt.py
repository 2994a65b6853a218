"""Notices about an alert that was dealt with at the border: the acting state's are answered and escalate no more."""

from __future__ import annotations

from datetime import datetime

from roadstead.casework.alerts.models import Alert
from roadstead.outbound.notifications.models import Notice
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import note


def answer_notices(alert: Alert, *, by: User, now: datetime) -> int:
    """Acknowledge, in the officer's name, the notices of the own state that nobody has answered; how many."""
    rows = Notice.objects.visible_to(by).filter(alert=alert, state=by.state_id or "", acknowledged_at=None)
    number = rows.update(acknowledged_by=by, acknowledged_at=now, escalates_at=None)
    if number:
        note(by, "acknowledged", f"alert {alert.pk}", states=[by.state_id or ""], detail="by recording the outcome")
    return number
