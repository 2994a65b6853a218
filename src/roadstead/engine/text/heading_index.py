"""Which words tell of which heading, and how much: arrays made once of the words of `reference/headings`. Pure.

A word is weighed by how few headings have it (idf); in a phrase of several words each tells less by itself, and two of
them together tell what neither does ("brake" and "disc").
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from math import log
from typing import Final

import numpy as np
from numpy.typing import NDArray

from roadstead.engine.reference.headings import heading_words
from roadstead.engine.text.goods_words import BETWEEN
from roadstead.engine.text.stems import stem, stems

SHARED: Final = 0.75  # power of a word's share of its phrase
SMALL: Final = frozenset(stem(word) for word in BETWEEN) | {"or", "not", "by", "other", "elsewhere", "than"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """`postings` by word or pair of words: numbers of headings and how much it tells of each."""

    headings: tuple[str, ...]
    chapters: NDArray[np.int64]  # of each heading
    postings: Mapping[str, tuple[NDArray[np.int64], NDArray[np.float64]]]
    words: tuple[str, ...]  # single words, sorted


def pair(one: str, other: str) -> str:
    return f"{one} {other}" if one < other else f"{other} {one}"


@cache
def index() -> Index:
    """Of all headings that the tables have words of."""
    told = _told()
    headings = tuple(sorted({heading for weights in told.values() for heading in weights}))
    number = {heading: at for at, heading in enumerate(headings)}
    postings = {
        key: (
            np.array([number[heading] for heading in weights], dtype=np.int64),
            np.array(list(weights.values()), dtype=np.float64) * _rarity(len(weights), len(headings)),
        )
        for key, weights in told.items()
    }
    return Index(
        headings=headings,
        chapters=np.array([int(heading[:2]) for heading in headings], dtype=np.int64),
        postings=postings,
        words=tuple(sorted(key for key in told if " " not in key)),
    )


def _rarity(have: int, of: int) -> float:
    return log(1 + of / have)


def _told() -> Mapping[str, Mapping[str, float]]:
    """By word or pair, the headings it tells of, each with the most that any phrase gives it."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for row in heading_words():
        for phrase in row.phrases:
            for key, weight in _weights([word for word in stems(phrase) if word not in SMALL]):
                of = found[key]
                of[row.heading] = max(of.get(row.heading, 0.0), weight / row.among)
    return found


def _weights(words: Sequence[str]) -> Iterator[tuple[str, float]]:
    share = 1 / len(set(words)) if words else 0.0
    yield from ((word, share**SHARED) for word in words)
    yield from ((pair(*both), (2 * share) ** SHARED) for both in combinations(sorted(set(words)), 2))
