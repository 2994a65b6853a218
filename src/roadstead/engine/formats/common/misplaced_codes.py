"""EDIFACT values one component beside their place, read where they are unambiguous."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from roadstead.engine.reference.countries import alpha3
from roadstead.engine.reference.places import place
from roadstead.engine.syntax.edifact import Segment, part

LOCODE: Final = re.compile(r"[A-Z]{2}[A-Z0-9]{3}")
LOCODE_CHARS: Final = 5  # of a UN/LOCODE
NO_COUNTRIES: Final = ("UN", "EU")
CODE_BESIDE: Final = (
    "The UN/LOCODE of a place is in the wrong element (1131). We read it. Send it first, as in LOC+9+SGSIN:139:6."
)


class SentPlace(NamedTuple):
    """C517 of a LOC as sent: its code, its name, and True if the code was in the place of the code list (1131)."""

    code: str
    name: str
    is_misplaced: bool = False


def read_place(segment: Segment, element: int = 2) -> SentPlace:
    """Read C517. `LOC+9+SINGAPORE:SGSIN:139:6` gives SGSIN: no code list has that name, and SINGAPORE is no port."""
    sent = segment[element] if len(segment) > element else [""]
    if len(sent) == 1:
        return SentPlace(sent[0].strip(), "")
    first, code, name = sent[0].strip(), sent[1].strip().upper(), part(segment, element, 3)
    if len(code) == LOCODE_CHARS and is_locode(code) and not (is_locode(first.upper()) and place(first.upper())):
        return SentPlace(code, name or first, is_misplaced=True)
    return SentPlace(first, name)


def is_locode(text: str) -> bool:
    """Return True if the text has the form of a UN/LOCODE with a country's two letters."""
    is_shaped = LOCODE.fullmatch(text) is not None and not text.startswith(NO_COUNTRIES)
    return is_shaped and (bool(alpha3(text[:2])) or text.startswith(("XZ", "ZZ")))
