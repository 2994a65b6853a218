"""The lists made ready to be asked: which listed names could be this traveller at all?

A segment holds names in order of birth date, so that those who fit a traveller's are a few stretches, and a common
name costs hardly more than a rare one. Segments are shared; each thread has a worker with room of its own.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from roadstead.model import Document, Entry
from roadstead.screening.carried import owners
from roadstead.screening.desk import Worker
from roadstead.screening.documents import Meeting, best_first, meeting
from roadstead.screening.segment.files import open_segment, write_segment
from roadstead.screening.segment.segment import Segment, Tell, build_segment, untold


@dataclass(frozen=True, slots=True)
class Index:
    """Persons of all lists. Built whole, then only read."""

    segment: Segment
    _workers: threading.local = field(default_factory=threading.local)

    def worker(self) -> Worker:
        """That of this thread."""
        found: Worker | None = getattr(self._workers, "worker", None)
        if found is None:
            found = self._workers.worker = Worker(self.segment)
        return found

    def met(self, declared: Document) -> list[Meeting[Entry]]:
        """Listed persons whose document this is, or may be; best first."""
        return best_first([meeting(owner, declared, listed) for owner, listed in owners(declared, self.segment)])


def build_index(entries: Iterable[Entry], *, tell: Tell = untold) -> Index:
    """In memory. Only persons are indexed: an organisation or a vessel is never alerted for a traveller."""
    return Index(build_segment(entries, tell=tell))


def write_index(entries: Iterable[Entry], folder: Path, *, tell: Tell = untold) -> Index:
    """In files, that others may map."""
    return Index(write_segment(entries, folder, tell=tell))


def open_index(folder: Path) -> Index:
    """Written before. `segment.files.Damaged` where it cannot be read."""
    return Index(open_segment(folder))
