"""Escalation of a notice that nobody acknowledges. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import IntEnum

from roadstead.casework.alerts.logic.urgency import hours_until, stay_hours
from roadstead.engine.reference.escalation import Wait, minutes_for


class Level(IntEnum):
    """Level that a notice has reached."""

    DUTY = 0
    SUPERVISOR = 1
    CENTRE = 2


def escalation_time(
    waits: Iterable[Wait], arrives_at: datetime | None, now: datetime, *, state: str, cargo: bool = False
) -> datetime | None:
    """Return when the notice escalates unless acknowledged.

    None once the people (`cargo`: the goods) have left the port: nobody is called for that.
    """
    hours = hours_until(arrives_at, now)
    if hours is not None and hours < -stay_hours(cargo=cargo):
        return None
    return now + timedelta(minutes=minutes_for(waits, state=state, hours=hours, on=now.date()))


def next_level(level: int, *, shared: bool) -> Level | None:
    """Return the next level. The centre is notified only for the region's lists (`shared`), not for a state's own."""
    if level == Level.DUTY:
        return Level.SUPERVISOR
    return Level.CENTRE if level == Level.SUPERVISOR and shared else None
