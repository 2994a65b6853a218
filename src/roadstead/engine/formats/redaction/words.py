"""Detection of words in place of codes: a single sensitive word (`REF+:MUSLIM`) is neither long nor several words.

A component of letters only that is longer than the code of its place is a word. One with digits is a reference.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final, NamedTuple

from roadstead.engine.formats.redaction.kinds import MARK

MAX_LETTERS_ANYWHERE: Final = 3  # letters allowed in any place: codes of ports, currencies, aircraft
SHORT_CODES: Final = dict.fromkeys(
    ("MSG", "EQN", "DAT", "EBD", "REF", "MON", "TXD", "RPI", "APD", "TRI", "TBD", "SAC"), MAX_LETTERS_ANYWHERE
)
# Letters that a code may have: 3 for a port, a currency or an aircraft; 4 for offices and agents.
MAX_CODE_LETTERS: Final[Mapping[str, int]] = SHORT_CODES | dict.fromkeys(
    ("ORG", "TVL", "SRC", "RCI", "TIF", "FTI", "TKT", "PTK", "TRA", "SSD", "ABI"), 4
)
ANY: Final = range(1_000)
MAX_NAME_LETTERS: Final = 1_000
PIECE: Final = re.compile(r"[^\W_]+")
DIGIT: Final = re.compile(r"[0-9]")
CONSECUTIVE_LETTERS: Final = re.compile(rf"[^\W0-9_]{{{MAX_LETTERS_ANYWHERE + 1}}}")
MAX_CODE_CHARS: Final = 35  # characters


class Place(NamedTuple):
    """Elements and components of a segment in which more letters are allowed than elsewhere in it."""

    elements: Collection[int]
    components: Collection[int]
    letters: int


WIDER: Final[Mapping[str, Place]] = {
    "RCI": Place(ANY, (1,), 6),  # a locator
    "TIF": Place(ANY, (0,), MAX_NAME_LETTERS),  # surname, given names
    "TVL": Place((2, 3), ANY, MAX_NAME_LETTERS),  # from and to
}
KNOWN: Final[Mapping[str, frozenset[str]]] = {
    "ABI": frozenset({"SYSTEM"}),  # author of a change, not a person
    "FTI": frozenset({"BRONZE", "SILVER", "PLATINUM", "DIAMOND", "EMERALD", "SAPPHIRE"}),  # tiers of frequent flyers
    "MON": frozenset({"NOADC", "NO ADC", "FREE", "EXEMPT"}),
    "TVL": frozenset({"HOTEL", "TRAIN", "FERRY", "CRUISE"}),  # products other than flights
    "TXD": frozenset({"EXEMPT"}),
}


def is_reference(one: str) -> bool:
    """Return True if the component is certainly no word in any place.

    That is: it has digits, no four consecutive letters, no blank, and is no longer than codes. This quick test settles
    most components before the other rules.
    """
    if len(one) > MAX_CODE_CHARS or " " in one:
        return False
    return one.isdigit() or (DIGIT.search(one) is not None and not CONSECUTIVE_LETTERS.search(one))


def is_word(one: str, tag: str, element: int, component: int) -> bool:
    """Return True if a component is a word in place of a code; always False for segments without such places."""
    if len(one) <= MAX_LETTERS_ANYWHERE or one == MARK or one.isdigit() or tag not in MAX_CODE_LETTERS:
        return False
    most = _max_letters(tag, element, component)
    if element == component == 0 or len(one) <= most or one.strip().upper() in KNOWN.get(tag, ()):
        return False
    return _has_word(one, most)


def _max_letters(tag: str, element: int, component: int) -> int:
    wider = WIDER.get(tag)
    is_wider = wider is not None and element in wider.elements and component in wider.components
    return wider.letters if wider is not None and is_wider else MAX_CODE_LETTERS[tag]


def _has_word(one: str, most: int) -> bool:
    """Return True for too many letters, or one such piece between punctuation (`1/HALAL`). Pieces with digits do not
    count.
    """
    pieces = [piece for piece in PIECE.findall(one) if not DIGIT.search(piece)]
    if not DIGIT.search(one):
        return sum(map(len, pieces)) > most
    return any(len(piece) > most for piece in pieces)


def may_hold_word(service: bytes, component: bytes) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """Return patterns that find every word in a segment's bytes, and more: anywhere, or after a component mark only."""
    none = rb"[^0-9" + re.escape(service) + rb"]{%d}"
    return re.compile(none % (MAX_LETTERS_ANYWHERE + 1)), re.compile(
        re.escape(component) + none % (MAX_LETTERS_ANYWHERE + 1)
    )
