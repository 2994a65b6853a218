"""Whose document is this: entries by the hash of a number as a tired eye reads it; each is verified by its record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from roadstead.engine.matching.features.evidence import eye_key
from roadstead.engine.matching.papers.keys import keys_of
from roadstead.engine.matching.segment.segment import Segment
from roadstead.engine.records import Document, Entry


class Owner(NamedTuple):
    """Of the declared document of that place: an entry, and its own document of that number."""

    place: int
    entry: Entry
    document: Document


def owners(declared: Sequence[Document], segment: Segment) -> Iterator[Owner]:
    """Every entry with such a number. All are looked up at once: hardly any is listed."""
    keys = keys_of([document.number for document in declared])
    first, last = (np.searchsorted(segment.papers, keys, side) for side in ("left", "right"))
    for place in np.flatnonzero(first < last).tolist():
        for entity in dict.fromkeys(segment.paper_entity[first[place] : last[place]].tolist()):
            if not segment.entities.dead[entity]:
                entry, key = segment.entry(entity), eye_key(declared[place].number)
                yield from (Owner(place, entry, each) for each in entry.documents if eye_key(each.number) == key)
