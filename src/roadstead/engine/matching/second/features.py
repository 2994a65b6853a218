"""What the second stage sees of a pair: how the two names read as a whole, and what the birth dates say.

No nationality, sex, origin, religion or place (safeguards S17): those stay with the bits that the evidence gives them.
No count of other candidates either: the score of a pair does not depend on who else is listed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rapidfuzz.distance import JaroWinkler
from rapidfuzz.fuzz import ratio, token_set_ratio, token_sort_ratio

from roadstead.engine.matching.explained import Alignment

# Name of the feature, and 1 where more of it may never lower the score (so that what agrees never speaks against).
FEATURES: Final = {
    "bits of the name": 1,
    "bits of the birth date": 1,  # its class: unknown 0, entry undated -1, contradiction -8, year 5.5, near 6, equal 14
    "token-sort ratio": 1,
    "ratio run together": 1,
    "token-set ratio": 1,
    "best likeness of declared parts": 1,
    "best likeness of listed parts": 1,
    "weakest declared part": 1,
    "declared parts": 0,
    "listed parts": 0,
    "parts that agree": 1,
    "bits of the strongest part": 1,
    "bits of the next part": 1,
    "parts spelt otherwise": 0,
    "bits for parts begun alike or similar": 1,
    "bits against parts somewhat similar": 0,
}


def features(aligned: Alignment, birth_bits: float) -> tuple[float, ...]:
    """Bits, ratios 0–100, likenesses 0–1, counts; in the order of FEATURES."""
    declared, listed = aligned.parts, aligned.listed_parts
    here, there = best_likenesses(declared, listed), best_likenesses(listed, declared)
    return (
        aligned.bits,
        birth_bits,
        *ratios(declared, listed),
        _mean(here),
        _mean(there),
        min(here, default=0.0),
        float(len(declared)),
        float(len(listed)),
        float(len(aligned.pairs)),
        *_of_parts(aligned),
    )


def _of_parts(aligned: Alignment) -> tuple[float, ...]:
    """How what is said is spread over the parts: a rare one and nothing else is less than two that agree."""
    strongest, second, *_ = *sorted((pair.bits for pair in aligned.pairs), reverse=True), 0.0, 0.0
    otherwise = sum(pair.declared != pair.listed for pair in aligned.pairs)
    told = [score.bits for score in aligned.open_pairs]
    return (
        strongest,
        second,
        float(otherwise),
        sum(bits for bits in told if bits > 0),
        sum(bits for bits in told if bits < 0),
    )


def ratios(declared: Sequence[str], listed: Sequence[str]) -> tuple[float, float, float]:
    """Parts sorted, parts sorted and run together, parts as sets: 0–100 each; the order of parts says nothing."""
    one, other = sorted(declared), sorted(listed)
    spaced = " ".join(one), " ".join(other)
    return token_sort_ratio(*spaced), ratio("".join(one), "".join(other)), token_set_ratio(*spaced)


def name_score(declared: Sequence[str], listed: Sequence[str]) -> float:
    """How alike two names read, 0–100, in any order or run together: what officers know from other systems."""
    return max(ratios(declared, listed)[0], ratio("".join(declared), "".join(listed)))


def best_likenesses(parts: Sequence[str], others: Sequence[str]) -> list[float]:
    """For each part the Jaro-Winkler likeness (0–1) of the other side's part that is most like it."""
    return [max((JaroWinkler.similarity(part, other) for other in others), default=0.0) for part in parts]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
