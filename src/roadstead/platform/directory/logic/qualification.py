"""Validity of a qualification on a day, and required courses that a person lacks. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Final

from roadstead.engine.reference.policy import ANY
from roadstead.engine.reference.required_courses import ROLES, Gap, GapReason, RequiredCourse, Work
from roadstead.engine.reference.tables import is_in_force

# Expiry never locks out an officer on duty: live alerts stay open for this long after it, and once for as long again.
ALERTS_GRACE_PERIOD: Final = timedelta(days=30)
WARN_DAYS_BEFORE: Final = (60, 30, 7)
LAST_DAY_OFFSET: Final = timedelta(hours=6)  # Belize, where a day ends last


def day_at(now: datetime) -> date:
    """Return the day by which a qualification is judged: its last day is over when it is over everywhere."""
    return (now.astimezone(UTC) - LAST_DAY_OFFSET).date()


class Status(StrEnum):
    VALID = "valid"
    ENDS_SOON = "ends_soon"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldQualification:
    """A recorded qualification. `until`: its last day; None: it does not expire."""

    course: str
    until: date | None = None
    is_revoked: bool = False
    is_extended: bool = False

    def status(self, today: date) -> Status:
        if self.is_revoked:
            return Status.REVOKED
        if self.until is None or today + timedelta(days=max(WARN_DAYS_BEFORE)) < self.until:
            return Status.VALID
        return Status.ENDS_SOON if today <= self.until else Status.EXPIRED

    @property
    def alerts_until(self) -> date | None:
        """Return the last day on which its holder may work on live alerts; None: no end, or revoked."""
        if self.until is None or self.is_revoked:
            return None
        return self.until + ALERTS_GRACE_PERIOD * (2 if self.is_extended else 1)


def gaps(
    required: Iterable[RequiredCourse], held: Sequence[HeldQualification], *, state: str, role: str, today: date
) -> tuple[Gap, ...]:
    """Return the missing courses that the state ("" for the regional centre) requires for the role on the day.

    Empty for carriers' people and those who run the system: nobody could record a qualification for them.
    """
    if role not in ROLES:
        return ()
    found = (
        _gap(row, [each for each in held if each.course == row.course], role, today)
        for row in required
        if row.state in (ANY, state) and row.needed_for in (role, *Work) and is_in_force(row, today)
    )
    return tuple(gap for gap in found if gap)


def _gap(row: RequiredCourse, held: Sequence[HeldQualification], role: str, today: date) -> Gap | None:
    """Return the gap for one course, judged by the best of several qualifications; None if one is valid."""
    if any(each.status(today) in (Status.VALID, Status.ENDS_SOON) for each in held):
        return None
    ended = max((each for each in held if each.alerts_until), key=lambda each: each.alerts_until or today, default=None)
    if ended and ended.until:
        why, on, alerts_until = GapReason.EXPIRED, ended.until, ended.alerts_until
    elif held:
        why, on, alerts_until = GapReason.REVOKED, today, None
    else:
        on = date.fromisoformat(row.valid_from)
        why, alerts_until = GapReason.MISSING, on + ALERTS_GRACE_PERIOD
    closed = frozenset(Work) if row.needed_for == role else frozenset({Work(row.needed_for)})
    if Work.ALERTS not in closed or not alerts_until or alerts_until < today:
        return Gap(course=row.course, reason=why, on=on, closed=closed)
    closed -= {Work.ALERTS}
    return Gap(course=row.course, reason=why, on=on, closed=closed, alerts_until=alerts_until)
