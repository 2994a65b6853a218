"""When a notice that nobody answers goes to somebody else: pure. The steps of a state are dated rows (`Patience`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Final

from roadstead.casework.alerts.logic.urgency import hours_until, stays

Steps = Sequence[tuple[float, float]]  # (hours until arrival at most, minutes to acknowledge), the soonest first
# Of a state that has set nothing: Roadstead's own proposal of 2026-11, no law and no agreed practice.
UNSET: Final[Steps] = ((1.0, 5.0), (6.0, 15.0), (24.0, 60.0))
FAR: Final = 240.0  # minutes, where arrival is farther than every step, or not declared


class Level(IntEnum):
    """To whom a notice has gone so far."""

    DUTY = 0
    SUPERVISOR = 1
    CENTRE = 2


def minutes(steps: Steps, arrives_at: datetime | None, now: datetime, *, cargo: bool = False) -> float | None:
    """Minutes to acknowledge; None once people (`cargo`: goods) have left the port: nobody is called for that."""
    hours = hours_until(arrives_at, now)
    if hours is not None and hours < -stays(cargo=cargo):
        return None
    return next((given for most, given in steps if hours is not None and hours <= most), FAR)


def due(steps: Steps, arrives_at: datetime | None, now: datetime, *, cargo: bool = False) -> datetime | None:
    """When the notice escalates unless acknowledged."""
    given = minutes(steps, arrives_at, now, cargo=cargo)
    return None if given is None else now + timedelta(minutes=given)


def above(level: int, *, shared: bool) -> Level | None:
    """The next to be told. The centre only of what the region's lists raised (`shared`): a state's own is not its."""
    if level == Level.DUTY:
        return Level.SUPERVISOR
    return Level.CENTRE if level == Level.SUPERVISOR and shared else None
