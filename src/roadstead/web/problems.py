"""The problems of several manifests for one page: the gravest first, and how many there are in all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from roadstead.manifests.models import Manifest

MOST = 100  # shown on a page; a damaged list of a cruise ship has thousands
GRAVITY = {"error": 0, "warning": 1, "note": 2}


def problems_of(manifests: Iterable[Manifest]) -> dict[str, Any]:
    """Context for `partials/problems.html`: pairs of manifest and problem, and their number."""
    found = [(manifest, problem) for manifest in manifests for problem in manifest.problems]
    gravest = sorted(found, key=lambda pair: GRAVITY.get(pair[1]["severity"], 0))
    return {"problems": gravest[:MOST], "problem_count": len(found)}
