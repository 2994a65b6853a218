"""Measures that one state may ask of another, crimes and stages of a case, each with the words that people type.

The measures follow the headings of the EJN's Fiches Belges; choice and words are our own (November 2026). A code never
changes: competences, requests and statistics hold it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from roadstead.engine.reference.tables import Row, table

LANGUAGES: Final = ("en", "es", "fr", "nl")
# Stages of a case at which another organisation may be competent.
STAGES: Final[Mapping[str, str]] = {
    "inquiry": "before charges",
    "trial": "before a court",
    "sentence": "after the sentence",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A measure or a crime. `name`: English, translated by pages. `words`: those that mean it, by language."""

    code: str
    name: str
    words: Mapping[str, tuple[str, ...]]


@cache
def measures() -> Mapping[str, Term]:
    """Return every measure by its code, in the order in which pages list them."""
    return _terms("measures")


@cache
def crimes() -> Mapping[str, Term]:
    return _terms("crimes")


def measure_name(code: str) -> str:
    """Return the name of a measure; the code itself if it is unknown."""
    return measures()[code].name if code in measures() else code


def crime_name(code: str) -> str:
    return crimes()[code].name if code in crimes() else code


def _terms(name: str) -> Mapping[str, Term]:
    return {row["code"]: _term(row) for row in table(name)}


def _term(row: Row) -> Term:
    return Term(
        code=row["code"],
        name=row["name"],
        words={language: tuple(row[language].split()) for language in LANGUAGES},
    )
