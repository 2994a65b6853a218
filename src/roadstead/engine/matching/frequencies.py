"""Frequency of name parts: counted on the list, and at least as high as the background table says.

F ÷ N is the chance that an unrelated entry has the part. The list alone is not enough: ten warrants have no
frequencies, and a name common among travellers may be rare on a list. So its counts are mixed with a background table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from roadstead.engine.reference.tables import word_table

BACKGROUND_VERSION: Final = "estimate-2"
# Share of persons with a part that no table has. It weighs as much as 20,000 names, so a list of a million with one
# such name lowers it.
UNKNOWN_PART_SHARE: Final = 1 / 30_000
# Minimum share of short parts, by letters: there are few of them, and syllables of Chinese and Korean names are shared.
MIN_SHARE_BY_LENGTH: Final = {1: 1 / 100, 2: 1 / 1_000, 3: 1 / 3_000, 4: 1 / 10_000}
BACKGROUND_NAMES: Final = 20_000  # names: a list of this size counts as much as the background


@cache
def background() -> Mapping[str, float]:
    """Return the share of travellers with each part. Orders of magnitude, until an operator counts their own."""
    return {part: float(in_ten_thousand) / 10_000 for part, in_ten_thousand in word_table("background")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Frequencies:
    """Counts of name parts on a list. `counts`: names that have each part; `names`: all names."""

    counts: Counter[str]
    names: int

    def share(self, parts: Iterable[str]) -> float:
        """Return the chance (0–1) that another person has one of these parts."""
        distinct = tuple(parts)
        known = sum(background().get(part, 0.0) for part in distinct)
        short = max(MIN_SHARE_BY_LENGTH.get(len(part), 0.0) for part in distinct)
        at_large = max(UNKNOWN_PART_SHARE, short, known)
        listed = sum(self.counts[part] for part in distinct)
        mixed = (listed + BACKGROUND_NAMES * at_large) / (self.names + BACKGROUND_NAMES)
        return min(1.0, max(short, known, mixed))
