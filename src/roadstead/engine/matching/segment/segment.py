"""A segment: entries of some lists, prepared for matching. Built as a whole, then read-only and shared by workers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeVar

import numpy as np

from roadstead.engine.matching.kernel.arrays import Entities, Names, Words
from roadstead.engine.matching.kernel.compiled import F64, I32, U64
from roadstead.engine.matching.segment import build
from roadstead.engine.matching.segment import vocabulary as nations
from roadstead.engine.matching.segment.by_birth import flat, sort_by_birth
from roadstead.engine.matching.segment.entries import Entries
from roadstead.engine.matching.segment.rows import Rows
from roadstead.engine.records import Entry, Kind, ListedName

Progress = Callable[[int], None]  # progress: number of entries parsed so far
SIDES: Final[tuple[Literal["left"], Literal["right"]]] = ("left", "right")
OFTEN = 10_000  # entries between two progress calls


def no_progress(entries: int) -> None:
    """Ignore progress."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Arrays of a segment. Entities and names are identified by their numbers.

    `papers`: hashes of document numbers with confusable characters folded, sorted; `name_place`: position of a name in
    its entry; `nation_shares`: by number of the nationality; `place`: position of an entity in `entries`; `keys`:
    hashes of list and id (`entry_key`), sorted. `counted`: if `names` is a subset, the full names, over which
    nationalities are counted.
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
        """Return a copy with these entries withdrawn; the original is unchanged."""
        found = self.of_keys(keys)
        if not found:
            return self
        dead = self.entities.dead.copy()
        dead[found] = 1
        return replace(self, entities=self.entities._replace(dead=dead))

    def alive(self) -> Iterator[Entry]:
        """Yield the entries that are not withdrawn."""
        return (self.entry(entity) for entity in np.flatnonzero(self.entities.dead == 0).tolist())

    def of_keys(self, keys: Collection[int]) -> list[int]:
        """Return the numbers of the entities with these keys."""
        return [entity for key in keys for entity in self._of_key(key)]

    def _of_key(self, key: int) -> list[int]:
        first, last = (int(np.searchsorted(self.keys, np.uint64(key), side)) for side in SIDES)
        found: list[int] = self.key_entity[first:last].tolist()
        return found

    def name(self, number: int) -> ListedName:
        return self.entry(int(self.names.entity[number])).names[int(self.name_place[number])]


def build_segment(entries: Iterable[Entry], *, of: Segment | None = None, progress: Progress = no_progress) -> Segment:
    """Build a segment in memory. Only persons are indexed: organisations and vessels never match a traveller.

    `of`: a larger segment whose statistics apply to this one too.
    """
    kept: list[Entry] = []
    built = sort_rows(parse_entries(entries, kept.append, progress), kept)
    if of is None:
        return built
    return replace(built, nation_shares=of.nation_shares)


def parse_entries(entries: Iterable[Entry], keep: Callable[[Entry], object], progress: Progress = no_progress) -> Rows:
    rows = Rows()
    for number, entry in enumerate(persons(entries), 1):
        rows.add(entry)
        keep(entry)
        if number % OFTEN == 0:
            progress(number)
    rows.vocabulary.finish()
    return rows


def persons(entries: Iterable[Entry]) -> Iterator[Entry]:
    return (entry for entry in entries if entry.kind is Kind.PERSON)


def sort_rows(rows: Rows, entries: Entries) -> Segment:
    """Sort the rows into a segment. Every array except `dead` is read-only, like mapped ones."""
    place = sort_by_birth(rows)
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
