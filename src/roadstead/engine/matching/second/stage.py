"""The reranking model in use, and the lists it is switched off for."""

from __future__ import annotations

from dataclasses import dataclass

from roadstead.engine.matching.explained import Alignment
from roadstead.engine.matching.features.evidence import NOTHING_KNOWN, Score
from roadstead.engine.matching.second.features import features
from roadstead.engine.matching.second.model import Model, frozen


@dataclass(frozen=True, slots=True, kw_only=True)
class Second:
    """A reranking model that the operator has switched on; never on by default (safeguards S16)."""

    model: Model
    evidence_alone: frozenset[str] = frozenset()  # names of lists that it is switched off for

    @property
    def most(self) -> float:
        """Largest change of a score, in bits."""
        return self.model.most

    def speaks(self, of_list: str) -> bool:
        return of_list not in self.evidence_alone

    def said(self, of_list: str, alignment: Alignment, birth_bits: float) -> Score:
        """Return the bits that the model adds to the evidence; NOTHING_KNOWN for a list that it is switched off for."""
        return self.model.said_by(features(alignment, birth_bits)) if self.speaks(of_list) else NOTHING_KNOWN

    def probability(self, of_list: str, score: float, listed: int) -> float | None:
        """Return the probability (0–1) that a pair with this score is one person; None for a list it is switched off
        for.

        `listed`: number of persons on the lists.
        """
        return self.model.calibration.probability(score, listed) if self.speaks(of_list) else None


def second_stage(evidence_alone: frozenset[str] = frozenset()) -> Second:
    """Return the reranking model shipped with Roadstead, switched off for the lists of `evidence_alone`."""
    return Second(model=frozen(), evidence_alone=evidence_alone)
