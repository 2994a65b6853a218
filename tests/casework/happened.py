"""Events of alerts for tests, as the acts and the screening write them: numbered, hashed, and known to the alert."""

from __future__ import annotations

from typing import Any

from roadstead.casework.alerts.models import Alert, Event
from roadstead.platform.timeline.events import append
from roadstead.platform.timeline.models import HEAD_COLUMNS


def happened(alert: Alert, act: str, *, after: str = "new", **columns: Any) -> Event:
    event = Event(alert=alert, act=act, after=after, **{"states": alert.states, **columns})
    append(alert, event)
    event.save(force_insert=True)
    alert.save(update_fields=HEAD_COLUMNS)
    return event
