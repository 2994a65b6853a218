"""A frozen model, read from its file. MODEL_CARD.md beside it describes its training data."""

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
from roadstead.engine.matching.rerank.features import FEATURES
from roadstead.engine.sentences import Sentence

ALIKE: Final = "The names and birth dates are similar as a whole (model %(version)s)."
LESS_ALIKE: Final = "The names and birth dates are less similar as a whole than part by part (model %(version)s)."
FILE: Final = Path(__file__).with_name("model.json")


@dataclass(frozen=True, slots=True)
class Model:
    """Boosted trees: `weight` bits per unit of log-odds above `centre`, at most `max_bits` bits either way."""

    version: str
    trees: Trees
    calibration: Calibration
    weight: float
    centre: float
    max_bits: float

    def score(self, row: tuple[float, ...]) -> Score:
        """Return the bits that the model adds to the evidence, and the sentence for it."""
        bits = self.weight * (self.trees.log_odds(row) - self.centre)
        bits = max(-self.max_bits, min(self.max_bits, bits))
        return Score(bits, Sentence(ALIKE if bits >= 0 else LESS_ALIKE, {"version": self.version}))


@cache
def shipped_model() -> Model:
    """Return the model shipped with Roadstead."""
    return model(msgspec.json.decode(FILE.read_bytes()))


def model(known: Mapping[str, Any]) -> Model:
    """Build a model from its file. Raises ValueError if it was trained on other features than `FEATURES`."""
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


# ── From score to probability: isotonic steps as arrays, with odds moved from the training mix to those of travellers
#
# The number of false candidates of an innocent traveller grows with the number of listed persons; a listed traveller's
# match with their own entry does not. The odds for a long list are therefore not those for a short one.


PRIOR: Final = 1e-4  # share of travellers who are listed, before any evidence; an estimate


@dataclass(frozen=True, slots=True)
class Calibration:
    """Calibration curve of a model.

    `share`: share of true matches (0–1, ascending) at each `score` in bits (ascending). `meant`: share of listed
    travellers in the training data (0–1). `listed`: number of persons on its lists.
    """

    score: F64
    share: F64
    meant: float
    listed: int

    def probability(self, score: float, listed: int, prior: float = PRIOR) -> float:
        """Return the probability (0–1) that a pair with this score is one person.

        `listed`: number of persons on the lists; `prior`: share of travellers who are listed.
        """
        share = float(np.interp(score, self.score, self.share))
        fewer = log(self.listed / max(1, listed))
        return 1 / (1 + exp(-(_log_odds(share) - _log_odds(self.meant) + _log_odds(prior) + fewer)))


def _calibration(known: Mapping[str, Any]) -> Calibration:
    """Build the calibration from the file of a model."""
    return Calibration(np.array(known["score"]), np.array(known["share"]), float(known["meant"]), int(known["listed"]))


def _log_odds(share: float) -> float:
    return log(share / (1 - share))


# ── Boosted trees as arrays. All trees are evaluated at once, one level per step; leaves point to themselves.


UNIT = 1e-4  # of log-odds (natural): leaf values are integers, so that their sum is the same on every machine


@dataclass(frozen=True, slots=True)
class Trees:
    """Nodes of all trees in one array: the left child if the feature is at most `most`."""

    root: I32
    feature: I32
    most: F64
    left: I32
    right: I32
    value: I64
    depth: int
    start: int  # log-odds before any tree, in units

    def log_odds(self, row: Sequence[float]) -> float:
        """Return the natural log-odds of a true match, in the training mix."""
        values, node = np.asarray(row, np.float64), self.root
        for _ in range(self.depth):
            node = np.where(values[self.feature[node]] <= self.most[node], self.left[node], self.right[node])
        return (self.start + int(self.value[node].sum())) * UNIT


def trees(known: Mapping[str, Any]) -> Trees:
    """Build the trees from the file of a model."""
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
