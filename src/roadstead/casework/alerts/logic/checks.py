"""Checks made elsewhere: systems that are asked, and results, with their labels. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

CHECKED: Final = "checked"  # act of the event that records a check
OWNER: Final = "owner"  # system of a reply from the state that owns the entry


class CheckedSystem(StrEnum):
    """System in which an officer looked, or had somebody look. Roadstead sends nothing to any of them."""

    INTERPOL = "interpol"
    POLICE = "police"
    IMMIGRATION = "immigration"
    OTHER = "other"


class CheckResult(StrEnum):
    """Result of a check made elsewhere."""

    NOTHING = "nothing"
    FOUND = "found"
    NO_REPLY = "no_reply"
    WAITING = "waiting"


class OwnerReply(StrEnum):
    """Result of a hit confirmation, as the owner of the entry replied. No officer enters it."""

    IN_FORCE = "in_force"
    NOT_SAME = "not_same"
    ENDED = "ended"
    REFUSED = "refused"


SYSTEM_LABELS: Final[dict[str, str]] = {
    CheckedSystem.INTERPOL: "INTERPOL documents, through the national bureau",
    CheckedSystem.POLICE: "National police",
    CheckedSystem.IMMIGRATION: "Immigration history",
    CheckedSystem.OTHER: "Another system",
    OWNER: "State that owns the entry",
}
RESULT_LABELS: Final[dict[str, str]] = {
    CheckResult.NOTHING: "Nothing held",
    CheckResult.FOUND: "Record found",
    CheckResult.NO_REPLY: "No reply",
    CheckResult.WAITING: "Asked, waiting for the reply",
    OwnerReply.IN_FORCE: "In force, probably the same",
    OwnerReply.NOT_SAME: "Not the same",
    OwnerReply.ENDED: "No longer in force",
    OwnerReply.REFUSED: "Refused to reply",
}
