"""Statuses of a warrant and the acts that change them, as one table. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Status(StrEnum):
    """Status of a warrant."""

    DRAFTED = "drafted"
    SIGNED = "signed"  # the signed file is there; waits for validation
    VALIDATED = "validated"  # by a second person; of a child it waits here for a second look
    IN_FORCE = "in force"  # the only status with an entry on the list
    SUSPENDED = "suspended"
    EXECUTED = "executed"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class WarrantAct(StrEnum):
    """Act on a warrant, as its history and the audit log name it. At most twelve characters, as in a timeline."""

    DRAFTED = "drafted"
    CHANGED = "changed"
    SIGNED = "signed"
    RETURNED = "returned"
    VALIDATED = "validated"
    PUBLISHED = "published"  # put in force
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    REVIEWED = "reviewed"  # stays in force, with a later day of review
    EXECUTED = "executed"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Transition:
    """The statuses in which an act is possible, and the status after it."""

    before: frozenset[Status]
    after: Status


ENDED: Final = frozenset({Status.EXECUTED, Status.WITHDRAWN, Status.EXPIRED})
OPEN: Final = frozenset(Status) - ENDED
DECIDED: Final = frozenset({Status.VALIDATED, Status.IN_FORCE, Status.SUSPENDED})  # two people have decided
START: Final = Status.DRAFTED
TRANSITIONS: Final[Mapping[WarrantAct, Transition]] = {
    WarrantAct.CHANGED: Transition(frozenset({Status.DRAFTED}), Status.DRAFTED),
    WarrantAct.SIGNED: Transition(frozenset({Status.DRAFTED}), Status.SIGNED),
    WarrantAct.RETURNED: Transition(frozenset({Status.SIGNED}), Status.DRAFTED),
    WarrantAct.VALIDATED: Transition(frozenset({Status.SIGNED}), Status.VALIDATED),
    WarrantAct.PUBLISHED: Transition(frozenset({Status.VALIDATED}), Status.IN_FORCE),
    WarrantAct.SUSPENDED: Transition(frozenset({Status.IN_FORCE}), Status.SUSPENDED),
    WarrantAct.RESUMED: Transition(frozenset({Status.SUSPENDED}), Status.IN_FORCE),
    WarrantAct.REVIEWED: Transition(frozenset({Status.IN_FORCE}), Status.IN_FORCE),
    WarrantAct.EXECUTED: Transition(DECIDED, Status.EXECUTED),
    WarrantAct.WITHDRAWN: Transition(OPEN, Status.WITHDRAWN),
    WarrantAct.EXPIRED: Transition(OPEN, Status.EXPIRED),
}


class NotPossible(ValueError):
    """Raised for an act that the status of the warrant does not admit."""


def is_possible(status: Status, act: WarrantAct) -> bool:
    """Return True if the table admits this act in this status."""
    found = TRANSITIONS.get(act)
    return found is not None and status in found.before


def after(status: Status, act: WarrantAct) -> Status:
    """Return the status after the act. Raises NotPossible."""
    if not is_possible(status, act):
        raise NotPossible(f"{act} is not possible while a warrant is {status}")
    return TRANSITIONS[act].after
