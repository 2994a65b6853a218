"""Weigh travellers against the index: evidence in bits, added up, with the sentence for each bit of it.

A larger score is never a weaker match. Nothing here is a hard no: a contradiction costs bits, and rare names can
outweigh it. What must or must not alert whatever the score is policy, and stands in `policy`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from roadstead.model import Entry, ListedName, Traveller
from roadstead.screening.alignment import Alignment
from roadstead.screening.asked import query
from roadstead.screening.desk import Reached
from roadstead.screening.explained import Explainer
from roadstead.screening.features.score import Score
from roadstead.screening.index import Index
from roadstead.screening.segment.segment import Segment
from roadstead.screening.side import Side

MATCHER_VERSION: Final = "bits-2"


@dataclass(frozen=True, slots=True)
class Weighed:
    """One entry by one of its names: how surely it is this traveller, in bits, and the evidence."""

    entry: Entry
    name: ListedName
    score: float
    always: bool  # shown by policy, whatever the score
    side: Side
    alignment: Alignment

    @property
    def evidence(self) -> tuple[tuple[str, Score], ...]:
        """Feature and evidence, in the order an officer compares: name, birth date, nationality, sex."""
        beside = (("birth_date", self.side.birth_date), ("nationality", self.side.nationality), ("sex", self.side.sex))
        named = (("name", score) for score in self.alignment.reasons)
        return (*named, *(found for found in beside if found[1].reason))


def weigh_all(travellers: Sequence[Traveller], index: Index, floors: Sequence[float]) -> list[list[Weighed]]:
    """For each traveller every entry at or above the floor (bits), or shown by policy; best first, each by the name
    that speaks most for it."""
    queries, worker = [query(traveller) for traveller in travellers], index.worker()
    found: list[list[Weighed]] = [[] for _ in travellers]
    for desk, names in worker.reached(queries, floors, index.segments):
        for number, of_traveller in _by_traveller(names).items():
            explainer = Explainer(travellers[number], queries[number], worker.declared, desk)
            found[number] += [_weighed(one, always, explainer, desk.segment) for one, always in _best(of_traveller)]
    for each in found:
        each.sort(key=lambda one: (-one.score, one.entry.list, one.entry.id))
    return found


def _by_traveller(names: Sequence[Reached]) -> dict[int, list[Reached]]:
    found: defaultdict[int, list[Reached]] = defaultdict(list)
    for reached in names:
        found[reached.traveller].append(reached)
    return found


def weigh(traveller: Traveller, index: Index, floor: float) -> list[Weighed]:
    """The same for one."""
    return weigh_all([traveller], index, [floor])[0]


def _best(names: Sequence[Reached]) -> list[tuple[Reached, bool]]:
    """Of each entity the name with most bits; shown by policy if any of its names is."""
    best: dict[int, tuple[Reached, bool]] = {}
    for each in names:
        other = best.get(each.entity)
        if other is None:
            best[each.entity] = each, each.always
        else:
            first = max(other[0], each, key=lambda one: (one.score, -one.name))
            best[each.entity] = first, other[1] or each.always
    return list(best.values())


def _weighed(reached: Reached, always: bool, explainer: Explainer, segment: Segment) -> Weighed:
    return Weighed(
        entry=segment.entry(reached.entity),
        name=segment.name(reached.name),
        score=reached.score,
        always=always,
        side=explainer.side(reached.entity),
        alignment=explainer.alignment(reached.name),
    )
