"""Statistics of a lane: from port to port, for goods of one heading, one chapter or all goods. Pure.

They describe filings for an officer and judge nothing. They are counted from bills that their reader may read one by
one (S25). A caller that displays them suppresses small numbers: the median of one bill is that bill.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from roadstead.engine.records import Money

MIN_VALUES: Final = 5  # values; fewer give no quartiles. The least number of bills is the caller's setting


class Grouping(StrEnum):
    """Level of detail at which goods are grouped."""

    HEADING = "heading"
    CHAPTER = "chapter"
    ALL = "all"


DIGITS: Final = {Grouping.HEADING: 4, Grouping.CHAPTER: 2, Grouping.ALL: 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Quartiles:
    """Quartiles: half of the values lie from `low` to `high`; `count` is the number of values."""

    low: float
    median: float
    high: float
    count: int

    def times_usual(self, value: float | None) -> float | None:
        """Return the value divided by the median; None if either is unknown, or the median is 0."""
        return value / self.median if value is not None and self.median > 0 else None

    def contains(self, value: float) -> bool:
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneStatistics:
    """Statistics of one lane. `goods`: heading, chapter or "" (no code, or all); masses in kg; `currency` of the
    values: the most frequent one.

    `bills` and `shippers` are counts. Quartiles are None if fewer than MIN_VALUES bills state its value.
    """

    load: str
    discharge: str
    goods: str
    bills: int
    shippers: int
    first_seen: datetime
    per_package: Quartiles | None = None
    per_container: Quartiles | None = None
    value_per_kg: Quartiles | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BillRatios:
    """One bill's own values, to compare with its lane's; None if not declared."""

    per_package: float | None = None
    per_container: float | None = None
    value_per_kg: float | None = None
    currency: str = ""


def bill_ratios(mass_kg: float | None, packages: int | None, containers: int, value: Money | None = None) -> BillRatios:
    """Return a bill's values from its columns and from the value of its goods."""
    if not mass_kg:
        return BillRatios()
    return BillRatios(
        per_package=mass_kg / packages if packages else None,
        per_container=mass_kg / containers if containers else None,
        value_per_kg=value.amount / mass_kg if value else None,
        currency=value.currency if value else "",
    )


def weight_times_usual(lane: LaneStatistics | None, bill: BillRatios) -> float | None:
    """Return the bill's weight as a multiple of the usual: by container if both are known, else by package;
    else None.
    """
    if lane is None:
        return None
    pairs = ((lane.per_container, bill.per_container), (lane.per_package, bill.per_package))
    found = (spread.times_usual(value) for spread, value in pairs if spread is not None)
    return next((times for times in found if times is not None), None)


def quartiles_of(quartiles: list[float] | None, of: int) -> Quartiles | None:
    """Return the quartiles and the number of values they are of; None if there are too few."""
    if not quartiles or of < MIN_VALUES:
        return None
    low, middle, high = quartiles
    return Quartiles(low=low, median=middle, high=high, count=of)
