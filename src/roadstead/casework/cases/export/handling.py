"""How the recipient handles an export (TLP 2.0), and that no export is handled more freely than what is in it (S25)."""

from __future__ import annotations

from typing import Final

from roadstead.casework.alerts.models import Alert
from roadstead.targeting.watchlists.models import REGION, Tlp

WORDS: Final[dict[str, str]] = {
    Tlp.RED: "red: only the recipient named, nobody else",
    Tlp.STRICT: "amber+strict: only the recipient's own organisation, as far as needed",
    Tlp.AMBER: "amber: the recipient's organisation and those it works for, as far as needed",
    Tlp.GREEN: "green: the community that the recipient belongs to, not the public",
    Tlp.CLEAR: "clear: anybody",
}
STRICTEST_FIRST: Final = tuple(WORDS)


def code(alert: Alert) -> str:
    """Of the list that raised it; as shipped green for the region's lists and amber for a state's."""
    return alert.tlp or (Tlp.GREEN if alert.owner == REGION else Tlp.AMBER)


def strictest(codes: list[str]) -> str:
    """The first of them as STRICTEST_FIRST has it; clear where there is none."""
    return min(codes, key=STRICTEST_FIRST.index, default=Tlp.CLEAR.value)


def is_freer(one: str, other: str) -> bool:
    return STRICTEST_FIRST.index(one) > STRICTEST_FIRST.index(other)
