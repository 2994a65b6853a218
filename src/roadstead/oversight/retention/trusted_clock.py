"""Check of the machine's clock before it is used to delete: a clock that jumps ahead makes live data look expired.

Two checks, both with a tolerance of a day:

- The machine and the database must agree. This finds a jump of either when they run on different machines.
- The clock must not have moved more than a day past the last reading that was trusted. This finds a jump of both
  together, and cannot tell it from a system that was stopped. So it does not refuse for ever: the clock is trusted
  again as soon as a message arrives whose sender dates it within a day of our clock, or a person confirms the clock.

Audit lines, checkpoints and times of receipt do not vouch for the clock: the clock in doubt writes them itself, within
seconds of the jump. So readings are kept apart, every ten minutes and only while the clock is trusted; the first one of
a new system is trusted. The time that a sender writes into a message (EDIFACT UNB) comes from another clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from django.db import connection

from roadstead.filings.voyages.models import Manifest
from roadstead.oversight.retention.models import ClockReading, StopReason

TOLERANCE: Final = timedelta(days=1)
ONLY: Final = 1  # id of the only row of ClockReading
MINUTE: Final = "%Y-%m-%dT%H:%M"  # as Manifest.sent_at, in the sender's zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Reason why the clock is not trusted: its reading, and the time it was compared with."""

    reason: StopReason
    machine: datetime
    other: datetime  # of the database, or of the last trusted reading


def database_now() -> datetime:
    """Return the current time of the database's own clock, not the time when the transaction began."""
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now


def check_clock(now: datetime) -> Doubt | None:
    """Return why `now` is not trusted, or None and store it as the newest trusted reading. In the region's scope."""
    database = database_now()
    if abs(now - database) > TOLERANCE:
        return Doubt(reason=StopReason.DIFFERS, machine=now, other=database)
    trusted = ClockReading.objects.filter(pk=ONLY).values_list("at", flat=True).first()
    if trusted is not None and now - trusted > TOLERANCE and not _is_vouched_for(now):
        return Doubt(reason=StopReason.JUMP, machine=now, other=trusted)
    trust(now)
    return None


def trust(now: datetime) -> None:
    """Store `now` as the newest trusted reading."""
    ClockReading.objects.update_or_create(pk=ONLY, defaults={"at": now})


def _is_vouched_for(now: datetime) -> bool:
    """Return True if a message of the last day is dated by its sender within a day of `now`."""
    since, until = now.astimezone(UTC) - TOLERANCE, now.astimezone(UTC) + TOLERANCE
    recent = Manifest.objects.filter(message__received_at__gte=since, message__received_at__lte=until)
    return recent.filter(sent_at__gte=f"{since:{MINUTE}}", sent_at__lte=f"{until:{MINUTE}}").exists()
