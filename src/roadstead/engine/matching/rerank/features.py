"""Features of the reranking model: similarity of the two names as a whole, and the evidence of the birth dates.

No nationality, sex, origin, religion or place (safeguards S17): these keep the bits of the evidence. No number of other
candidates: the score of a pair does not depend on who else is listed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rapidfuzz.distance import JaroWinkler
from rapidfuzz.fuzz import ratio, token_set_ratio, token_sort_ratio

from roadstead.engine.matching.explain import Alignment

# Name of the feature, and 1 if the model is monotone in it (so that agreement is never evidence against).
FEATURES: Final = {
    "bits of the name": 1,
    "bits of the birth date": 1,  # step: unknown 0, entry undated -1, contradiction -8, year 5.5, near 6, equal 14
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
    """Return bits, ratios 0–100, likenesses 0–1 and counts, in the order of FEATURES."""
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
    """Return how the evidence is spread over the parts: one rare part alone is less than two that agree."""
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
    """Return three ratios (0–100) that ignore the order of parts: parts sorted, sorted and joined, as sets."""
    one, other = sorted(declared), sorted(listed)
    spaced = " ".join(one), " ".join(other)
    return token_sort_ratio(*spaced), ratio("".join(one), "".join(other)), token_set_ratio(*spaced)


def name_score(declared: Sequence[str], listed: Sequence[str]) -> float:
    """Return the similarity of two names, 0–100, in any order and with or without blanks, as other systems show it."""
    return max(ratios(declared, listed)[0], ratio("".join(declared), "".join(listed)))


def best_likenesses(parts: Sequence[str], others: Sequence[str]) -> list[float]:
    """Return for each part its highest Jaro-Winkler similarity (0–1) to a part of the other side."""
    return [max((JaroWinkler.similarity(part, other) for other in others), default=0.0) for part in parts]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
