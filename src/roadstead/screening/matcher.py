"""Weigh one traveller against the index: evidence in bits, added up, with the sentence for each bit of it.

A larger score is never a weaker match. Nothing here is a hard no: a contradiction costs bits, and rare names can
outweigh it. What must or must not alert whatever the score is policy, and stands in `policy`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from roadstead.model import Entry, ListedName, Traveller
from roadstead.screening.alignment import Alignment, Reached, align, pair_up
from roadstead.screening.ceiling import Ceiling
from roadstead.screening.features.score import Score
from roadstead.screening.index import Index
from roadstead.screening.policy import enough_known, same_name_alerts
from roadstead.screening.query import Query, query
from roadstead.screening.side import Side, beside_the_name, most_beside_the_name
from roadstead.screening.vocabulary import Neighbour

MATCHER_VERSION: Final = "bits-1"


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


def weigh(traveller: Traveller, index: Index, floor: float) -> list[Weighed]:
    """Every entry at or above `floor`, or shown by policy; best first, each by the name that speaks most for it."""
    best: dict[int, Weighed] = {}
    for person, found in _found(query(traveller), index, floor):
        best[person] = _better(found, best[person]) if person in best else found
    return sorted(best.values(), key=lambda found: (-found.score, found.entry.list, found.entry.id))


def _better(one: Weighed, other: Weighed) -> Weighed:
    """The name with more bits; shown by policy if either is."""
    best = max(one, other, key=lambda found: (found.score, found.name.text))
    return best if best.always else replace(best, always=one.always or other.always)


def _found(asked: Query, index: Index, floor: float) -> Iterator[tuple[int, Weighed]]:
    """Rows that could reach the floor are aligned; the others are passed over on the most they could come to."""
    same, reached = index.same_names(asked), _reached(asked, index)
    candidates, ceiling = index.candidates(asked), Ceiling(asked, index)
    sides: dict[int, Side] = {}
    for number in candidates.bits.keys() | same:
        row = index.rows[number]
        person, places = index.persons[row.entry], candidates.places[number]
        by_name = candidates.bits[number] + ceiling.left_over(places, row)
        if by_name + most_beside_the_name(asked, person) < floor and number not in same:
            continue
        side = sides.get(row.entry) or sides.setdefault(row.entry, beside_the_name(asked, person, index))
        always = number in same and same_name_alerts(side)
        if not (always or by_name + side.bits >= floor) or not enough_known(row.name, side):
            continue
        pairing = pair_up(reached, row)
        if always or pairing.bits + ceiling.left_over(pairing.declared, row) + side.bits >= floor:
            alignment = align(asked.parts, pairing, row)
            score = alignment.bits + side.bits
            if always or score >= floor:
                yield row.entry, Weighed(person.entry, row.name, score, always, side, alignment)


def _reached(asked: Query, index: Index) -> Reached:
    reached: dict[int, list[tuple[Neighbour, int]]] = defaultdict(list)
    for token in asked.tokens:
        for neighbour in index.vocabulary.neighbours(token):
            reached[neighbour.token].append((neighbour, token.place))
    return reached
