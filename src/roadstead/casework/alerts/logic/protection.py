"""Answer to the question of protection, which is asked before the state that owns an entry hears anything. Pure."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import Final

PROTECTION: Final = "protection"  # act of the event that records an answer; the event does not say which
POWER: Final = "power"  # act of the event that records a national power
REPLIED: Final = "replied"  # act of the event of a reply from the owner of the entry


class Protection(StrEnum):
    """Whether the person has asked for protection or is a recognised refugee, as the officer answers."""

    NO = "no"
    YES = "yes"
    UNKNOWN = "unknown"


PROTECTION_LABELS: Final[dict[Protection, str]] = {
    Protection.NO: "No",
    Protection.YES: "Yes",
    Protection.UNKNOWN: "Not known",
}


def keeps_back(answer: Protection, *, ties: Collection[str], owner: str) -> bool:
    """Return True if nothing may be sent to the owner of the entry.

    `ties`: states of which the person is known to be a national or to hold a document. If there are none, the person
    may be from the owner's state.
    """
    if answer is Protection.UNKNOWN:
        return not ties or owner in ties
    return answer is Protection.YES
