"""Workspace of one thread for the walk: takes travellers, returns names that reached the floor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np

from roadstead.engine.matching.kernel.arrays import Found, Job, Pool, Scratch, Workspace
from roadstead.engine.matching.kernel.compiled import F64, I32, I64
from roadstead.engine.matching.kernel.nationals import shares
from roadstead.engine.matching.kernel.pairing import MOST_PAIRS, MOST_PARTS
from roadstead.engine.matching.kernel.ranges import CLASSES, MOST_RANGES
from roadstead.engine.matching.kernel.walk import walk
from roadstead.engine.matching.neighbour_cache import MAX_CACHED_TOKENS, NeighbourCache
from roadstead.engine.matching.queries import Batch, Query, build_batch
from roadstead.engine.matching.segment import vocabulary as nations
from roadstead.engine.matching.segment.segment import Segment
from roadstead.engine.matching.segment.vocabulary import Tokens

ROOM: Final = 4096  # names found per batch; a larger array is allocated if that is not enough
MOST_TOKENS: Final = 64  # per traveller


@dataclass(frozen=True, slots=True)
class ReachedName:
    """A listed name that reached the floor. `traveller`: position in the batch; `score`: bits; `always`: by policy."""

    traveller: int
    entity: int
    name: int
    score: float
    always: bool


class Token(NamedTuple):
    """One token of a declared name. `number`: among all declared tokens; `places`: the parts it covers, as bits."""

    number: int
    text: str
    places: int


class Worker:
    """Workspace of one thread, with a cache of declared tokens and a desk per segment. Segments are shared."""

    def __init__(self) -> None:
        self.declared = Tokens(of_kinds=True)
        self.batch: Batch = build_batch((), self.declared, ())  # the last batch
        # by traveller of `batch`: share of the nationality among listed persons with such a name
        self.shares: F64 = np.zeros(0)
        # keyed by the segment's words, which stay the same when entries are withdrawn
        self._desks: dict[int, SegmentWorkspace] = {}

    def search(
        self, queries: Sequence[Query], floors: Sequence[float], segments: Sequence[Segment]
    ) -> list[tuple[SegmentWorkspace, list[ReachedName]]]:
        """Return for each segment its desk and the names that reached the floor, in no order.

        `floors`: bits, by traveller. The first segment is the one whose frequencies apply to all.
        """
        if len(self.declared) > MAX_CACHED_TOKENS:
            self.declared, self._desks = Tokens(of_kinds=True), {}
        self.batch = asked = build_batch(queries, self.declared, floors)
        desks = [self._desk(segment, segments[0]) for segment in segments]
        self.shares = desks[0].shares(asked, self.declared)
        asked.arrays.nation_bits[:] = nations.bits_of(self.shares)
        return [(desk, desk.search(asked, self.declared)) for desk in desks]

    def tokens(self, traveller: int) -> list[Token]:
        """Return the tokens of one traveller of the last batch, name parts first."""
        return [Token(number, self.declared.text(number), mask) for number, mask in self.batch.tokens(traveller)]

    def _desk(self, segment: Segment, base: Segment) -> SegmentWorkspace:
        desk = self._desks.get(id(segment.words))
        if desk is None:
            of = None if segment is base else self._desk(base, base).neighbours
            self._desks = {id(each.segment.words): each for each in self._desks.values() if each.segment is base}
            desk = self._desks[id(segment.words)] = SegmentWorkspace(segment, NeighbourCache(segment, of))
        desk.segment = segment
        return desk


class SegmentWorkspace:
    """Workspace of one thread for one segment."""

    def __init__(self, segment: Segment, neighbours: NeighbourCache) -> None:
        self.segment, self.neighbours = segment, neighbours
        self._nationals = NationalityShares(segment, neighbours)
        self._stamp = np.zeros(len(segment.names.entity), np.int32)
        self._rows_of = _rows(segment)
        self._clock = np.ones(1, np.int32)
        self._candidates = _candidates(len(segment.names.entity) + 1)
        self._table = _table(0)
        self._found = _found(ROOM)
        self._scratch = _scratch()

    def shares(self, asked: Batch, declared: Tokens) -> F64:
        """Return for each traveller the share of the nationality among listed persons with such a name (0–1)."""
        self.neighbours.learn(declared)
        return self._nationals.shares(asked)

    def search(self, asked: Batch, declared: Tokens) -> list[ReachedName]:
        """Return the names that reached the floor."""
        self.neighbours.learn(declared)
        # it was allocated when the segment had fewer rows
        if len(self._rows_of["row"]) <= len(self.segment.names.row_code):
            self._rows_of = _rows(self.segment)
        return list(self._rows(self._walk(asked)))

    def _walk(self, asked: Batch) -> int:
        pool = self.neighbours.arrays
        desk = self._desk(asked, pool)
        while True:
            number = np.zeros(1, np.int64)
            walk(
                Job(
                    self.segment.words,
                    self.segment.names,
                    self.segment.entities,
                    pool,
                    asked.arrays,
                    desk,
                    self._found,
                    self._scratch,
                    number,
                )
            )
            if number[0] <= len(self._found.entity):
                return int(number[0])
            self._found = _found(int(number[0]))

    def _desk(self, asked: Batch, pool: Pool) -> Workspace:
        """Return the workspace of the kernel, with a table that holds the neighbours of any traveller in the batch."""
        near = np.diff(pool.near_from)[asked.arrays.token]
        # a traveller without a name has no neighbours
        before = np.concatenate([[0], np.cumsum(near)])[asked.arrays.token_from]
        links = np.diff(before).max(initial=0)
        if links > len(self._table[5]):
            self._table = _table(int(links))
        slot, first, taken, chain_next, chain_bits, chain_mask = self._table
        return Workspace(
            stamp=self._stamp,
            clock=self._clock,
            **self._rows_of,
            slot=slot,
            first=first,
            taken=taken,
            chain_next=chain_next,
            chain_bits=chain_bits,
            chain_mask=chain_mask,
            **self._candidates,
        )

    def _rows(self, number: int) -> Iterator[ReachedName]:
        columns = (column[:number].tolist() for column in self._found)
        for traveller, entity, name, score, always in zip(*columns, strict=True):
            yield ReachedName(traveller, entity, name, score, bool(always))


def _rows(segment: Segment) -> dict[str, Any]:
    room = len(segment.names.row_code) + 1  # one extra row is written and never read
    return {
        "row_class": np.zeros(room, np.uint8),
        "row": np.zeros(room, np.int32),
        "of_row": np.zeros(room, np.uint8),
        "row_bits": np.zeros(room),
    }


def _candidates(room: int) -> dict[str, Any]:
    """Allocate the arrays of candidates. Pages that are never written cost no memory."""
    return {
        "candidate": np.zeros(room, np.int32),
        "candidate_from": np.zeros(room, np.int64),
        "candidate_class": np.zeros(room, np.uint8),
        "candidate_via": np.zeros(room, np.uint8),
        "candidate_links": np.zeros(room, np.uint8),
        "candidate_bits": np.zeros(room),
        "candidate_most": np.zeros(room),
        "candidate_card": np.zeros(room, np.uint64),
    }


def _table(links: int) -> tuple[Any, ...]:
    """Allocate the hash table; it has at least twice as many slots as links, a power of two."""
    slots = 1 << max(10, (2 * links).bit_length())
    room = slots // 2
    return (
        np.zeros(slots, np.int32),
        np.zeros(slots, np.int32),
        np.zeros(room + 1, np.int32),
        np.zeros(room, np.int32),
        np.zeros(room),
        np.zeros(room, np.uint16),
    )


def _found(room: int) -> Found:
    return Found(
        np.zeros(room, np.int32),
        np.zeros(room, np.int32),
        np.zeros(room, np.int32),
        np.zeros(room),
        np.zeros(room, np.uint8),
    )


def _scratch() -> Scratch:
    return Scratch(
        bits=np.zeros(MOST_PAIRS),
        declared=np.zeros(MOST_PAIRS, np.uint16),
        listed=np.zeros(MOST_PAIRS, np.uint16),
        used=np.zeros(2, np.int64),
        ranges=np.zeros((MOST_RANGES, 3), np.int32),
        most=np.zeros(CLASSES),
        masks=np.zeros((MOST_PARTS, 37), np.uint64),
        matrix=np.zeros((MOST_PARTS, MOST_PARTS)),
        open_declared=np.zeros(MOST_PARTS, np.int64),
        open_listed=np.zeros(MOST_PARTS, np.int64),
        order=np.zeros(MOST_TOKENS, np.int64),
        readable=np.zeros(CLASSES, np.uint8),
        may_skip=np.zeros((MOST_TOKENS, CLASSES), np.uint8),
        skips=np.zeros(CLASSES, np.int64),
        skip_begin=np.zeros((CLASSES, MOST_TOKENS), np.uint64),
        skip_bits=np.zeros((CLASSES, MOST_TOKENS)),
        begins=np.zeros(MOST_PARTS, np.uint64),
        by_nation=np.zeros(4),
        by_sex=np.zeros(4),
    )


# ── How much a name reveals of the nationality: share of the nation among listed persons with one of its parts
#
# A Kim being Korean is expected and adds little to the name; a Garcia being Korean adds all that Korea can. Agreement
# of nationality is therefore weighed by what it adds beyond the name.


SLOTS: Final = 1 << 18  # 16 bytes each; more for a batch with very many parts


class NationalityShares:
    """Nationality shares by name, from the segment whose frequencies apply. Cleared when the table is half full."""

    def __init__(self, segment: Segment, neighbours: NeighbourCache) -> None:
        self._segment, self._neighbours = segment, neighbours
        self._begin(SLOTS)

    def _begin(self, slots: int) -> None:
        self._key: I64 = np.zeros(slots, np.int64)
        self._value: F64 = np.zeros(slots)
        self._used: I64 = np.zeros(1, np.int64)
        self._stamp: I32 = np.zeros(len(self._segment.entities.sex), np.int32)

    def shares(self, asked: Batch) -> F64:
        """Return for each traveller the share of the declared nationality (0–1); 0 if none is declared."""
        self._make_room(len(asked.arrays.part))
        found: F64 = np.zeros(len(asked.arrays.nation))
        of = self._segment
        shares(
            asked.arrays,
            self._neighbours.arrays,
            of.counted or of.names,
            of.entities,
            of.nation_shares,
            self._stamp,
            self._key,
            self._value,
            self._used,
            found,
        )
        return found

    def _make_room(self, parts: int) -> None:
        if 2 * (int(self._used[0]) + parts) > len(self._key):
            self._begin(max(SLOTS, 1 << (2 * parts).bit_length()))
