"""Splitting of segments that ran together because a terminator was lost: a tag stands where no tag can be.

Seen in practice: a typographic apostrophe as terminator (`…/PARK/JUN’TVL+…`), and none at all (`RPI+1+HKIFT+4:19+…`).
Without this a traveller could be hidden in the segment before, and a remark in a segment that is not examined.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from roadstead.engine.syntax.edifact import Repeated, Segment

DEFAULT_MAX_ELEMENTS: Final = 1_000  # elements; no proper segment has as many
# Maximum number of elements per segment, including its tag (PNRGOV guides 11.1 to 16.1, with some room).
MAX_ELEMENTS: Final[Mapping[str, int]] = {
    "UNH": 7,
    "UNT": 3,
    "MSG": 4,
    "ORG": 10,
    "TVL": 10,
    "EQN": 10,
    "SRC": 1,
    "RCI": 21,
    "DAT": 100,
    "EBD": 7,
    "TIF": 100,
    "FTI": 21,
    "REF": 100,
    "TKT": 5,
    "MON": 21,
    "PTK": 13,
    "TXD": 201,
    "TRA": 7,
    "RPI": 3,
    "APD": 13,
    "TRI": 7,
    "SSD": 9,
    "TBD": 100,
    "ABI": 9,
    "SAC": 4,
}
TEXTUAL: Final = frozenset({"SSR", "IFT", "LTS", "FAR", "FOP", "ADD"})
KNOWN: Final = frozenset(MAX_ELEMENTS) | TEXTUAL
LOST_MARK: Final = "’‘´`\x92"
AT_THE_END: Final = re.compile(rf"[{LOST_MARK}]\s*([A-Z]{{3}})")
TAIL_CHARS: Final = 8  # characters at the end of an element in which a mark and a tag are searched
MAX_PIECES: Final = 50


class Piece(NamedTuple):
    """One of the segments; `joint` is the text in place of the terminator before it."""

    joint: str
    segment: Segment


def split_at_lost_terminators(segment: Segment) -> list[Piece]:
    """Split a segment at lost terminators; usually the result is the segment itself."""
    pieces: list[Piece] = []
    joint, rest = "", segment
    while len(pieces) < MAX_PIECES and (cut := _cut(rest)):
        first, following, after = cut
        pieces.append(Piece(joint, first))
        joint, rest = following, after
    return [*pieces, Piece(joint, rest)]


def may_hold_several(segment: Segment) -> bool:
    """Return True if the segment may hold several. Fast, because every segment is tested."""
    if len(segment) > MAX_ELEMENTS.get(segment[0][0], DEFAULT_MAX_ELEMENTS):
        return True
    for element in segment:  # noqa: SIM110 a generator would cost twice as much, and every segment is asked
        if not element[-1].isascii() and _marked(element[-1]):
            return True
    return False


def _marked(last: str) -> bool:
    return last[-3:] in KNOWN and AT_THE_END.search(last[-TAIL_CHARS:]) is not None


def _cut(segment: Segment) -> tuple[Segment, str, Segment] | None:
    """Return the first segment, the text between and the rest; None if it is one segment."""
    if not may_hold_several(segment):
        return None
    is_too_long = len(segment) > MAX_ELEMENTS.get(segment[0][0], DEFAULT_MAX_ELEMENTS)
    for place in range(1, len(segment) - 1):
        element = segment[place]
        last = element[-1]
        if isinstance(element, Repeated) or last[-3:] not in KNOWN:
            continue
        found = AT_THE_END.search(last[-TAIL_CHARS:])
        if found is None and not is_too_long:
            continue
        joint = found.group()[:-3] if found else ""
        before = [*segment[:place], [*element[:-1], last[: -3 - len(joint)]]]
        return before, joint, [[last[-3:]], *segment[place + 1 :]]
    return None
