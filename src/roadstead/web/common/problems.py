"""The problems of several manifests for one page: the gravest first, and how many there are in all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from roadstead.filings.voyages.models import Manifest

MOST = 100  # shown on a page; a damaged list of a cruise ship has thousands
GRAVITY = {"error": 0, "warning": 1, "note": 2}


# Findings about the voyage (manifests.quality.voyages) that a sender has to see even where every value can be read.
DOUBTFUL: Final = frozenset({"date-far-away", "another-carriers-flight", "no-participating-state"})


def with_doubts(manifest: Manifest) -> list[dict[str, Any]]:
    """Return what was wrong in reading it, and what makes its voyage doubtful: the problems of a receipt."""
    doubts = (each for each in manifest.quality.get("findings", ()) if each["code"] in DOUBTFUL)
    return [*manifest.problems, *doubts]


def problems_of(manifests: Iterable[Manifest], *, doubts: bool = False) -> dict[str, Any]:
    """Context for `partials/problems.html`: pairs of manifest and problem, and their number. `doubts`: as a receipt."""
    found = [(each, problem) for each in manifests for problem in (with_doubts(each) if doubts else each.problems)]
    gravest = sorted(found, key=lambda pair: GRAVITY.get(pair[1]["severity"], 0))
    return {"problems": gravest[:MOST], "problem_count": len(found)}
