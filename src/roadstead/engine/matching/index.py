"""The lists made ready to be asked: which listed names could be this traveller at all?

A segment holds names in order of birth date, so that those who fit a traveller's are a few stretches, and a common
name costs hardly more than a rare one. What changed since it was built stands beside it in a small one of its own,
weighed by the same frequencies; who was withdrawn is marked. Segments are shared; each thread has room of its own.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from roadstead.engine.matching.desk import Worker
from roadstead.engine.matching.documents import Meeting, best_first, meeting
from roadstead.engine.matching.features.evidence import eye_key
from roadstead.engine.matching.papers.keys import keys_of
from roadstead.engine.matching.segment.files import open_segment, write_segment
from roadstead.engine.matching.segment.rows import entry_key
from roadstead.engine.matching.segment.segment import Segment, Tell, build_segment, untold
from roadstead.engine.records import Document, Entry

Key = tuple[str, str]  # list and id
MOST_CHANGED: Final = 20  # one entry in so many may stand beside the base; then it is time to build that anew
ALWAYS_BESIDE: Final = 1_000  # entries: so few may always


@dataclass(frozen=True, slots=True)
class Index:
    """Persons of all lists. `segments`: the base, whose frequencies hold for all, then what changed since."""

    segments: tuple[Segment, ...]
    _workers: threading.local = field(default_factory=threading.local)

    def worker(self) -> Worker:
        """That of this thread, which stays as the lists change."""
        found: Worker | None = getattr(self._workers, "worker", None)
        if found is None:
            found = self._workers.worker = Worker()
        return found

    def met_each(self, declared: Sequence[Document]) -> list[list[Meeting[Entry]]]:
        """By document: listed persons whose it is, or may be; best first."""
        met: list[list[Meeting[Entry]]] = [[] for _ in declared]
        for segment in self.segments:
            for place, owner, document in _owners(declared, segment):
                met[place].append(meeting(owner, declared[place], document))
        return [best_first(each) if each else each for each in met]

    def changed(self, entries: Iterable[Entry] = (), withdrawn: Collection[Key] = ()) -> Index:
        """With entries added or amended, and others withdrawn: in milliseconds, for a thousand of them."""
        new = list(entries)
        gone = {entry_key(*key) for key in withdrawn} | {entry_key(each.list, each.id) for each in new}
        base, *beside = (segment.without(gone) for segment in self.segments)
        kept = [entry for segment in beside for entry in segment.alive()]
        few = [build_segment([*kept, *new], of=base)] if kept or new else []
        return replace(self, segments=(base, *few))

    @property
    def listed(self) -> int:
        """How many persons stand on the lists now."""
        return sum(len(each.entries) - int(each.entities.dead.sum()) for each in self.segments)

    @property
    def is_worn(self) -> bool:
        """So much has changed that the base should be built anew."""
        base, *beside = self.segments
        changed = int(base.entities.dead.sum()) + sum(len(each.entries) for each in beside)
        return changed > max(ALWAYS_BESIDE, len(base.entries) // MOST_CHANGED)


def build_index(entries: Iterable[Entry], *, tell: Tell = untold) -> Index:
    """In memory. Only persons are indexed: an organisation or a vessel is never alerted for a traveller."""
    return Index((build_segment(entries, tell=tell),))


def write_index(entries: Iterable[Entry], folder: Path, *, tell: Tell = untold) -> Index:
    """In files, that others may map."""
    return Index((write_segment(entries, folder, tell=tell),))


def open_index(folder: Path) -> Index:
    """Written before. `segment.files.Damaged` where it cannot be read."""
    return Index((open_segment(folder),))


# ── Whose document is this: entries by the hash of a number as a tired eye reads it; each is verified by its record.


class Owner(NamedTuple):
    """Of the declared document of that place: an entry, and its own document of that number."""

    place: int
    entry: Entry
    document: Document


def _owners(declared: Sequence[Document], segment: Segment) -> Iterator[Owner]:
    """Every entry with such a number. All are looked up at once: hardly any is listed."""
    keys = keys_of([document.number for document in declared])
    first, last = (np.searchsorted(segment.papers, keys, side) for side in ("left", "right"))
    for place in np.flatnonzero(first < last).tolist():
        for entity in dict.fromkeys(segment.paper_entity[first[place] : last[place]].tolist()):
            if not segment.entities.dead[entity]:
                entry, key = segment.entry(entity), eye_key(declared[place].number)
                yield from (Owner(place, entry, each) for each in entry.documents if eye_key(each.number) == key)
