"""The matcher as the bench sees it: an index is built of entries, and travellers are asked of it. Nothing else.

Whoever puts another matcher in its place changes this file only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from roadstead.engine.matching.index import Index, build_index, open_index, write_index
from roadstead.engine.matching.matcher import alerts_all
from roadstead.engine.matching.policy import DEFAULT_THRESHOLD
from roadstead.engine.matching.second import model
from roadstead.engine.matching.second.stage import second_stage
from roadstead.engine.matching.things import built
from roadstead.engine.matching.things.match import Match as ThingMatch
from roadstead.engine.matching.things.match import Party, met_crafts, met_parties
from roadstead.engine.records import Craft, Entry, Traveller


class Met(NamedTuple):
    """An entry that a traveller met. `always`: shown by policy, whatever the threshold. `probability`: of the second
    stage, where it is asked."""

    list: str
    id: str
    score: float
    always: bool
    probability: float | None = None


Built = Index
THRESHOLD: Final = DEFAULT_THRESHOLD
PRIOR: Final = model.PRIOR
BuiltThings = built.Things


def build(entries: Iterable[Entry]) -> Built:
    return build_index(entries)


def write(entries: Iterable[Entry], folder: Path) -> Built:
    """As it is kept between two runs; entries are read one at a time."""
    return write_index(entries, folder)


def reopen(folder: Path) -> Built:
    """One that was written before."""
    return open_index(folder)


def score(index: Built, travellers: Sequence[Traveller], threshold: float, second: bool = False) -> list[list[Met]]:
    """For each traveller every entry of at least `threshold` bits, and every one shown by policy. `second`: with the
    second stage."""
    return [
        [Met(found.entry.list, found.entry.id, found.score, found.always, found.probability) for found in each]
        for each in alerts_all(travellers, index, threshold, second_stage() if second else None)
    ]


def build_things(entries: Iterable[Entry]) -> BuiltThings:
    return built.build_things(entries)


def parties(names: Sequence[str], listed: BuiltThings, floor: float) -> list[list[Met]]:
    """Firms by name alone; every listed thing at the floor or above, and who is shown by policy."""
    met = met_parties([Party(name=name) for name in names], listed, floor)
    return [[_met(one) for one in found] for found in met]


def crafts(asked: Sequence[Craft], listed: BuiltThings) -> list[list[Met]]:
    return [[_met(one) for one in found] for found in met_crafts(asked, listed)]


def _met(one: ThingMatch) -> Met:
    return Met(one.entry.list, one.entry.id, one.score, one.always)
