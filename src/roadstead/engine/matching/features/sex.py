"""The sex declared against the one listed. Never a hard no: half a per cent are keyed wrong."""

from __future__ import annotations

from roadstead.engine.matching.features.score import NOTHING_KNOWN, Score

WORDS = {"M": "male", "F": "female"}
EQUAL, DIFFERENT = 0.9, -5.0


def sex(declared: str, listed: str) -> Score:
    """M or F on both sides; X and unknown say nothing."""
    if declared not in WORDS or listed not in WORDS:
        return NOTHING_KNOWN
    if declared == listed:
        return Score(EQUAL, f"Declared {WORDS[declared]}, as listed.")
    return Score(DIFFERENT, f"Declared {WORDS[declared]}, listed {WORDS[listed]}.")
