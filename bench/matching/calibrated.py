"""Calibration: the displayed probability compared with the share of true pairs, among all pairs above a score."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from bench.matching.asked import Asked
from bench.matching.curve import Table
from bench.matching.engine import PRIOR, Met
from bench.matching.labelled import INVENTED

Shares = npt.NDArray[np.float64]
EDGES: Final = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 1.0)


def calibrated(queries: Sequence[Asked], met: Sequence[Sequence[Met]]) -> Table:
    """Return pairs, their probability and the number of true ones, for the mix of travellers screened here instead of
    that at a border.
    """
    told, true = (np.array(each, float) for each in zip(*_pairs(queries, met), strict=True))
    meant = sum(bool(one.meant) for one in queries)
    told = _at(told, (meant / (len(queries) - meant)) / (PRIOR / (1 - PRIOR)))
    return {_words(low, high): _row(told, true, low, high) for low, high in pairwise(EDGES)}


def _pairs(queries: Sequence[Asked], met: Sequence[Sequence[Met]]) -> Iterator[tuple[float, bool]]:
    """Yield pairs; of the listed only the entry meant, since the person on another list would count as a stranger."""
    for one, entries in zip(queries, met, strict=True):
        for each in entries:
            same = (each.list, each.id) in one.meant
            if each.probability is not None and (same or not one.meant) and not each.list.startswith(INVENTED):
                yield each.probability, same


def _at(told: Shares, times: float) -> Shares:
    """Multiply the odds by a factor."""
    return told * times / (told * times + 1 - told)


def _words(low: float, high: float) -> str:
    return f"{low:g} to {high:g}"


def _row(told: Shares, true: Shares, low: float, high: float) -> dict[str, float]:
    within = (told >= low) & ((told < high) | (high == EDGES[-1]))
    number = int(within.sum())
    shares = {"told": float(told[within].mean()), "found": float(true[within].mean())} if number else {}
    return {"pairs": number} | shares
