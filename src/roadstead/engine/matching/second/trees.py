"""Boosted trees as arrays. All trees are walked at once, one level a step; leaves lead to themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from roadstead.engine.matching.kernel.compiled import F64, I32, I64

UNIT = 1e-4  # of log-odds (natural): leaves are whole numbers of it, so that their sum is the same on every machine


@dataclass(frozen=True, slots=True)
class Trees:
    """Nodes of all trees in a row: go left where the feature is at most `most`."""

    root: I32
    feature: I32
    most: F64
    left: I32
    right: I32
    value: I64
    depth: int
    start: int  # units of log-odds before any tree

    def log_odds(self, row: Sequence[float]) -> float:
        """Natural log-odds of a true match, in the mix that was trained on."""
        values, node = np.asarray(row, np.float64), self.root
        for _ in range(self.depth):
            node = np.where(values[self.feature[node]] <= self.most[node], self.left[node], self.right[node])
        return (self.start + int(self.value[node].sum())) * UNIT


def trees(known: Mapping[str, Any]) -> Trees:
    """As they stand in the file of a model."""
    return Trees(
        root=np.array(known["root"], np.int32),
        feature=np.array(known["feature"], np.int32),
        most=np.array(known["most"], np.float64),
        left=np.array(known["left"], np.int32),
        right=np.array(known["right"], np.int32),
        value=np.array(known["value"], np.int64),
        depth=int(known["depth"]),
        start=int(known["start"]),
    )
