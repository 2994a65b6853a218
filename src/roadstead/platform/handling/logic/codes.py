"""The codes by which a row is handled, kept verbatim and never converted. Pure.

TLP 2.0 (FIRST), handling codes H0 to H3 (Europol), PAP (MISP), and the codes of four schemes of source grading.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from roadstead.engine.reference.caricom import REGION


class Tlp(StrEnum):
    """How far a row may be known (Traffic Light Protocol 2.0)."""

    CLEAR = "clear"
    GREEN = "green"
    AMBER = "amber"
    STRICT = "amber+strict"
    RED = "red"


class Consent(StrEnum):
    """A use that needs the originator's consent."""

    ONWARD = "onward"  # handed on to somebody else
    COURT = "court"  # used in judicial proceedings


FREEST_FIRST: Final = tuple(Tlp)
STRICTEST_FIRST: Final = tuple(reversed(FREEST_FIRST))
OF_ONE_OWNER: Final = frozenset({Tlp.STRICT, Tlp.RED})  # never told to another state
H_CODES: Final = ("H0", "H1", "H2", "H3")
PAP: Final = ("clear", "green", "amber", "red")
# Scheme: codes of the source, codes of the information. The organisation chooses the scheme.
GRADINGS: Final = {
    "5x5x5": ("ABCDE", "12345"),
    "3x5x2": ("123", "ABCDE"),
    "4x4": ("ABCX", "1234"),
    "6x6": ("ABCDEF", "123456"),
}


def as_shipped(owner: str) -> Tlp:
    """The code where none was chosen: green for what the region owns, amber for what a state does."""
    return Tlp.GREEN if owner == REGION else Tlp.AMBER


def strictest(codes: Iterable[str]) -> Tlp:
    """The strictest of these codes of TLP; clear where there are none."""
    return min(map(Tlp, codes), key=STRICTEST_FIRST.index, default=Tlp.CLEAR)


def is_freer(one: str, other: str) -> bool:
    """Whether the first code of TLP lets more people know than the second."""
    return FREEST_FIRST.index(Tlp(one)) < FREEST_FIRST.index(Tlp(other))


def is_grading(scheme: str, source: str, information: str) -> bool:
    """Whether both codes are of this scheme; or nothing is graded at all."""
    if not scheme:
        return not source and not information
    sources, informations = GRADINGS.get(scheme, ("", ""))
    return len(source) == len(information) == 1 and source in sources and information in informations
