"""Legal bases: 210 pairs of states × 40 measures from the shipped facts. Processor time of each, in milliseconds."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from itertools import permutations
from typing import Any, Final

from roadstead.engine.reference.caricom import CARICOM
from roadstead.engine.reference.law.adherence import ADHERENCE
from roadstead.engine.reference.measures import measures
from roadstead.engine.rules.law.bases import bases_for
from roadstead.engine.rules.law.facts import LegalFacts

STATES: Final = 15
MEASURES: Final = 40
GOAL_MS: Final = 20


def run() -> dict[str, Any]:
    """Return the longest and the mean time of a pair and measure, and whether the longest is within the goal."""
    wanted, on = list(measures())[:MEASURES], datetime.now(UTC).date()
    facts = LegalFacts(ADHERENCE.rows())
    taken, bases = [], 0
    for requesting, requested in permutations(list(CARICOM)[:STATES], 2):
        for measure in wanted:
            begun = time.process_time()
            bases += len(bases_for(requesting, requested, measure, on, facts))
            taken.append((time.process_time() - begun) * 1000)
    return {
        "pairs and measures": len(taken),
        "bases": bases,
        "mean ms": sum(taken) / len(taken),
        "longest ms": max(taken),
        "within the goal": max(taken) <= GOAL_MS,
    }


if __name__ == "__main__":
    print(run())
