"""Other matchers on the same list with the same travellers in the same run, from their own packages.

They come with `pip install roadstead[bench]`; what is not installed is said, and left out. Those that know no birth
dates get one filter, the same for all (`dates`).
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from typing import Final, NamedTuple

from bench.matching.engine import Met
from roadstead.engine.records import Entry, Traveller

Scored = list[list[Met]]
Run = Callable[[Sequence[Entry], Sequence[Traveller]], "Answer"]


class Answer(NamedTuple):
    """What a system found, and what it took. Scores are its own; only their order counts."""

    met: Scored
    build_seconds: float
    score_seconds: float


class System(NamedTuple):
    """`module` is ours, `packages` are what it needs, `function` in the module does it."""

    module: str
    function: str
    packages: tuple[str, ...]


SYSTEMS: Final = {
    "rapidfuzz token-sort, date filter": System("token_sort", "token_sort", ("rapidfuzz", "numpy", "anyascii")),
    "3-gram TF-IDF, 100 nearest, date filter": System("tfidf", "nearest", ("sparse_dot_topn", "sklearn", "anyascii")),
    "nomenklatura logic-v1": System("nomenklatura_logic", "logic_v1", ("nomenklatura",)),
    "nomenklatura logic-v2": System("nomenklatura_logic", "logic_v2", ("nomenklatura",)),
}


def missing(system: System) -> list[str]:
    return [package for package in system.packages if find_spec(package) is None]


def runner(system: System) -> Run:
    """Imported only now, so that nothing of it is needed by whoever does not compare."""
    found: Run = getattr(importlib.import_module(f"bench.matching.others.{system.module}"), system.function)
    return found
