"""Segments that ran together because an end mark was lost: found by a tag where no tag can be, and taken apart.

Met: a typographic apostrophe for the end mark (`…/PARK/JUN’TVL+…`), and no mark at all (`RPI+1+HKIFT+4:19+…`).
Without this a traveller could hide in the segment before him, and a remark in one that is not looked into.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from roadstead.syntax.edifact import Repeated, Segment

# Most elements of a segment, its tag not counted (PNRGOV guides 11.1 to 16.1, with some room).
MOST_ELEMENTS: Final[Mapping[str, int]] = {
    "UNH": 6,
    "UNT": 2,
    "MSG": 3,
    "ORG": 9,
    "TVL": 9,
    "EQN": 9,
    "SRC": 0,
    "RCI": 20,
    "DAT": 99,
    "EBD": 6,
    "TIF": 99,
    "FTI": 20,
    "REF": 99,
    "TKT": 4,
    "MON": 20,
    "PTK": 12,
    "TXD": 200,
    "TRA": 6,
    "RPI": 2,
    "APD": 12,
    "TRI": 6,
    "SSD": 8,
    "TBD": 99,
    "ABI": 8,
    "SAC": 3,
}
TEXTUAL: Final = frozenset({"SSR", "IFT", "LTS", "FAR", "FOP", "ADD"})
KNOWN: Final = frozenset(MOST_ELEMENTS) | TEXTUAL
LOST_MARK: Final = "’‘´`\x92"
AT_THE_END: Final = re.compile(rf"[{LOST_MARK}]\s*([A-Z]{{3}})")
MARKED_LENGTH: Final = 8  # characters at the end of an element in which a mark and a tag are looked for
MOST_PARTS: Final = 50


class Piece(NamedTuple):
    """One of the segments; `joint` is what stood in place of the end mark before it."""

    joint: str
    segment: Segment


def taken_apart(segment: Segment) -> list[Piece]:
    """The segment itself, mostly."""
    pieces: list[Piece] = []
    joint, rest = "", segment
    while len(pieces) < MOST_PARTS and (cut := _cut(rest)):
        first, following, after = cut
        pieces.append(Piece(joint, first))
        joint, rest = following, after
    return [*pieces, Piece(joint, rest)]


def ran_together(segment: Segment) -> bool:
    """Whether it is worth taking apart: quick, for every segment is asked."""
    most = MOST_ELEMENTS.get(segment[0][0].upper())
    if most is not None and len(segment) > most + 1:
        return True
    return len(segment) > 2 and any(_marked(element) for element in segment[1:-1])


def _marked(element: list[str]) -> bool:
    last = element[-1]
    return not last.isascii() and last[-3:] in KNOWN and AT_THE_END.search(last[-MARKED_LENGTH:]) is not None


def _cut(segment: Segment) -> tuple[Segment, str, Segment] | None:
    """Before, what stood between, after; None where it is one segment."""
    if not ran_together(segment):
        return None
    is_too_long = len(segment) > MOST_ELEMENTS.get(segment[0][0].upper(), len(segment)) + 1
    for place in range(1, len(segment) - 1):
        element = segment[place]
        last = element[-1]
        if isinstance(element, Repeated) or last[-3:] not in KNOWN:
            continue
        found = AT_THE_END.search(last[-MARKED_LENGTH:])
        if found is None and not is_too_long:
            continue
        joint = found.group()[:-3] if found else ""
        before = [*segment[:place], [*element[:-1], last[: -3 - len(joint)]]]
        return before, joint, [[last[-3:]], *segment[place + 1 :]]
    return None
