"""What a feature returns."""

from __future__ import annotations

from typing import Final, NamedTuple


class Score(NamedTuple):
    """Evidence in bits (each doubles or halves the odds; negative speaks against) and the sentence for it."""

    bits: float
    reason: str


NOTHING_KNOWN: Final = Score(0.0, "")  # no sentence: what neither side says is no reason
