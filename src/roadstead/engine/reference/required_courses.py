"""Courses that a state requires for a role or a type of work, and the work that is closed without them.

No rows are shipped: without an approved row no course is required.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from roadstead.engine.reference.policy import (
    NO_FAULT,
    SOURCED,
    Table,
    a_day,
    a_day_or_nothing,
    a_state,
    anything,
    one_of,
)
from roadstead.engine.sentences import Sentence

# System administrators are not included: none of the work that a course closes is theirs.
ROLES: Final = (
    "analyst",
    "officer",
    "watchlist_owner",
    "supervisor",
    "focal_point",
    "central_authority",
    "court",
    "auditor",
    "data_protection",
)
MAX_COURSE_CHARS: Final = 20
COURSE: Final = re.compile(r"[A-Z][A-Z0-9-]{1,19}")


class Work(StrEnum):
    """A type of work that may require a course."""

    PROPOSE = "propose"
    APPROVE = "approve"
    EXPORT = "export"
    LISTS = "lists"
    ALERTS = "alerts"  # acknowledge and decide live alerts, and record outcomes


class GapReason(StrEnum):
    """Reason why a person has no valid qualification for a course."""

    MISSING = "missing"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredCourse:
    """One row. `needed_for`: one of ROLES, whose whole work requires it, or a Work, for all roles."""

    state: str
    needed_for: str
    course: str
    valid_from: str
    valid_to: str
    verified: str
    mark: str
    source: str
    text: str
    is_approved: bool = False  # approved, not shipped


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A required course for which a person has no valid qualification on the day of the check.

    `on`: the day on which it expired; for a missing one the day from which it is required. `alerts_until`: the last day
    on which live alerts stay open; None if they are closed or do not need this course.
    """

    course: str
    reason: GapReason
    on: date
    closed: frozenset[Work]
    alerts_until: date | None = None


def a_course(text: str) -> Sentence:
    fits = COURSE.fullmatch(text)
    fault = Sentence("must be a code of 2 to 20 capital letters, digits and hyphens, as BORDER-1")
    return NO_FAULT if fits else fault


REQUIRED_COURSES: Final[Table[RequiredCourse]] = Table(
    name="required_courses",
    title="Required courses",
    decides="The course that a role or a kind of work requires. Without a valid qualification, that work is blocked.",
    cells={
        "state": a_state,
        "needed_for": one_of(*ROLES, *Work),
        "course": a_course,
        "valid_from": a_day,
        "valid_to": a_day_or_nothing,
        **SOURCED,
        "text": anything,
    },
    key=("state", "needed_for", "course"),
    make=lambda row, own: RequiredCourse(**row, is_approved=own),
)
