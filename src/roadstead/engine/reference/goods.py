"""Words for goods: harmonised system, dangerous goods, words that officers look for and words that are vague.

The words are facts from the lists named beside them; `verified` is true if a primary source was read. Unverified words
may lead an officer to check goods but must not accuse anybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from roadstead.engine.reference.tables import Row, table

SEPARATOR: Final = ";"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsWords:
    """Words of one kind in one language.

    `kind`: vague, arms, arms_part, ammunition, explosive, precursor, dual_use, personal. `hs`: headings to which such
    goods belong. An empty date means no limit on that side.
    """

    kind: str
    language: str  # en, es, fr, nl, pt
    words: tuple[str, ...]
    hs: tuple[str, ...]
    valid_from: str
    valid_to: str
    verified: bool
    mark: str  # P primary source, S secondary, D our own
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DangerousGoods:
    """A number of the UN list of dangerous goods, with the words by which such goods are described."""

    un_number: str
    hazard: str
    name: str
    words: tuple[str, ...]
    verified: bool
    source: str


@cache
def goods_words() -> tuple[GoodsWords, ...]:
    """Return every row of `goods_words.csv`."""
    return tuple(_words(row) for row in table("goods_words"))


@cache
def dangerous_goods() -> Mapping[str, DangerousGoods]:
    """Return the common dangerous goods by UN number; a number that is missing here may exist."""
    return {row["un"]: _dangerous(row) for row in table("dangerous_goods")}


@cache
def hs_titles() -> Mapping[str, str]:
    """Return chapters (two digits) and frequent headings (four digits), in our own short words."""
    chapters = {row["chapter"]: row["title"] for row in table("hs_chapters")}
    return chapters | {row["heading"]: row["title"] for row in table("hs_headings")}


def hs_title(code: str) -> str:
    """Return the title of a code of any length, by its heading, else by its chapter; "" if there is no such chapter."""
    return hs_titles().get(code[:4]) or hs_titles().get(code[:2], "")


@cache
def packing_words() -> Mapping[str, str]:
    """Return the UNECE recommendation 21 code of each package word, in small letters, in all our languages."""
    return {word: row["code"] for row in table("packing_words") for word in _split(row["words"])}


@cache
def common_words() -> frozenset[str]:
    """Return plain words of descriptions, in small letters."""
    return frozenset(word for row in table("common_words") for word in _split(row["words"]))


@cache
def abbreviations() -> Mapping[str, str]:
    """Return abbreviations in capitals and their meanings: "PTS" is PARTS."""
    return {row["short"]: row["long"] for row in table("abbreviations")}


def _words(row: Row) -> GoodsWords:
    return GoodsWords(
        kind=row["kind"],
        language=row["language"],
        words=_split(row["words"]),
        hs=_split(row["hs"]),
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        verified=row["verified"] == "yes",
        mark=row["mark"],
        source=row["source"],
    )


def _dangerous(row: Row) -> DangerousGoods:
    return DangerousGoods(
        un_number=row["un"],
        hazard=row["class"],
        name=row["name"],
        words=_split(row["words"]),
        verified=row["verified"] == "yes",
        source=row["source"],
    )


def _split(text: str) -> tuple[str, ...]:
    return tuple(word for word in text.split(SEPARATOR) if word)
