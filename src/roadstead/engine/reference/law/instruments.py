"""Instruments between states, and their articles with what a state must have done to apply them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from roadstead.engine.reference.law.adherence import Event
from roadstead.engine.reference.tables import Row, table


class InstrumentKind(StrEnum):
    TREATY = "treaty"  # must be in force itself
    ACT = "act"  # of one state
    ARRANGEMENT = "arrangement"  # between organisations
    STANDARD = "standard"  # carried by a state's own law


# Reach of an instrument, the most specific first.
REACHES: Final = ("subregional", "regional", "national", "hemispheric", "world")


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """`name`: English, translated by pages. `reach`: one of REACHES."""

    code: str
    name: str
    kind: InstrumentKind
    reach: str
    verified: bool
    mark: str
    source: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """`state`: whose act it is; "" for a treaty. `needs`: what a state must have to apply it; None: nothing of its own.

    `heading` and `text` are words of the law, shown as they are.
    """

    instrument: str
    state: str
    article: str
    heading: str
    needs: Event | None
    verified: bool
    mark: str
    source: str
    text: str


@cache
def instruments() -> Mapping[str, Instrument]:
    """Return every instrument by its code."""
    return {row["code"]: _instrument(row) for row in table("law_instruments")}


@cache
def articles() -> tuple[Article, ...]:
    return tuple(_article(row) for row in table("law_articles"))


def _instrument(row: Row) -> Instrument:
    return Instrument(
        code=row["code"],
        name=row["name"],
        kind=InstrumentKind(row["kind"]),
        reach=row["reach"],
        verified=row["verified"] == "yes",
        mark=row["mark"],
        source=row["source"],
        text=row["text"],
    )


def _article(row: Row) -> Article:
    return Article(
        instrument=row["instrument"],
        state=row["state"],
        article=row["article"],
        heading=row["heading"],
        needs=Event(row["needs"]) if row["needs"] else None,
        verified=row["verified"] == "yes",
        mark=row["mark"],
        source=row["source"],
        text=row["text"],
    )
