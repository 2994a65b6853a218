"""From score to probability: isotonic steps as arrays, and the odds moved from the training mix to those at a gate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, log
from typing import Any, Final

import numpy as np

from roadstead.screening.kernel.compiled import F64

PRIOR: Final = 1e-4  # candidates that are the listed person, before the evidence: one in ten thousand, an estimate


@dataclass(frozen=True, slots=True)
class Calibration:
    """Share of true matches (0–1, rising) at scores in bits (rising), and the share of them in the training mix."""

    score: F64
    share: F64
    trained_on: float

    def probability(self, score: float, prior: float = PRIOR) -> float:
        """That a pair of this score is one person, where `prior` of all pairs compared are."""
        share = float(np.interp(score, self.score, self.share))
        return 1 / (1 + exp(-(_log_odds(share) - _log_odds(self.trained_on) + _log_odds(prior))))


def calibration(known: Mapping[str, Any]) -> Calibration:
    """As it stands in the file of a model."""
    return Calibration(np.array(known["score"]), np.array(known["share"]), float(known["trained_on"]))


def _log_odds(share: float) -> float:
    return log(share / (1 - share))
