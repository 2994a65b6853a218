"""Similarity of two name parts as a ladder of relations: equal, another spelling, one letter off, or merely similar."""

from __future__ import annotations

from typing import Final, NamedTuple

from rapidfuzz.distance import OSA

from roadstead.engine.matching.keys import forms, skeletons

NEIGHBOUR: Final = 0.83  # two parts at or above this are the same part, spelt differently

SAME: Final = "same spelling"
SPELLING: Final = "spelling variant"
SLIP: Final = "one letter different"
SIMILAR: Final = "similar"


class Likeness(NamedTuple):
    """Similarity from 0 to 1, and the relation in words."""

    value: float
    relation: str


ANOTHER_FORM: Final = Likeness(0.91, "another form of the name")
# Relation of a part in Arabic script, which omits vowels, to a spelling with the same coarse key.
CONSONANTS_AGREE: Final = Likeness(0.84, "same consonants")


def likeness(a: str, b: str) -> Likeness:
    """Return the best relation of the two parts."""
    if a == b:
        return Likeness(1.0, SAME)
    distance = OSA.distance(a, b)
    if not set(forms(a)).isdisjoint(forms(b)):
        return ANOTHER_FORM
    return max(_spelling(a, b, distance), _slip(a, b, distance), Likeness(_ratio(a, b, distance), SIMILAR))


def _ratio(a: str, b: str, distance: int) -> float:
    return 1 - distance / max(len(a), len(b))


def _spelling(a: str, b: str, distance: int) -> Likeness:
    shared = [len(key) for key in skeletons(a) if key in skeletons(b)]
    if not shared:
        return Likeness(0.0, SPELLING)
    return Likeness(0.93 if distance <= 1 else 0.90 if max(shared) >= 3 else 0.82, SPELLING)


def _slip(a: str, b: str, distance: int) -> Likeness:
    shorter = min(len(a), len(b))
    if distance == 1 and shorter >= 4:
        return Likeness(0.85 if shorter >= 5 else 0.78, SLIP)
    return Likeness(0.80 if distance == 2 and shorter >= 7 else 0.0, SLIP)
