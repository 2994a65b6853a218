"""Checks made elsewhere: systems that are asked, and results, with their labels. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

CHECKED: Final = "checked"  # act of the event that records a check


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


SYSTEM_LABELS: Final[dict[CheckedSystem, str]] = {
    CheckedSystem.INTERPOL: "INTERPOL documents, through the national bureau",
    CheckedSystem.POLICE: "National police",
    CheckedSystem.IMMIGRATION: "Immigration history",
    CheckedSystem.OTHER: "Another system",
}
RESULT_LABELS: Final[dict[CheckResult, str]] = {
    CheckResult.NOTHING: "Nothing held",
    CheckResult.FOUND: "Record found",
    CheckResult.NO_REPLY: "No reply",
    CheckResult.WAITING: "Asked, waiting for the reply",
}
