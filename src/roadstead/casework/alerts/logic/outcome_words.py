"""Outcomes that an officer at a border or in a port may record, with their labels. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class What(StrEnum):
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


WORDS: Final[dict[What, str]] = {
    What.FOUND: "Met at the border",
    What.NOT_FOUND: "Not found on arrival",
    What.ADMITTED: "Met and admitted",
    What.REFUSED: "Met and refused",
    What.REFERRED: "Met and referred to another authority",
    What.MISSED: "Missed: entered before anyone acted",
    What.SEIZED: "Examined: something found",
    What.NOTHING: "Examined: nothing found",
    What.RELEASED: "Released without examination",
    What.NOT_LANDED: "Not landed, or not found in the port",
    What.SENT_BACK: "Refused entry or sent back",
}
OF_PEOPLE: Final = (What.FOUND, What.NOT_FOUND, What.ADMITTED, What.REFUSED, What.REFERRED, What.MISSED)
OF_CARGO: Final = (What.SEIZED, What.NOTHING, What.RELEASED, What.NOT_LANDED, What.SENT_BACK, What.MISSED)
# The person was met at the border, or customs had the consignment before them.
MET: Final = frozenset(
    {What.FOUND, What.ADMITTED, What.REFUSED, What.REFERRED, What.SEIZED, What.NOTHING, What.RELEASED, What.SENT_BACK}
)
ACTED: Final = frozenset({What.REFUSED, What.REFERRED, What.SEIZED, What.SENT_BACK})
NOT_FOUND: Final = frozenset({What.NOT_FOUND, What.NOT_LANDED})
# The finding of customs counts more than the decision at the desk when a rule or a list is judged.
RIGHT: Final = frozenset({What.SEIZED})
WRONG: Final = frozenset({What.NOTHING})
