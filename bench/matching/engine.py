"""The matcher as the bench uses it: an index is built from entries, and travellers are matched against it.

To measure another matcher, change only this file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from roadstead.engine.matching.entities import index as index_module
from roadstead.engine.matching.entities.match import EntityMatch as ThingMatch
from roadstead.engine.matching.entities.match import PartyQuery, match_crafts, match_parties
from roadstead.engine.matching.index import Index, build_index, open_index, write_index
from roadstead.engine.matching.matcher import alerts_all
from roadstead.engine.matching.policy import DEFAULT_THRESHOLD
from roadstead.engine.matching.rerank import model
from roadstead.engine.matching.rerank.reranker import shipped_reranker
from roadstead.engine.records import Craft, Entry, Traveller


class Met(NamedTuple):
    """An entry that matches a traveller. `always`: shown by policy, whatever the threshold. `probability`: of the
    reranking model, where it is used.
    """

    list: str
    id: str
    score: float
    always: bool
    probability: float | None = None


Built = Index
THRESHOLD: Final = DEFAULT_THRESHOLD
PRIOR: Final = model.PRIOR
BuiltThings = index_module.EntityIndex


def build(entries: Iterable[Entry]) -> Built:
    return build_index(entries)


def write(entries: Iterable[Entry], folder: Path) -> Built:
    """Write the index to files; entries are read one at a time."""
    return write_index(entries, folder)


def reopen(folder: Path) -> Built:
    """Open an index written before."""
    return open_index(folder)


def score(index: Built, travellers: Sequence[Traveller], threshold: float, second: bool = False) -> list[list[Met]]:
    """Return for each traveller the entries of at least `threshold` bits and those shown by policy. `second`: use the
    reranking model.
    """
    return [
        [Met(found.entry.list, found.entry.id, found.score, found.shown_by_policy, found.probability) for found in each]
        for each in alerts_all(travellers, index, threshold, shipped_reranker() if second else None)
    ]


def build_things(entries: Iterable[Entry]) -> BuiltThings:
    return index_module.build_entity_index(entries)


def parties(names: Sequence[str], listed: BuiltThings, floor: float) -> list[list[Met]]:
    """Match firms by name only; return every listed entity at the floor or above, and those shown by policy."""
    met = match_parties([PartyQuery(name=name) for name in names], listed, floor)
    return [[_met(one) for one in found] for found in met]


def crafts(asked: Sequence[Craft], listed: BuiltThings) -> list[list[Met]]:
    return [[_met(one) for one in found] for found in match_crafts(asked, listed)]


def _met(one: ThingMatch) -> Met:
    return Met(one.entry.list, one.entry.id, one.score, one.shown_by_policy)
