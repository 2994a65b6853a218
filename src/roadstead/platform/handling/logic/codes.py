"""Handling codes, kept verbatim and never converted. Pure.

TLP 2.0 (FIRST), handling codes H0 to H3 (Europol), PAP (MISP), and the codes of four schemes of source grading.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from roadstead.engine.reference.caricom import REGION


class Tlp(StrEnum):
    """Traffic Light Protocol 2.0: how widely a row may be known."""

    CLEAR = "clear"
    GREEN = "green"
    AMBER = "amber"
    STRICT = "amber+strict"
    RED = "red"


class Consent(StrEnum):
    """Use that needs the originator's consent."""

    ONWARD = "onward"  # handed on to somebody else
    COURT = "court"  # used in judicial proceedings


FREEST_FIRST: Final = tuple(Tlp)
STRICTEST_FIRST: Final = tuple(reversed(FREEST_FIRST))
OWNER_ONLY: Final = frozenset({Tlp.STRICT, Tlp.RED})  # never passed to another state
SHAREABLE: Final = tuple(code for code in FREEST_FIRST if code not in OWNER_ONLY)  # freest first
OF_ORGANISATIONS: Final = tuple(code for code in FREEST_FIRST if code is not Tlp.RED)  # red names people
H_CODES: Final = ("H0", "H1", "H2", "H3")
PAP: Final = ("clear", "green", "amber", "red")
# Scheme: codes of the source, codes of the information. The organisation chooses the scheme.
GRADINGS: Final = {
    "5x5x5": ("ABCDE", "12345"),
    "3x5x2": ("123", "ABCDE"),
    "4x4": ("ABCX", "1234"),
    "6x6": ("ABCDEF", "123456"),
}


def default_code(owner: str) -> Tlp:
    """Return the default code: green for rows of the region, amber for those of a state."""
    return Tlp.GREEN if owner == REGION else Tlp.AMBER


def strictest(codes: Iterable[str]) -> Tlp:
    """Return the strictest of these TLP codes; clear if there are none."""
    return min(map(Tlp, codes), key=STRICTEST_FIRST.index, default=Tlp.CLEAR)


def is_freer(one: str, other: str) -> bool:
    """Return True if the first TLP code lets more people know than the second."""
    return FREEST_FIRST.index(Tlp(one)) < FREEST_FIRST.index(Tlp(other))


def is_grading(scheme: str, source: str, information: str) -> bool:
    """Return True if both codes belong to this scheme, or if nothing is graded."""
    if not scheme:
        return not source and not information
    sources, informations = GRADINGS.get(scheme, ("", ""))
    return len(source) == len(information) == 1 and source in sources and information in informations
