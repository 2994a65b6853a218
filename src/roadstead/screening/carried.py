"""Whose document is this: entries by the hash of a number as a tired eye reads it; each is verified by its record."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from roadstead.model import Document, Entry
from roadstead.screening.features.document import eye_key
from roadstead.screening.hashing import hash_of
from roadstead.screening.segment.segment import Segment


def owners(declared: Document, segment: Segment) -> Iterator[tuple[Entry, Document]]:
    """Every entry with such a number, and its document of that number."""
    key = eye_key(declared.number)
    if not key:
        return
    number = np.uint64(hash_of(key))
    first, last = (int(np.searchsorted(segment.papers, number, side)) for side in ("left", "right"))
    for entity in dict.fromkeys(segment.paper_entity[first:last].tolist()):
        if not segment.entities.dead[entity]:
            entry = segment.entry(entity)
            yield from ((entry, each) for each in entry.documents if eye_key(each.number) == key)
