"""Suggested headings of the harmonised system for a description of goods, and comparison with a declared code. Pure.

An aid for the eye: suggestions come with the share of such suggestions that were right, and there are none if the words
indicate nothing. Customs classify; a suggestion is no finding, and no alert may rest on it alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import exp, log
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from roadstead.engine.text.goods import normalise_goods
from roadstead.engine.text.goods_words import is_vague
from roadstead.engine.text.heading_index import index
from roadstead.engine.text.heading_scores import Scores, scores
from roadstead.engine.text.identifiers import hs

MAX_HEADINGS: Final = 3
CACHE_SIZE: Final = 16_384  # texts in the cache
MIN_CONFIDENCE: Final = 0.25  # confidence in the likeliest heading below which nothing is suggested
MIN_FURTHER_CONFIDENCE: Final = 0.1  # confidence in a further heading below which it is left out
MIN_DIFFERS_CONFIDENCE: Final = 0.75  # confidence in the chapter from which a declared code may be said to differ
MAX_TEXT_CHARS: Final = 2_000  # characters of a text that are examined


class Curve(NamedTuple):
    """Share of suggestions that are right: 1 / (1 + exp(-(always + apart * lead over the next + high * log score)))."""

    intercept: float
    lead_weight: float
    score_weight: float


# Fitted to the goods texts of `../shared/corpus` that carry a code; measured by `python -m bench.cargo_headings`.
HEADING_CURVE: Final = Curve(intercept=-3.33, lead_weight=2.22, score_weight=1.24)
CHAPTER_CURVE: Final = Curve(intercept=-2.71, lead_weight=2.36, score_weight=1.05)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A suggested heading. `confidence`: share of such suggestions that were right, 0 to 1."""

    code: str
    confidence: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """At most three headings, the likeliest first; none if the text indicates nothing. `chapter` is the likeliest's."""

    headings: tuple[Heading, ...] = ()
    chapter: str = ""
    chapter_confidence: float = 0.0


class Agreement(StrEnum):
    """Agreement of a declared code with the words. UNSAID: no code, or the words are not sufficient."""

    HEADING = "same heading"
    CHAPTER = "same chapter"
    DIFFERS = "differs"
    UNCLEAR = "not said"


@lru_cache(maxsize=CACHE_SIZE)
def suggest_headings(text: str) -> Suggestion:
    """Suggest headings for a description as sent. Never raises; vague and unknown words suggest nothing."""
    goods = normalise_goods(text[:MAX_TEXT_CHARS]).text
    if not goods or is_vague(goods):
        return Suggestion()
    told = scores(goods)
    return _suggestion(told) if told.values.any() else Suggestion()


def compare_with_code(declared: str, text: str) -> Agreement:
    """Compare a declared code with the words. DIFFERS only if the words clearly indicate another chapter."""
    found = suggest_headings(text)
    heading = hs.heading(declared)
    if not found.headings or not hs.chapter(declared) or hs.is_national(declared):
        return Agreement.UNCLEAR
    if any(each.code == heading for each in found.headings):
        return Agreement.HEADING
    if any(each.code[:2] == hs.chapter(declared) for each in found.headings):
        return Agreement.CHAPTER
    return Agreement.DIFFERS if found.chapter_confidence >= MIN_DIFFERS_CONFIDENCE else Agreement.UNCLEAR


def _suggestion(told: Scores) -> Suggestion:
    order = np.argsort(-told.values, kind="stable")[:MAX_HEADINGS]
    confident = [_confidence(told.values[order], at, HEADING_CURVE) for at in range(MAX_HEADINGS)]
    headings = tuple(
        Heading(code=index().headings[order[at]], confidence=round(sure, 2), words=told.reasons_for(int(order[at])))
        for at, sure in enumerate(confident)
        if sure >= MIN_FURTHER_CONFIDENCE
    )
    if confident[0] < MIN_CONFIDENCE:
        return Suggestion()
    sure = _confidence(_by_chapter(told), 0, CHAPTER_CURVE)
    return Suggestion(headings=headings, chapter=headings[0].code[:2], chapter_confidence=round(sure, 2))


def _by_chapter(told: Scores) -> NDArray[np.float64]:
    """Return the scores of the best two chapters, each by its best heading."""
    best = np.zeros(100)
    np.maximum.at(best, index().chapters, told.values)
    return -np.partition(-best, 1)[:2]


def _confidence(best: NDArray[np.float64], at: int, curve: Curve) -> float:
    """Return the confidence in the score at `at` of descending scores, from its height and its lead over the best
    other.
    """
    score, other = float(best[at]), float(best[1 if at == 0 else 0])
    if score <= 0:
        return 0.0
    apart = (score - other) / max(score, other)
    return 1 / (1 + exp(-(curve.intercept + curve.lead_weight * apart + curve.score_weight * log(score))))
