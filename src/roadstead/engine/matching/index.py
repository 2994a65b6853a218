"""Index of listed persons: finds the listed names that may be those of a traveller.

A segment holds names in order of birth date, so that those compatible with a traveller's are a few ranges, and a common
name costs hardly more than a rare one. Changes since the segment was built are in a second, small segment, weighed by
the same frequencies; withdrawn entries are flagged. Segments are shared; each thread has its own workspace.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from roadstead.engine.matching.document_files.keys import keys_of
from roadstead.engine.matching.documents import DocumentMatch, best_first, compare_documents
from roadstead.engine.matching.features.documents import lookalike_number_key
from roadstead.engine.matching.segment.files import open_segment, write_segment
from roadstead.engine.matching.segment.rows import entry_key
from roadstead.engine.matching.segment.segment import Progress, Segment, build_segment, no_progress
from roadstead.engine.matching.workspace import Worker
from roadstead.engine.records import Document, Entry

Key = tuple[str, str]  # list and id
MOST_CHANGED: Final = 20  # the base is due for a rebuild if more than one entry in so many has changed
ALWAYS_BESIDE: Final = 1_000  # entries: no rebuild is due for so few changes


@dataclass(frozen=True, slots=True)
class Index:
    """Persons of all lists. `segments`: the base, whose frequencies apply to all, then the changes since."""

    segments: tuple[Segment, ...]
    _workers: threading.local = field(default_factory=threading.local)

    def worker(self) -> Worker:
        """Return the workspace of this thread; it is kept when the lists change."""
        found: Worker | None = getattr(self._workers, "worker", None)
        if found is None:
            found = self._workers.worker = Worker()
        return found

    def document_matches(self, declared: Sequence[Document]) -> list[list[DocumentMatch[Entry]]]:
        """Return for each document the listed persons whose document it is or may be, best first."""
        met: list[list[DocumentMatch[Entry]]] = [[] for _ in declared]
        for segment in self.segments:
            for place, owner, document in _owners(declared, segment):
                met[place].append(compare_documents(owner, declared[place], document))
        return [best_first(each) if each else each for each in met]

    def with_changes(self, entries: Iterable[Entry] = (), withdrawn: Collection[Key] = ()) -> Index:
        """Return an index with entries added or amended and others withdrawn: milliseconds for a thousand entries."""
        new = list(entries)
        gone = {entry_key(*key) for key in withdrawn} | {entry_key(each.list, each.id) for each in new}
        base, *beside = (segment.without(gone) for segment in self.segments)
        kept = [entry for segment in beside for entry in segment.alive()]
        few = [build_segment([*kept, *new], of=base)] if kept or new else []
        return replace(self, segments=(base, *few))

    @property
    def persons_listed(self) -> int:
        """Number of persons in force on the lists."""
        return sum(len(each.entries) - int(each.entities.dead.sum()) for each in self.segments)

    @property
    def needs_rebuild(self) -> bool:
        """True if the base is due for a rebuild because of the number of changes."""
        base, *beside = self.segments
        changed = int(base.entities.dead.sum()) + sum(len(each.entries) for each in beside)
        return changed > max(ALWAYS_BESIDE, len(base.entries) // MOST_CHANGED)


def build_index(entries: Iterable[Entry], *, progress: Progress = no_progress) -> Index:
    """Build an index in memory. Only persons are indexed: organisations and vessels never match a traveller."""
    return Index((build_segment(entries, progress=progress),))


def write_index(entries: Iterable[Entry], folder: Path, *, progress: Progress = no_progress) -> Index:
    """Build an index in files, which other processes can map."""
    return Index((write_segment(entries, folder, progress=progress),))


def open_index(folder: Path) -> Index:
    """Open an index written before. Raises `segment.files.Damaged` if it cannot be read."""
    return Index((open_segment(folder),))


# ── Owners of documents: entries by the hash of a number with confusable characters folded; each verified by its record


class Owner(NamedTuple):
    """An entry and its document that match the declared document at position `place`."""

    place: int
    entry: Entry
    document: Document


def _owners(declared: Sequence[Document], segment: Segment) -> Iterator[Owner]:
    """Yield every entry with such a number. All are looked up in one call, since hardly any is listed."""
    keys = keys_of([document.number for document in declared])
    first, last = (np.searchsorted(segment.papers, keys, side) for side in ("left", "right"))
    for place in np.flatnonzero(first < last).tolist():
        for entity in dict.fromkeys(segment.paper_entity[first[place] : last[place]].tolist()):
            if not segment.entities.dead[entity]:
                entry, key = segment.entry(entity), lookalike_number_key(declared[place].number)
                yield from (
                    Owner(place, entry, each) for each in entry.documents if lookalike_number_key(each.number) == key
                )
