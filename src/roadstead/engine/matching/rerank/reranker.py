"""The reranking model in use, and the lists it is switched off for."""

from __future__ import annotations

from dataclasses import dataclass

from roadstead.engine.matching.explain import Alignment
from roadstead.engine.matching.features.evidence import NO_EVIDENCE, Score
from roadstead.engine.matching.rerank.features import features
from roadstead.engine.matching.rerank.model import Model, shipped_model


@dataclass(frozen=True, slots=True, kw_only=True)
class Reranker:
    """A reranking model that the operator has switched on; never on by default (safeguards S16)."""

    model: Model
    evidence_alone: frozenset[str] = frozenset()  # names of lists that it is switched off for

    @property
    def max_bits(self) -> float:
        """Largest change of a score, in bits."""
        return self.model.max_bits

    def applies_to(self, of_list: str) -> bool:
        return of_list not in self.evidence_alone

    def score(self, of_list: str, alignment: Alignment, birth_bits: float) -> Score:
        """Return the bits that the model adds to the evidence; NOTHING_KNOWN for a list that it is switched off for."""
        return self.model.score(features(alignment, birth_bits)) if self.applies_to(of_list) else NO_EVIDENCE

    def probability(self, of_list: str, score: float, listed: int) -> float | None:
        """Return the probability (0–1) that a pair with this score is one person; None for a list it is switched off
        for.

        `listed`: number of persons on the lists.
        """
        return self.model.calibration.probability(score, listed) if self.applies_to(of_list) else None


def shipped_reranker(evidence_alone: frozenset[str] = frozenset()) -> Reranker:
    """Return the reranking model shipped with Roadstead, switched off for the lists of `evidence_alone`."""
    return Reranker(model=shipped_model(), evidence_alone=evidence_alone)
