"""So many of so many, with the interval in which the share lies. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Final

Z: Final = 1.96  # of the interval, 95 %


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """So many of so many. `interval`: Wilson's, 0 to 1; None where there is nothing."""

    number: int
    of: int

    @property
    def value(self) -> float | None:
        return self.number / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float] | None:
        return wilson(self.number, self.of) if self.of else None


def wilson(number: int, of: int, z: float = Z) -> tuple[float, float]:
    """The interval in which a share lies (Wilson 1927): honest where `of` is small or the share near 0 or 1."""
    share, square = number / of, z * z
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = z / (1 + square / of) * sqrt(share * (1 - share) / of + square / (4 * of * of))
    return max(0.0, middle - half), min(1.0, middle + half)
