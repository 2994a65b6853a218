"""A frozen model: read from its file, never written here. What it was trained on stands in MODEL_CARD.md beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp, log
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np

from roadstead.engine.matching.features.evidence import Score
from roadstead.engine.matching.kernel.compiled import F64, I32, I64
from roadstead.engine.matching.second.features import FEATURES

FILE: Final = Path(__file__).with_name("model.json")


@dataclass(frozen=True, slots=True)
class Model:
    """`weight` bits for each unit of log-odds beyond `centre`, at most `most` bits either way."""

    version: str
    trees: Trees
    calibration: Calibration
    weight: float
    centre: float
    most: float

    def said_by(self, row: tuple[float, ...]) -> Score:
        """What the whole adds to the evidence, in bits, and the sentence for it."""
        bits = self.weight * (self.trees.log_odds(row) - self.centre)
        bits = max(-self.most, min(self.most, bits))
        alike = "alike" if bits >= 0 else "less alike than their parts"
        return Score(bits, f"Names and birth date as a whole read {alike} (model {self.version}).")


@cache
def frozen() -> Model:
    """The model that is shipped."""
    return model(msgspec.json.decode(FILE.read_bytes()))


def model(known: Mapping[str, Any]) -> Model:
    """Refused if it was trained on other features than those that are looked at."""
    if known["features"] != list(FEATURES):
        raise ValueError(f"model {known['version']} was trained on other features; train it anew")
    return Model(
        known["version"],
        trees(known["trees"]),
        _calibration(known["calibration"]),
        known["weight"],
        known["centre"],
        known["most"],
    )


# ── From score to probability: isotonic steps as arrays, and the odds moved from the training mix to those at a gate.
#
# Of an innocent traveller's meetings at a score there are as many more as more persons are listed; of a listed one's
# meetings with his own entry there are not. So the odds of a long list are not those of a short one.


PRIOR: Final = 1e-4  # travellers who are listed, before any evidence: one in ten thousand, an estimate


@dataclass(frozen=True, slots=True)
class Calibration:
    """Share of true matches (0–1, rising) among all at scores in bits (rising), where of the travellers asked for
    `meant` (0–1) were listed and `listed` persons stood on the lists."""

    score: F64
    share: F64
    meant: float
    listed: int

    def probability(self, score: float, listed: int, prior: float = PRIOR) -> float:
        """That a pair of this score is one person, where so many are listed and `prior` of all travellers are."""
        share = float(np.interp(score, self.score, self.share))
        fewer = log(self.listed / max(1, listed))
        return 1 / (1 + exp(-(_log_odds(share) - _log_odds(self.meant) + _log_odds(prior) + fewer)))


def _calibration(known: Mapping[str, Any]) -> Calibration:
    """As it stands in the file of a model."""
    return Calibration(np.array(known["score"]), np.array(known["share"]), float(known["meant"]), int(known["listed"]))


def _log_odds(share: float) -> float:
    return log(share / (1 - share))


# ── Boosted trees as arrays. All trees are walked at once, one level a step; leaves lead to themselves.


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
