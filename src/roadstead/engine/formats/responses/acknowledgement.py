"""Records of a CONTRL: its statements on an interchange, its groups, messages, segments and elements (ISO 9735-4).

The same records are written and read. `action` is 0083, `error` 0085. Positions count as in the standard: UNH is
segment 1, and a segment's tag is its element 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

INTERCHANGE: Final = "UCI"
GROUP: Final = "UCF"
MESSAGE: Final = "UCM"
SEGMENT: Final = "UCS"
ELEMENT: Final = "UCD"

ACKNOWLEDGED: Final = "7"
REJECTED: Final = "4"
RECEIVED: Final = "8"
ACTIONS: Final[Mapping[str, str]] = {
    "1": "acknowledged, this level and all below",
    "2": "acknowledged, errors below are reported",
    "4": "rejected, this level and all below",
    "5": "its envelope is rejected",
    "6": "its envelope is accepted",
    "7": "acknowledged, as is what is below unless rejected there",
    "8": "received, not yet looked at",
}
# 0085: error codes, those that senders see.
ERRORS: Final[Mapping[str, str]] = {
    "2": "syntax version or level not supported",
    "7": "the recipient is not the one it was meant for",
    "12": "invalid value",
    "13": "missing",
    "14": "value not supported here",
    "15": "not supported here",
    "16": "too many constituents",
    "17": "no agreement about it",
    "18": "unspecified error",
    "19": "invalid decimal notation",
    "20": "character invalid as service character",
    "21": "invalid character",
    "22": "invalid service character",
    "23": "unknown sender",
    "24": "too old",
    "25": "test indicator not supported",
    "26": "sent twice",
    "27": "security not supported",
    "28": "references do not match",
    "29": "count does not match what came",
    "30": "groups and messages mixed",
    "32": "nothing in it",
    "33": "outside of any message",
    "35": "too often",
    "37": "invalid type of character",
    "39": "too long",
    "40": "too short",
    "45": "separator at the end",
    "46": "character set not supported",
}
LEVEL_NAMES: Final[Mapping[str, str]] = {
    INTERCHANGE: "Interchange",
    GROUP: "Group",
    MESSAGE: "Message",
    SEGMENT: "Segment",
    ELEMENT: "Element",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """One UCI, UCF, UCM, UCS or UCD.

    `kind` of a message is its S009, type, version and release (`D:05B`) in order; parties are as in UNB.
    """

    level: str
    reference: str = ""
    kind: tuple[str, ...] = ()
    sender: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    action: str = ""
    error: str = ""
    segment: str = ""  # tag of the service segment at fault (0013)
    position: int | None = None  # of a segment in its message, or of an element in its segment
    component: int | None = None

    @property
    def text(self) -> str:
        """The statement in words: "Message 1 (PAXLST): rejected, this level and all below: missing"."""
        name = f"{LEVEL_NAMES.get(self.level, self.level)} {self.reference or self._place}".strip()
        kind = f" ({self.kind[0]})" if self.kind and self.kind[0] else ""
        action = ACTIONS.get(self.action, self.action and f"action {self.action}")
        error = ERRORS.get(self.error, self.error and f"error {self.error}")
        at = f" in {self.segment}" if self.segment else ""
        return f"{name}{kind}: {': '.join(part for part in (action, error) if part)}{at}".rstrip(": ")

    @property
    def _place(self) -> str:
        if self.position is None:
            return ""
        return str(self.position) if self.component is None else f"{self.position}, component {self.component}"
