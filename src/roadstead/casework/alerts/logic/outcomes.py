"""Outcomes that an officer at a border or in a port may record, with their labels. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class OutcomeType(StrEnum):
    """Outcome, as the officer at the border saw it."""

    FOUND = "found"
    NOT_FOUND = "not_found"
    ADMITTED = "admitted"
    REFUSED = "refused"
    REFERRED = "referred"
    MISSED = "missed"
    SEIZED = "seized"
    NOTHING = "nothing"
    RELEASED = "released"
    NOT_LANDED = "not_landed"
    SENT_BACK = "sent_back"


OUTCOME_LABELS: Final[dict[OutcomeType, str]] = {
    OutcomeType.FOUND: "Found at the border",
    OutcomeType.NOT_FOUND: "Not found on arrival",
    OutcomeType.ADMITTED: "Admitted",
    OutcomeType.REFUSED: "Refused entry",
    OutcomeType.REFERRED: "Referred to another authority",
    OutcomeType.MISSED: "Missed: entered before anyone acted",
    OutcomeType.SEIZED: "Examined: something found",
    OutcomeType.NOTHING: "Examined: nothing found",
    OutcomeType.RELEASED: "Released without examination",
    OutcomeType.NOT_LANDED: "Not landed, or not found in the port",
    OutcomeType.SENT_BACK: "Refused entry or sent back",
}
OUTCOMES_OF_PEOPLE: Final = (
    OutcomeType.FOUND,
    OutcomeType.NOT_FOUND,
    OutcomeType.ADMITTED,
    OutcomeType.REFUSED,
    OutcomeType.REFERRED,
    OutcomeType.MISSED,
)
OUTCOMES_OF_CARGO: Final = (
    OutcomeType.SEIZED,
    OutcomeType.NOTHING,
    OutcomeType.RELEASED,
    OutcomeType.NOT_LANDED,
    OutcomeType.SENT_BACK,
    OutcomeType.MISSED,
)
# The person was met at the border, or customs had the consignment before them.
ENCOUNTERED: Final = frozenset(
    {
        OutcomeType.FOUND,
        OutcomeType.ADMITTED,
        OutcomeType.REFUSED,
        OutcomeType.REFERRED,
        OutcomeType.SEIZED,
        OutcomeType.NOTHING,
        OutcomeType.RELEASED,
        OutcomeType.SENT_BACK,
    }
)
ACTED: Final = frozenset({OutcomeType.REFUSED, OutcomeType.REFERRED, OutcomeType.SEIZED, OutcomeType.SENT_BACK})
NOT_FOUND: Final = frozenset({OutcomeType.NOT_FOUND, OutcomeType.NOT_LANDED})
# The finding of customs counts more than the decision at the desk when a rule or a list is judged.
CONFIRMING: Final = frozenset({OutcomeType.SEIZED})
CLEARING: Final = frozenset({OutcomeType.NOTHING})
