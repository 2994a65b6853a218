"""Courses that a state requires for a role or a kind of work, and what is closed to a person without one. Nothing is
shipped: without an approved row nothing is required."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from roadstead.engine.reference.policy import (
    SOURCED,
    Table,
    a_day,
    a_day_or_nothing,
    a_state,
    anything,
    one_of,
)

# Not those who run the system: nothing that a course closes is theirs.
ROLES: Final = (
    "analyst",
    "officer",
    "watchlist_owner",
    "supervisor",
    "focal_point",
    "auditor",
    "data_protection",
)
MAX_COURSE_CHARS: Final = 20
COURSE: Final = re.compile(r"[A-Z][A-Z0-9-]{1,19}")


class Work(StrEnum):
    """A kind of work that a course can be required for."""

    PROPOSE = "propose"
    APPROVE = "approve"
    EXPORT = "export"
    LISTS = "lists"
    ALERTS = "alerts"  # acknowledge and decide live alerts, and record outcomes


class Why(StrEnum):
    """Why a person has no valid qualification of a course."""

    MISSING = "missing"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredCourse:
    """One row. `needed_for`: one of ROLES, whose whole work it is for, or a Work, whoever does it."""

    state: str
    needed_for: str
    course: str
    valid_from: str
    valid_to: str
    verified: str
    mark: str
    source: str
    text: str
    own: bool = False  # approved, not shipped


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A required course of which a person has no valid qualification, on the day it was asked.

    `on`: the day it expired; of a missing one the day from which it is required. `alerts_until`: the last day on which
    live alerts stay open; None: they are closed, or this course is not needed for them.
    """

    course: str
    why: Why
    on: date
    closed: frozenset[Work]
    alerts_until: date | None = None


def a_course(text: str) -> str:
    fits = COURSE.fullmatch(text)
    return "" if fits else "must be a code of 2 to 20 capital letters, digits and hyphens, as BORDER-1"


REQUIRED_COURSES: Final[Table[RequiredCourse]] = Table(
    name="required_courses",
    title="Required courses",
    decides="Which course a role or a kind of work needs: without a valid qualification that work is closed.",
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
    make=lambda row, own: RequiredCourse(**row, own=own),
)
