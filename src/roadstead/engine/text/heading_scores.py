"""Scores of a description for each heading, and the words behind them. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from roadstead.engine.text.heading_index import SMALL, index, pair, stems

WORDS: Final = 24  # words of a text that are examined
NEAR: Final = 4  # words apart within which two form a pair
LATER: Final = 0.04  # reduction of the weight of each further word: the goods are named first
TOLD: Final = 4  # words returned as reasons


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """Scores of one text.

    `of`: by heading, in the order of the index. `words`: folded, without endings, synonyms as one word.
    """

    of: NDArray[np.float64]
    words: tuple[str, ...]
    known: tuple[tuple[tuple[str, float], ...], ...]  # by word: the known words for which it is taken, with weights

    def told(self, heading: int) -> tuple[str, ...]:
        """Return the words that indicate this heading, the strongest first."""
        weights = {
            word: most
            for word, known in zip(self.words, self.known, strict=True)
            if (most := max((_told(key, heading) * share for key, share in known), default=0.0)) > 0
        }
        return tuple(sorted(weights, key=lambda word: -weights[word])[:TOLD])


def scores(text: str) -> Scores:
    """Score a text of goods that is normalised already."""
    words = tuple(dict.fromkeys(word for word in stems(text) if word not in SMALL))[:WORDS]
    known = tuple(likely(word) for word in words)
    found = np.zeros(len(index().headings))
    for key, share in _keys(known).items():
        posting = index().postings.get(key)
        if posting is not None:
            found[posting[0]] += posting[1] * share
    return Scores(of=found, words=words, known=known)


def _keys(known: Sequence[tuple[tuple[str, float], ...]]) -> Mapping[str, float]:
    """Return words and pairs of neighbouring words with their weights."""
    found: dict[str, float] = {}
    for at, each in enumerate(known):
        for word, share in each:
            found[word] = max(found.get(word, 0.0), share / (1 + LATER * at))
    for one, other in combinations(range(len(known)), 2):
        if other - one <= NEAR:
            found |= _pairs(known[one], known[other], 1 / (1 + LATER * other))
    return found


def _pairs(
    one: tuple[tuple[str, float], ...], other: tuple[tuple[str, float], ...], place: float
) -> Mapping[str, float]:
    return {pair(a, b): share * part * place for a, share in one for b, part in other if a != b}


def _told(key: str, heading: int) -> float:
    posting = index().postings.get(key)
    if posting is None:
        return 0.0
    where = np.flatnonzero(posting[0] == heading)
    return float(posting[1][where[0]]) if where.size else 0.0


# ── Unknown words, replaced by the known words that are probably meant: truncated or misspelt. Pure


CUT: Final = 4  # letters of a word that may be truncated
FEW: Final = 4  # words for which a truncated one may stand
MISSPELT: Final = 5  # letters of a word that may be misspelt
LONG: Final = 8  # letters of a word that may have two misspellings
LIKELY: Final = 0.85  # weight of a guess; a known word has 1


@lru_cache(maxsize=16_384)
def likely(word: str) -> tuple[tuple[str, float], ...]:
    """Return known words with weights: the word itself if known, similar ones otherwise, () if there are none."""
    known = index().postings
    if word in known:
        return ((word, 1.0),)
    if any(map(str.isdigit, word)):
        return ()
    return _whole(word) or _spelt(word)


def _whole(word: str) -> tuple[tuple[str, float], ...]:
    """Return words with this beginning: "REFRIG" of a truncated text."""
    words = index().words
    start = bisect_left(words, word)
    found = [each for each in words[start : start + FEW + 1] if each.startswith(word)]
    return tuple((each, LIKELY / len(found)) for each in found) if len(word) >= CUT and len(found) <= FEW else ()


def _spelt(word: str) -> tuple[tuple[str, float], ...]:
    if len(word) < MISSPELT:
        return ()
    most = 2 if len(word) >= LONG else 1
    found = process.extract(word, index().words, scorer=OSA.distance, score_cutoff=most, limit=FEW)
    alike = [each for each, distance, _ in found if each[0] == word[0] and distance == found[0][1]]
    return tuple((each, LIKELY / len(alike)) for each in alike)
