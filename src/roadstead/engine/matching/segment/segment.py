"""A segment: some entries of some lists, ready to be asked. Built whole, then only read; workers share its files."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeVar

import numpy as np

from roadstead.engine.matching.kernel.arrays import Entities, Names, Words
from roadstead.engine.matching.kernel.compiled import F64, I32, U64
from roadstead.engine.matching.segment import build
from roadstead.engine.matching.segment import vocabulary as nations
from roadstead.engine.matching.segment.by_birth import flat, put_by_birth
from roadstead.engine.matching.segment.entries import Entries
from roadstead.engine.matching.segment.rows import Rows
from roadstead.engine.records import Entry, Kind, ListedName

Tell = Callable[[int], None]  # how many entries were taken apart so far
SIDES: Final[tuple[Literal["left"], Literal["right"]]] = ("left", "right")
OFTEN = 10_000  # entries between two tellings


def untold(entries: int) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One number is one entity, or one name, throughout.

    `papers`: hashes of document numbers as a tired eye reads them, sorted; `name_place`: which of its entry's names a
    name is; `nation_shares`: by number of the nationality; `place`: of an entity among `entries`; `keys`: of list and
    id (`entry_key`), sorted. `counted`: where `names` are only some, those among whom nationalities are counted.
    """

    words: Words
    names: Names
    entities: Entities
    name_place: I32
    papers: U64
    paper_entity: I32
    nation_shares: F64
    place: I32
    keys: U64
    key_entity: I32
    entries: Entries
    counted: Names | None = None

    def entry(self, number: int) -> Entry:
        return self.entries[int(self.place[number])]

    def without(self, keys: Collection[int]) -> Segment:
        """The same with those entries withdrawn; the others know nothing of it."""
        found = self.of_keys(keys)
        if not found:
            return self
        dead = self.entities.dead.copy()
        dead[found] = 1
        return replace(self, entities=self.entities._replace(dead=dead))

    def alive(self) -> Iterator[Entry]:
        """Entries that are not withdrawn."""
        return (self.entry(entity) for entity in np.flatnonzero(self.entities.dead == 0).tolist())

    def of_keys(self, keys: Collection[int]) -> list[int]:
        """The numbers of entities that have these keys."""
        return [entity for key in keys for entity in self._of_key(key)]

    def _of_key(self, key: int) -> list[int]:
        first, last = (int(np.searchsorted(self.keys, np.uint64(key), side)) for side in SIDES)
        found: list[int] = self.key_entity[first:last].tolist()
        return found

    def name(self, number: int) -> ListedName:
        return self.entry(int(self.names.entity[number])).names[int(self.name_place[number])]


def build_segment(entries: Iterable[Entry], *, of: Segment | None = None, tell: Tell = untold) -> Segment:
    """In memory. Only persons: an organisation or a vessel is never alerted for a traveller.

    `of`: the segment whose statistics hold for this one too, which then are few entries beside many.
    """
    kept: list[Entry] = []
    built = put_in_order(take_apart(entries, kept.append, tell), kept)
    if of is None:
        return built
    return replace(built, nation_shares=of.nation_shares)


def take_apart(entries: Iterable[Entry], keep: Callable[[Entry], object], tell: Tell = untold) -> Rows:
    rows = Rows()
    for number, entry in enumerate(persons(entries), 1):
        rows.add(entry)
        keep(entry)
        if number % OFTEN == 0:
            tell(number)
    rows.vocabulary.finish()
    return rows


def persons(entries: Iterable[Entry]) -> Iterator[Entry]:
    return (entry for entry in entries if entry.kind is Kind.PERSON)


def put_in_order(rows: Rows, entries: Entries) -> Segment:
    """Every array but `dead` is read-only, as mapped ones are."""
    place = put_by_birth(rows)
    ordered, having = build.names(rows)
    papers, paper_entity = build.papers(rows)
    keys, key_entity = build.sorted_with_places(flat(rows.key, np.uint64))
    beside = build.entities(rows)
    words = build.words(rows.vocabulary, having)
    return Segment(
        words=read_only(words),
        names=read_only(build.with_cards(ordered, words, beside)),
        entities=read_only(beside)._replace(dead=np.zeros(len(rows.sex), np.uint8)),
        name_place=flat(rows.name_place, "i4"),
        papers=papers,
        paper_entity=paper_entity,
        nation_shares=nations.shares(beside.nation_from, beside.nation),
        place=place,
        keys=keys,
        key_entity=key_entity,
        entries=entries,
    )


Group = TypeVar("Group", Words, Names, Entities)


def read_only(group: Group) -> Group:
    for values in group:
        values.flags.writeable = False
    return group
