"""Legal facts in force: those that states have approved, and the shipped ones that they do not replace."""

from __future__ import annotations

from roadstead.engine.reference.law.adherence import ADHERENCE
from roadstead.engine.rules.law.facts import LegalFacts
from roadstead.platform.policies.in_force import compute_from


def facts_in_force() -> LegalFacts:
    """Return the facts of every state: what one has approved holds for whoever asks it, or is asked by it."""
    return compute_from(LegalFacts, ADHERENCE)
