"""Calendar of a state's working days: its time zone, and the holidays in force."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from roadstead.engine.deadlines.working_days import Calendar
from roadstead.engine.reference.holidays import HOLIDAYS, corrections_for
from roadstead.platform.accounts.organisations import State
from roadstead.platform.policies.in_force import in_force


def calendar_of(state: str) -> Calendar:
    """Return the calendar of a state by its code; "" for the regional centre: UTC, and the holidays of every state."""
    zone = State.objects.filter(pk=state).values_list("zone", flat=True).first() or "UTC"
    return Calendar(state=state, zone=ZoneInfo(zone), corrections=corrections_for(in_force(HOLIDAYS), state))
