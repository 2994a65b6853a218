"""Words that no table has, taken for those that they are likely meant to be: cut off at the end, or misspelt. Pure."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from roadstead.engine.text.heading_index import index

CUT: Final = 4  # letters of a word that may have lost its end
FEW: Final = 4  # words a cut one may stand for
MISSPELT: Final = 5  # letters of a word that may be misspelt
LONG: Final = 8  # letters of a word that may be misspelt twice
LIKELY: Final = 0.85  # what a guess tells against a word as it is known


@lru_cache(maxsize=16_384)
def likely(word: str) -> tuple[tuple[str, float], ...]:
    """Known words with how much each of them counts; the word itself where it is known, nothing where none is like."""
    known = index().postings
    if word in known:
        return ((word, 1.0),)
    if any(map(str.isdigit, word)):
        return ()
    return _whole(word) or _spelt(word)


def _whole(word: str) -> tuple[tuple[str, float], ...]:
    """Words that begin so: "REFRIG" of a text that was cut."""
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
