"""One name part declared, met by one listed: the rarer the part, the more it says.

A closer spelling says more too, but for the rungs of their own: another form, and the consonants of Arabic script.
"""

from __future__ import annotations

from math import log2
from typing import Final

from roadstead.engine.matching.features.score import Score

MOST: Final = 20.0
LEAST: Final = 0.1  # agreeing never speaks against
# Share of true matches that show this likeness. A form of the name (0.91) and the consonants of Arabic script (0.84)
# are rungs of their own: where the list has a part so, nobody of that name is equal to it. Chosen on a million persons
# and on the published lists, and seen to hold on others drawn anew.
SHARE_OF_MATCHES: Final = (
    (1.0, 0.85), (0.93, 0.25), (0.911, 0.16), (0.91, 0.65), (0.89, 0.16), (0.8405, 0.10), (0.84, 0.40), (0.78, 0.02),
    (0.0, 0.01),
)  # fmt: skip


def evidence(likeness: float, share: float) -> float:
    """Bits for a part this like, when `share` of other people (0 to 1) have a part at least as like."""
    matches = next(of_matches for least, of_matches in SHARE_OF_MATCHES if likeness >= least)
    return max(LEAST, min(MOST, log2(matches / share)))


# The parts of a name are no strangers to each other: peoples and families give them together. So of what speaks for a
# whole name beyond so many bits only a share counts. What speaks against it, a part left alone, counts in full: it is
# no more to be expected for a rare name than for a common one. Chosen on the curves of the published lists and of
# 200,000 persons, and seen on others that had no part in it: most innocents who were alerted met an entry without birth
# date by some parts of one people, and had others that the entry has not.
ALONE: Final = 10.0  # bits
SHARE_BEYOND: Final = 0.4


def beyond(bits: float) -> Score | None:
    """What is taken off where so many bits speak for a whole name; None where one part might say as much."""
    if bits <= ALONE:
        return None
    return Score(
        (SHARE_BEYOND - 1) * (bits - ALONE),
        f"Parts of one people's names come together: of what they say beyond {ALONE:.0f} bits, "
        f"{SHARE_BEYOND:.0%} counts.",
    )


def name_part(declared: str, listed: str, relation: str, bits: float, share: float) -> Score:
    """The sentence for one pair of parts; `bits` as found by `evidence`."""
    rarity = f"1 in {max(1, round(1 / share)):,} people has such a part"
    if declared == listed:
        return Score(bits, f"{declared.upper()} is in the listed name; {rarity}.")
    return Score(bits, f"{declared.upper()} is written {listed.title()} on the list ({relation}); {rarity}.")
