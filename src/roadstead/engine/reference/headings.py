"""Words by which traders call what belongs under each heading of the harmonised system.

Titles and words are our own: which goods stand under which heading is a fact of the nomenclature of 2022, and no
sentence of its text was taken over. They help to find a heading and decide nothing: customs classify.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from roadstead.engine.reference.goods import APART, goods_words, hs_titles
from roadstead.engine.reference.tables import table

HEADING: Final = 4
PIECES: Final = re.compile(r"[;:,]")


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingWords:
    """`phrases` of one language that tell of one heading; `among` how many headings the same row tells of."""

    heading: str
    language: str
    phrases: tuple[str, ...]
    among: int = 1


@cache
def heading_words() -> tuple[HeadingWords, ...]:
    """Titles, `hs_words.csv`, and those of `goods_words.csv` whose headings are known (arms, precursors)."""
    return (*_titles(), *_traders(), *_looked_for())


def _titles() -> list[HeadingWords]:
    return [
        HeadingWords(heading=code, language="en", phrases=tuple(filter(None, map(str.strip, PIECES.split(title)))))
        for code, title in hs_titles().items()
        if len(code) == HEADING
    ]


def _traders() -> list[HeadingWords]:
    return [
        HeadingWords(heading=row["heading"], language=row["language"], phrases=tuple(row["words"].split(APART)))
        for row in table("hs_words")
    ]


def _looked_for() -> list[HeadingWords]:
    return [
        HeadingWords(heading=code, language=row.language, phrases=row.words, among=len(row.hs))
        for row in goods_words()
        for code in row.hs
        if len(code) == HEADING
    ]
