"""Index of words and the headings that they indicate, with weights, built once from traders' words. Pure.

A word's weight depends on how few headings have it (idf). In a phrase of several words each counts less, and pairs of
words count by themselves ("brake" and "disc").
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from math import log
from typing import Final

import numpy as np
from numpy.typing import NDArray

from roadstead.engine.reference.goods import SEPARATOR, goods_words, hs_titles
from roadstead.engine.reference.tables import table
from roadstead.engine.text.goods_words import BETWEEN, MAX_TEXT_CHARS, fold

# ── Traders' words for the goods of each heading of the harmonised system


HEADING: Final = 4
PIECES: Final = re.compile(r"[;:,]")


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingWords:
    """Phrases of one language that indicate one heading; `among`: number of headings that the same row indicates."""

    heading: str
    language: str
    phrases: tuple[str, ...]
    among: int = 1


@cache
def heading_words() -> tuple[HeadingWords, ...]:
    """Return titles, `hs_words.csv`, and the rows of `goods_words.csv` with known headings (arms, precursors)."""
    return (*_titles(), *_traders(), *_looked_for())


def _titles() -> list[HeadingWords]:
    return [
        HeadingWords(heading=code, language="en", phrases=tuple(filter(None, map(str.strip, PIECES.split(title)))))
        for code, title in hs_titles().items()
        if len(code) == HEADING
    ]


def _traders() -> list[HeadingWords]:
    return [
        HeadingWords(heading=row["heading"], language=row["language"], phrases=tuple(row["words"].split(SEPARATOR)))
        for row in table("hs_words")
    ]


def _looked_for() -> list[HeadingWords]:
    return [
        HeadingWords(heading=code, language=row.language, phrases=row.words, among=len(row.hs))
        for row in goods_words()
        for code in row.hs
        if len(code) == HEADING
    ]


# ── Stems: singular and plural, British and American spelling


WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
MIN_STEM_LETTERS: Final = 4  # letters of a word from which endings are removed
ENDINGS: Final[tuple[tuple[str, str], ...]] = (
    ("ies", "y"),
    ("sses", "ss"),
    ("shes", "sh"),
    ("ches", "ch"),
    ("xes", "x"),
    ("zes", "z"),
    ("ss", "ss"),
    ("us", "us"),
    ("is", "is"),
    ("'s", ""),
    ("s", ""),
)
SYNONYMS: Final[Mapping[str, str]] = {
    "aluminum": "aluminium", "tire": "tyre", "jewelry": "jewellery", "color": "colour", "fiber": "fibre",
    "fiberglass": "fibreglass", "mold": "mould", "sulfur": "sulphur", "gray": "grey", "center": "centre",
    "plow": "plough", "analyzer": "analyser", "knives": "knife", "leaves": "leaf", "fridge": "refrigerator",
    "pcs": "", "airplane": "aeroplane", "yoghurt": "yogurt", "moulding": "mould", "molding": "mould",
    "clothes": "clothing", "feet": "foot", "men": "mens", "women": "ladies", "womens": "ladies", "lady": "ladies",
    "whiskey": "whisky", "auto": "vehicle", "automotive": "vehicle", "lumber": "timber", "cellular": "mobile",
    "telephone": "phone", "refrigerated": "refrigerator",
}  # fmt: skip
SYNONYM_TARGETS: Final = frozenset(SYNONYMS.values())


def stem(word: str) -> str:
    """Return a folded word in the form used for comparison; "" if it indicates nothing."""
    whole = SYNONYMS.get(word, word).replace("iza", "isa").replace("ize", "ise")
    if len(whole) < MIN_STEM_LETTERS or whole in SYNONYM_TARGETS:
        return whole
    found = next(((end, put) for end, put in ENDINGS if whole.endswith(end)), ("", ""))
    short = whole.removesuffix(found[0]) + found[1] if found[0] else whole
    return SYNONYMS.get(short, short)


def stems(text: str) -> list[str]:
    """Return the stem of every word of a text that has a letter, in order."""
    found = (stem(word) for word in WORD.findall(fold(text[:MAX_TEXT_CHARS])) if not word.isdigit())
    return [word for word in found if word]


SHARED: Final = 0.75  # power of a word's share of its phrase
SMALL: Final = frozenset(stem(word) for word in BETWEEN) | {"or", "not", "by", "other", "elsewhere", "than"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """`postings` by word or pair of words: numbers of headings, and the weight for each."""

    headings: tuple[str, ...]
    chapters: NDArray[np.int64]  # of each heading
    postings: Mapping[str, tuple[NDArray[np.int64], NDArray[np.float64]]]
    words: tuple[str, ...]  # single words, sorted


def pair(one: str, other: str) -> str:
    return f"{one} {other}" if one < other else f"{other} {one}"


@cache
def index() -> Index:
    """Build the index of all headings for which the tables have words."""
    told = _headings_by_key()
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


def _headings_by_key() -> Mapping[str, Mapping[str, float]]:
    """Return by word or pair the headings that it indicates, each with the largest weight of any phrase."""
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
