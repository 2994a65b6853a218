"""A screening set of only the entries that changed on a list, for voyages already screened against all others.

It gives the same hits, scores and sentences as the full set gives for these entries: vocabulary and frequencies stay
those of the full set, only the rows are fewer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

import numpy as np

from roadstead.engine.matching.entities.index import build_entity_index
from roadstead.engine.matching.index import Index
from roadstead.engine.matching.kernel.arrays import Names
from roadstead.engine.matching.kernel.compiled import I64
from roadstead.engine.matching.segment.rows import entry_key
from roadstead.engine.matching.segment.segment import Segment, read_only
from roadstead.engine.records import Entry, Kind
from roadstead.engine.screening.run import ScreeningSet

Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]


def restrict_set(entries: Collection[Entry], base: ScreeningSet) -> ScreeningSet:
    """Return `base` reduced to `entries`, which must be in force in it. Rules are left out: they were already
    evaluated.
    """
    things = build_entity_index(entry for entry in entries if entry.kind is not Kind.PERSON)
    return replace(base, index=restrict_index(entries, base.index), entities=things, rules=(), written_rules=())


def restrict_index(entries: Iterable[Entry], base: Index) -> Index:
    """Return `base` reduced to `entries`. Entries that are not in `base` are ignored."""
    keys = {entry_key(entry.list, entry.id) for entry in entries}
    return replace(base, segments=tuple(_restrict(segment, _flags(segment, keys)) for segment in base.segments))


def _flags(segment: Segment, keys: Collection[int]) -> Flags:
    """Return one flag per entity: True if it is one of `keys`."""
    kept = np.zeros(len(segment.place), np.bool_)
    kept[segment.of_keys(keys)] = True
    return kept


def _restrict(segment: Segment, kept: Flags) -> Segment:
    """Return the segment with only the flagged entities (`kept`: one flag per entity). Numbers of names and entities
    stay.
    """
    papers = kept[segment.paper_entity]
    return replace(
        segment,
        names=read_only(_rows_of(segment.names, kept)),
        counted=segment.counted or segment.names,
        papers=segment.papers[papers],
        paper_entity=segment.paper_entity[papers],
    )


def _rows_of(names: Names, kept: Flags) -> Names:
    rows, whole = kept[names.entity[names.row_name]], kept[names.entity[names.whole_name]]
    postings = rows[names.posting]
    place = np.cumsum(rows, dtype=np.int32) - np.int32(1)
    return names._replace(
        row_code=names.row_code[rows],
        row_name=names.row_name[rows],
        posting_from=_counted(postings)[names.posting_from],
        posting=place[names.posting[postings]],
        whole=names.whole[whole],
        whole_name=names.whole_name[whole],
    )


def _counted(kept: Flags) -> I64:
    """Return the number of flagged items before each position; one longer than `kept`."""
    before: I64 = np.concatenate([[0], np.cumsum(kept, dtype=np.int64)])
    return before
