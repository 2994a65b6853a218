"""From score to probability: isotonic steps as arrays, and the odds moved from the training mix to those at a gate.

Of an innocent traveller's meetings at a score there are as many more as more persons are listed; of a listed one's
meetings with his own entry there are not. So the odds of a long list are not those of a short one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, log
from typing import Any, Final

import numpy as np

from roadstead.engine.matching.kernel.compiled import F64

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


def calibration(known: Mapping[str, Any]) -> Calibration:
    """As it stands in the file of a model."""
    return Calibration(np.array(known["score"]), np.array(known["share"]), float(known["meant"]), int(known["listed"]))


def _log_odds(share: float) -> float:
    return log(share / (1 - share))
