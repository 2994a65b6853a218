"""When a notice that nobody acknowledges goes to somebody else: pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import IntEnum

from roadstead.casework.alerts.logic.urgency import hours_until, stays
from roadstead.engine.reference.escalation import Wait, minutes_for


class Level(IntEnum):
    """To whom a notice has gone so far."""

    DUTY = 0
    SUPERVISOR = 1
    CENTRE = 2


def due(
    waits: Iterable[Wait], arrives_at: datetime | None, now: datetime, *, state: str, cargo: bool = False
) -> datetime | None:
    """When the notice escalates unless acknowledged; None once people (`cargo`: goods) have left the port: nobody is
    called for that."""
    hours = hours_until(arrives_at, now)
    if hours is not None and hours < -stays(cargo=cargo):
        return None
    return now + timedelta(minutes=minutes_for(waits, state=state, hours=hours, on=now.date()))


def above(level: int, *, shared: bool) -> Level | None:
    """The next to be told. The centre only of what the region's lists raised (`shared`): a state's own is not its."""
    if level == Level.DUTY:
        return Level.SUPERVISOR
    return Level.CENTRE if level == Level.SUPERVISOR and shared else None
