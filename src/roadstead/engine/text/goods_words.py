"""Words in descriptions of goods: known words, and words that officers look for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from roadstead.engine.reference.goods import (
    DangerousGoods,
    GoodsWords,
    common_words,
    dangerous_goods,
    goods_words,
    hs_titles,
    packing_words,
)

TOKEN: Final = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")
LETTERS: Final = re.compile(r"[^\W\d_]+")
MAX_TEXT_CHARS: Final = 10_000  # characters of a text that are examined
MAX_PHRASE_WORDS: Final = 8  # words of a phrase
VAGUE: Final = "vague"
BETWEEN: Final = frozenset(
    {"of", "for", "and", "the", "with", "to", "in", "on", "as", "per", "a", "y", "de", "para", "et", "des", "les", "la"}
    | {"le", "en", "van", "voor", "met", "e", "da", "do", "dos", "x", "used", "new", "assorted", "usado", "usados"}
)
MIN_PLURAL_LETTERS: Final = 4  # letters of a word from which a final s is taken for a plural
Row = GoodsWords | DangerousGoods


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseMatch:
    """A phrase of one of our tables in a text; `at` and `end` are positions of words."""

    phrase: str
    row: Row
    at: int
    end: int


def fold(text: str) -> str:
    """Return small letters without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def words(text: str) -> list[str]:
    """Return the words of a text in the form used for comparison: folded, in the singular."""
    return [_singular(word) for word in TOKEN.findall(fold(text[:MAX_TEXT_CHARS]))]


def _singular(word: str) -> str:
    return word[:-1] if len(word) >= MIN_PLURAL_LETTERS and word.endswith("s") and not word.endswith("ss") else word


@lru_cache(maxsize=8192)
def is_known_word(text: str) -> bool:
    """Return True if any of our tables has the word, in any language."""
    return _singular(fold(text)) in _known_words()


def find_phrases(text: str) -> tuple[PhraseMatch, ...]:
    """Return every phrase of the tables in the text, in order; for each row the longest at each word."""
    there = words(text)
    return tuple(found for at in range(len(there)) for found in _phrases_at(there, at))


def is_vague(text: str) -> bool:
    """Return True if the text holds only vague terms: "general cargo", "parts and accessories"."""
    there = words(text)
    said = {at for found in find_phrases(text) for at in range(found.at, found.end) if _is_vague(found)}
    between = {_singular(word) for word in BETWEEN}
    rest = [word for at, word in enumerate(there) if at not in said and word not in between and not word.isdigit()]
    return bool(there) and not rest


def _is_vague(found: PhraseMatch) -> bool:
    return isinstance(found.row, GoodsWords) and found.row.kind == VAGUE


def _phrases_at(there: list[str], at: int) -> Iterator[PhraseMatch]:
    """Yield for each row the longest phrase that begins here."""
    told: set[int] = set()
    for size in range(min(_longest(there[at]), len(there) - at), 0, -1):
        phrase = " ".join(there[at : at + size])
        for of in _phrases().get(phrase, ()):
            if id(of) not in told:
                told.add(id(of))
                yield PhraseMatch(phrase=phrase, row=of, at=at, end=at + size)


def _longest(first: str) -> int:
    return _beginnings().get(first, 0)


@cache
def _phrases() -> Mapping[str, tuple[Row, ...]]:
    found: dict[str, tuple[Row, ...]] = {}
    rows: tuple[Row, ...] = (*goods_words(), *dangerous_goods().values())
    for row in rows:
        for phrase in row.words:
            key = " ".join(words(phrase)[:MAX_PHRASE_WORDS])
            found[key] = (*found.get(key, ()), row)
    return found


@cache
def _beginnings() -> Mapping[str, int]:
    """Return the number of words of the longest phrase by its first word."""
    longest: dict[str, int] = {}
    for phrase in _phrases():
        first, *others = phrase.split()
        longest[first] = max(longest.get(first, 0), 1 + len(others))
    return longest


@cache
def _known_words() -> frozenset[str]:
    phrases = (*common_words(), *packing_words(), *hs_titles().values(), *_phrases())
    return frozenset(_singular(word) for phrase in phrases for word in LETTERS.findall(fold(phrase)))
