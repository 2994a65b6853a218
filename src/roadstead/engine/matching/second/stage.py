"""Where the second stage speaks: on which lists, with which model. A list left out is judged by the evidence alone."""

from __future__ import annotations

from dataclasses import dataclass

from roadstead.engine.matching.explained import Alignment
from roadstead.engine.matching.features.evidence import NOTHING_KNOWN, Score
from roadstead.engine.matching.second.features import features
from roadstead.engine.matching.second.model import Model, frozen


@dataclass(frozen=True, slots=True, kw_only=True)
class Second:
    """Asked for by whoever runs the system; never on by itself (safeguards S16)."""

    model: Model
    evidence_alone: frozenset[str] = frozenset()  # names of lists on which it is switched off

    @property
    def most(self) -> float:
        """Bits by which a score may rise or fall."""
        return self.model.most

    def speaks(self, of_list: str) -> bool:
        return of_list not in self.evidence_alone

    def said(self, of_list: str, alignment: Alignment, birth_bits: float) -> Score:
        """What the model adds to the evidence; nothing on a list that is judged by the evidence alone."""
        return self.model.said_by(features(alignment, birth_bits)) if self.speaks(of_list) else NOTHING_KNOWN

    def probability(self, of_list: str, score: float, listed: int) -> float | None:
        """That a pair of this score is one person, from 0 to 1, where so many persons are `listed`; None where the
        evidence stands alone."""
        return self.model.calibration.probability(score, listed) if self.speaks(of_list) else None


def second_stage(evidence_alone: frozenset[str] = frozenset()) -> Second:
    """With the model that is shipped."""
    return Second(model=frozen(), evidence_alone=evidence_alone)
