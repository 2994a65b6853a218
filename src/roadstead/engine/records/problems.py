"""What is wrong with a message, and how a value was sent."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a problem costs: a value lost, a value in doubt, or only worth knowing."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something wrong with what we were sent. It travels beside the data instead of being raised.

    `code` is stable kebab-case ("birth-date-impossible"); `text` says what is wrong and what to do about it.
    """

    severity: Severity
    code: str
    text: str
    message: str = ""  # reference of the message (UNH 0062), or its number in the file
    segment: str = ""  # the segment's tag, or the column's heading
    number: int | None = None  # the segment's number in its message, counted from 1
    field: str = ""  # what an officer calls it: "birth date", with the data element where there is one
    sent: str = ""  # what stood there, cut to 80 characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One value as it was sent, before we made anything of it."""

    field: str
    value: str
    segment: int  # number of the segment in its message, counted from 1
