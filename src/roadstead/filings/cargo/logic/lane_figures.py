"""What is usual on a lane: from a port to a port, for goods of one heading or chapter, or all of them. Pure.

Figures of what was filed, for an officer to look at; they judge nothing. They are made of bills that whoever reads them
may read one by one (S25). Whoever shows them keeps small numbers back, as of one bill the median is the bill.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from roadstead.engine.records import Money

ENOUGH: Final = 5  # values below which no quartile is told; the number of bills itself is of the caller's setting


class By(StrEnum):
    """How finely goods are told apart."""

    HEADING = "heading"
    CHAPTER = "chapter"
    ALL = "all"


DIGITS: Final = {By.HEADING: 4, By.CHAPTER: 2, By.ALL: 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Half of the values lie from `low` to `high`; `of` how many there are."""

    low: float
    middle: float
    high: float
    of: int

    def times_usual(self, value: float | None) -> float | None:
        """The value over the middle; None where either is not known, or nothing."""
        return value / self.middle if value is not None and self.middle > 0 else None

    def holds(self, value: float) -> bool:
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneFigures:
    """`goods`: heading, chapter or "" (no code, or all); masses in kg; `currency` of the values, the most used one.

    `bills` and `shippers` as counted. A spread is None where fewer than ENOUGH bills tell of it.
    """

    load: str
    discharge: str
    goods: str
    bills: int
    shippers: int
    first_seen: datetime
    per_package: Spread | None = None
    per_container: Spread | None = None
    value_per_kg: Spread | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """One bill's own figures, as of a lane: None where they are not declared."""

    per_package: float | None = None
    per_container: float | None = None
    value_per_kg: float | None = None
    currency: str = ""


def beside(mass_kg: float | None, packages: int | None, containers: int, value: Money | None = None) -> Beside:
    """From a bill's own columns, and what its goods are worth."""
    if not mass_kg:
        return Beside()
    return Beside(
        per_package=mass_kg / packages if packages else None,
        per_container=mass_kg / containers if containers else None,
        value_per_kg=value.amount / mass_kg if value else None,
        currency=value.currency if value else "",
    )


def weight_times_usual(figures: LaneFigures | None, bill: Beside) -> float | None:
    """How many times as heavy as usual: by container where both are known, else by package; None where neither is."""
    if figures is None:
        return None
    pairs = ((figures.per_container, bill.per_container), (figures.per_package, bill.per_package))
    found = (spread.times_usual(value) for spread, value in pairs if spread is not None)
    return next((times for times in found if times is not None), None)


def spread(quartiles: list[float] | None, of: int) -> Spread | None:
    """Of what the database gives: three quartiles and how many values they are of."""
    if not quartiles or of < ENOUGH:
        return None
    low, middle, high = quartiles
    return Spread(low=low, middle=middle, high=high, of=of)
