"""How common a name part is: counted on the list, and never rarer than among travellers where a table knows it.

F ÷ N is the chance that a wrong entry has such a part. A list alone cannot tell: ten warrants have no frequencies,
and what is common at the gate may be rare on a list. So the counts of the list are mixed with a background table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from roadstead.engine.reference.tables import word_table

BACKGROUND_VERSION: Final = "estimate-2"
# Share of persons with a part that no table knows. It counts as much as 20,000 names do: a list of a million, of whom
# one has the part, knows better.
UNHEARD_OF: Final = 1 / 30_000
# Of short ones never less, by letters: there are few of them, and syllables of Chinese and Korean names are shared.
SHORT: Final = {1: 1 / 100, 2: 1 / 1_000, 3: 1 / 3_000, 4: 1 / 10_000}
WEIGHT_OF_BACKGROUND: Final = 20_000  # names: a list of this size counts as much as the background


@cache
def background() -> Mapping[str, float]:
    """Share of travellers who have this part in their name. Orders of magnitude, until an operator counts his own."""
    return {part: float(in_ten_thousand) / 10_000 for part, in_ten_thousand in word_table("background")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Frequencies:
    """Counts of name parts on a list: `counts` names have the part, of `names` in all."""

    counts: Counter[str]
    names: int

    def share(self, parts: Iterable[str]) -> float:
        """The chance, from 0 to 1, that somebody else has one of these parts."""
        distinct = tuple(parts)
        known = sum(background().get(part, 0.0) for part in distinct)
        short = max(SHORT.get(len(part), 0.0) for part in distinct)
        at_large = max(UNHEARD_OF, short, known)
        listed = sum(self.counts[part] for part in distinct)
        mixed = (listed + WEIGHT_OF_BACKGROUND * at_large) / (self.names + WEIGHT_OF_BACKGROUND)
        return min(1.0, max(short, known, mixed))
