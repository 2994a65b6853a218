"""What goods are called: harmonised system, dangerous goods, and words that an officer looks for or that say nothing.

The words are facts gathered from lists that are named beside them; `verified` says whether a primary source was read.
What is not verified may lead an officer to look, and must not accuse anybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from roadstead.engine.reference.tables import Row, table

APART: Final = ";"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsWords:
    """Words of one kind in one language. `kind`: vague, arms, arms_part, ammunition, explosive, precursor, dual_use,
    personal.

    `hs`: headings under which such goods belong. An empty date is no limit on that side.
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
class Dangerous:
    """A number of the UN list of dangerous goods, with the words by which such goods are described."""

    un_number: str
    hazard: str
    name: str
    words: tuple[str, ...]
    verified: bool
    source: str


@cache
def goods_words() -> tuple[GoodsWords, ...]:
    """Every row of `goods_words.csv`."""
    return tuple(_words(row) for row in table("goods_words"))


@cache
def dangerous_goods() -> Mapping[str, Dangerous]:
    """By UN number, the common ones only: a number that is not here may well be one."""
    return {row["un"]: _dangerous(row) for row in table("dangerous_goods")}


@cache
def hs_titles() -> Mapping[str, str]:
    """Chapters (two digits) and the headings most asked for (four), in our own short words."""
    chapters = {row["chapter"]: row["title"] for row in table("hs_chapters")}
    return chapters | {row["heading"]: row["title"] for row in table("hs_headings")}


def hs_title(code: str) -> str:
    """What a code of any length is of, by its heading, else its chapter; "" where the chapter is none."""
    return hs_titles().get(code[:4]) or hs_titles().get(code[:2], "")


@cache
def packing_words() -> Mapping[str, str]:
    """A word for a package in any of our languages, in small letters: its code of UNECE recommendation 21."""
    return {word: row["code"] for row in table("packing_words") for word in _split(row["words"])}


@cache
def common_words() -> frozenset[str]:
    """Plain words of descriptions, in small letters."""
    return frozenset(word for row in table("common_words") for word in _split(row["words"]))


@cache
def abbreviations() -> Mapping[str, str]:
    """In capitals: "PTS" is PARTS."""
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


def _dangerous(row: Row) -> Dangerous:
    return Dangerous(
        un_number=row["un"],
        hazard=row["class"],
        name=row["name"],
        words=_split(row["words"]),
        verified=row["verified"] == "yes",
        source=row["source"],
    )


def _split(text: str) -> tuple[str, ...]:
    return tuple(word for word in text.split(APART) if word)
