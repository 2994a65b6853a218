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

MAX_WORDS: Final = 24  # words of a text that are examined
MAX_PAIR_DISTANCE: Final = 4  # words apart within which two form a pair
POSITION_PENALTY: Final = 0.04  # reduction of the weight of each further word: the goods are named first
MAX_REASONS: Final = 4  # words returned as reasons


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """Scores of one text.

    `values`: by heading, in the order of the index. `words`: folded, without endings, synonyms as one word.
    """

    values: NDArray[np.float64]
    words: tuple[str, ...]
    known: tuple[tuple[tuple[str, float], ...], ...]  # by word: the known words for which it is taken, with weights

    def reasons_for(self, heading: int) -> tuple[str, ...]:
        """Return the words that indicate this heading, the strongest first."""
        weights = {
            word: most
            for word, known in zip(self.words, self.known, strict=True)
            if (most := max((_key_weight(key, heading) * share for key, share in known), default=0.0)) > 0
        }
        return tuple(sorted(weights, key=lambda word: -weights[word])[:MAX_REASONS])


def scores(text: str) -> Scores:
    """Score a text of goods that is normalised already."""
    words = tuple(dict.fromkeys(word for word in stems(text) if word not in SMALL))[:MAX_WORDS]
    known = tuple(known_words(word) for word in words)
    found = np.zeros(len(index().headings))
    for key, share in _keys(known).items():
        posting = index().postings.get(key)
        if posting is not None:
            found[posting[0]] += posting[1] * share
    return Scores(values=found, words=words, known=known)


def _keys(known: Sequence[tuple[tuple[str, float], ...]]) -> Mapping[str, float]:
    """Return words and pairs of neighbouring words with their weights."""
    found: dict[str, float] = {}
    for at, each in enumerate(known):
        for word, share in each:
            found[word] = max(found.get(word, 0.0), share / (1 + POSITION_PENALTY * at))
    for one, other in combinations(range(len(known)), 2):
        if other - one <= MAX_PAIR_DISTANCE:
            found |= _pairs(known[one], known[other], 1 / (1 + POSITION_PENALTY * other))
    return found


def _pairs(
    one: tuple[tuple[str, float], ...], other: tuple[tuple[str, float], ...], place: float
) -> Mapping[str, float]:
    return {pair(a, b): share * part * place for a, share in one for b, part in other if a != b}


def _key_weight(key: str, heading: int) -> float:
    posting = index().postings.get(key)
    if posting is None:
        return 0.0
    where = np.flatnonzero(posting[0] == heading)
    return float(posting[1][where[0]]) if where.size else 0.0


# ── Unknown words, replaced by the known words that are probably meant: truncated or misspelt. Pure


MIN_TRUNCATED_LETTERS: Final = 4  # letters of a word that may be truncated
MAX_GUESSES: Final = 4  # words for which a truncated one may stand
MIN_MISSPELT_LETTERS: Final = 5  # letters of a word that may be misspelt
MIN_TWO_ERROR_LETTERS: Final = 8  # letters of a word that may have two misspellings
GUESS_WEIGHT: Final = 0.85  # weight of a guess; a known word has 1


@lru_cache(maxsize=16_384)
def known_words(word: str) -> tuple[tuple[str, float], ...]:
    """Return known words with weights: the word itself if known, similar ones otherwise, () if there are none."""
    known = index().postings
    if word in known:
        return ((word, 1.0),)
    if any(map(str.isdigit, word)):
        return ()
    return _completions(word) or _corrections(word)


def _completions(word: str) -> tuple[tuple[str, float], ...]:
    """Return words with this beginning: "REFRIG" of a truncated text."""
    words = index().words
    start = bisect_left(words, word)
    found = [each for each in words[start : start + MAX_GUESSES + 1] if each.startswith(word)]
    return (
        tuple((each, GUESS_WEIGHT / len(found)) for each in found)
        if len(word) >= MIN_TRUNCATED_LETTERS and len(found) <= MAX_GUESSES
        else ()
    )


def _corrections(word: str) -> tuple[tuple[str, float], ...]:
    if len(word) < MIN_MISSPELT_LETTERS:
        return ()
    most = 2 if len(word) >= MIN_TWO_ERROR_LETTERS else 1
    found = process.extract(word, index().words, scorer=OSA.distance, score_cutoff=most, limit=MAX_GUESSES)
    alike = [each for each, distance, _ in found if each[0] == word[0] and distance == found[0][1]]
    return tuple((each, GUESS_WEIGHT / len(alike)) for each in alike)
