"""The tables in `data/`: what people write over columns and before values, in four languages, to our own words."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

LANGUAGES: Final = ("en", "es", "fr", "nl")
LONGEST: Final = 160  # characters of a heading or label; what is longer is a sentence
# Those of 2026 stand in sheets that were handed out before cells were marked as required.
OWN: Final = frozenset({"hint", "hint:required", "hint:2026", "cargo:hint", "cargo:hint:2026", "title:cargo"})
MARKS: Final = re.compile(r"[^\w#]+|_")


@cache
def table(name: str) -> tuple[Mapping[str, str], ...]:
    """Every row of `data/<name>.csv` by its headings."""
    text = (
        files("roadstead.engine.formats.passengers.sheets").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    )
    return tuple(csv.DictReader(text.splitlines()))


@lru_cache(maxsize=16_384)
def folded(text: str) -> str:
    """Small letters and digits only, without accents: what people vary in a heading or word is gone."""
    apart = unicodedata.normalize("NFKD", text[:LONGEST].casefold())
    return MARKS.sub("", "".join(letter for letter in apart if not unicodedata.combining(letter)))


@cache
def words(name: str) -> Mapping[str, str]:
    """One table of words.csv: folded word to value. The first row with a word counts."""
    found: dict[str, str] = {}
    for row in table("words"):
        if row["table"] == name:
            for word in (row["value"], *row["words"].split(";")):
                found.setdefault(folded(word) or word, row["value"])
    return found


def meaning(name: str, text: str) -> str | None:
    """The value a word stands for in one table; None if it is not in it."""
    return words(name).get(folded(text) or text)


@cache
def headings(name: str) -> Mapping[str, str]:
    """`columns` or `keys`: folded heading to field."""
    found: dict[str, str] = {}
    for row in table(name):
        for text in (*(row[language] for language in LANGUAGES), *row["also"].split(";")):
            found.setdefault(folded(text), _field(row))
    return {text: field for text, field in found.items() if text}


@cache
def captions(name: str) -> Mapping[str, Mapping[str, str]]:
    """`columns` or `keys`: field to its heading in each language, as we write it."""
    found: dict[str, Mapping[str, str]] = {}
    for row in table(name):
        found.setdefault(_field(row), row)
    return found


def _field(row: Mapping[str, str]) -> str:
    return row.get("field") or row.get("key") or ""


@cache
def own_texts() -> frozenset[str]:
    """What stands in our own template beside headings and labels, folded: it is nothing that was sent."""
    own = [row for row in table("template") if row["id"] in OWN]
    return frozenset(folded(row[language]) for row in own for language in LANGUAGES)


@cache
def nations() -> Mapping[str, str]:
    """Names of countries and their people in Spanish, French and Dutch, folded, where they mean one country."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in table("countries"):
        for text in (row["es"], row["fr"], row["nl"], *row["people"].split(";")):
            found[folded(text)].add(row["code"])
    return {text: next(iter(codes)) for text, codes in found.items() if text and len(codes) == 1}
