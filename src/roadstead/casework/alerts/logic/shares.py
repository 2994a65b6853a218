"""Shares with their confidence interval. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Final

Z: Final = 1.96  # normal quantile of the 95 % interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Share `number` of `total`. `interval`: Wilson's, 0 to 1; None if `total` is 0."""

    number: int
    total: int

    @property
    def value(self) -> float | None:
        return self.number / self.total if self.total else None

    @property
    def interval(self) -> tuple[float, float] | None:
        return wilson(self.number, self.total) if self.total else None


def wilson(number: int, of: int, z: float = Z) -> tuple[float, float]:
    """Return Wilson's score interval (Wilson 1927), which is reliable for a small `of` and for shares near 0 or 1."""
    share, square = number / of, z * z
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = z / (1 + square / of) * sqrt(share * (1 - share) / of + square / (4 * of * of))
    return max(0.0, middle - half), min(1.0, middle + half)
