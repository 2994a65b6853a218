"""Name parts without a partner: a beginning, an initial, something similar, or nothing at all."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from roadstead.engine.matching.features.score import Score

DECLARED_ALONE: Final = -4.5
LISTED_ALONE: Final = -2.5  # less, because lists have the patronymics and tribes that travellers leave out
# Letters of the shorter part, bits, what it is.
BEGINNINGS: Final = ((5, 5.0, "beginning"), (3, 3.0, "beginning"), (2, 1.0, "beginning"), (1, 0.3, "initial"))
MOST_SIMILAR: Final = 3.5
SIMILAR: Final = (
    (0.75, MOST_SIMILAR, "is very similar to"), (0.65, 2.0, "is similar to"), (0.50, -2.0, "is somewhat similar to"),
)  # fmt: skip


@lru_cache(maxsize=262_144)
def open_pair(declared: str, listed: str) -> Score | None:
    """Two parts that are not the same: what the pair says, or None where it is no pair."""
    return _beginning(declared, listed) or _similar(declared, listed)


def _beginning(declared: str, listed: str) -> Score | None:
    shorter, longer = sorted((declared, listed), key=len)
    if not longer.startswith(shorter):
        return None
    bits, word = next((bits, word) for letters, bits, word in BEGINNINGS if len(shorter) >= letters)
    return Score(bits, f"{declared.upper()} and the listed {listed.title()}: one is the {word} of the other.")


def _similar(declared: str, listed: str) -> Score | None:
    likeness = OSA.normalized_similarity(declared, listed)
    found = ((bits, words) for least, bits, words in SIMILAR if likeness >= least)
    return next((Score(b, f"{declared.upper()} {words} the listed {listed.title()}.") for b, words in found), None)


def declared_alone(part: str) -> Score:
    return Score(DECLARED_ALONE, f"{part.upper()} is not in the listed name.")


def listed_alone(part: str) -> Score:
    return Score(LISTED_ALONE, f"{part.title()} of the listed name was not declared.")
