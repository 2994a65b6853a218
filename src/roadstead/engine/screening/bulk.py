"""Screening of many travellers against an index in files: one pure function, bytes in and bytes out, for any number of
processes or machines. The same chunk and folder always give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

import msgspec

from roadstead.engine.matching.index import Index, open_index, write_index
from roadstead.engine.matching.policy import Thresholds
from roadstead.engine.matching.rerank.reranker import shipped_reranker
from roadstead.engine.matching.segment.segment import Progress, no_progress
from roadstead.engine.records import Entry, Hit, Kind, ListVersion, Traveller
from roadstead.engine.screening.run import Basis, people_hits

VERSIONS_FILE: Final = "versions.json"  # written last: a folder without this file is unfinished
ENTITIES_FILE: Final = "things.json"  # listed organisations, vessels and aircraft, for `screening.bulk_cargo`


class Person(msgspec.Struct, frozen=True, array_like=True):
    """A stored traveller. `id`: number of the row; `day`: date of arrival, on which entries must be in force."""

    id: int
    day: date
    declared: Traveller


class PersonHit(msgspec.Struct, frozen=True, array_like=True):
    """One hit of one traveller (`traveller`: number of the row). `hit.traveller` is the position in the chunk."""

    traveller: int
    hit: Hit


class Lists(msgspec.Struct, frozen=True):
    """Versions in force by list, and the alert threshold of each in bits.

    `evidence_alone`: lists on which the reranking model is off; None if it is off on all.
    """

    versions: dict[str, ListVersion]
    thresholds: Thresholds
    evidence_alone: frozenset[str] | None = None
    statistics: str = ""

    def basis(self) -> Basis:
        second = None if self.evidence_alone is None else shipped_reranker(self.evidence_alone)
        return Basis(versions=self.versions, thresholds=self.thresholds, reranker=second, statistics=self.statistics)


@dataclass(frozen=True, slots=True)
class Opened:
    index: Index
    basis: Basis


def write_lists(entries: Iterable[Entry], lists: Lists, folder: Path, progress: Progress = no_progress) -> None:
    """Write the index, entities and versions to `folder`, in the form that `hits_of` and `bulk_cargo.cargo_hits_of`
    open.
    """
    things: list[Entry] = []
    write_index(_persons(entries, things), folder, progress=progress)
    (folder / ENTITIES_FILE).write_bytes(msgspec.json.encode(things))
    (folder / VERSIONS_FILE).write_bytes(msgspec.json.encode(lists))


def _persons(entries: Iterable[Entry], things: list[Entry]) -> Iterator[Entry]:
    """Yield the persons; append all other entries, which are few, to `things`."""
    for entry in entries:
        if entry.kind is Kind.PERSON:
            yield entry
        else:
            things.append(entry)


def are_written(folder: Path) -> bool:
    return all((folder / name).exists() for name in (ENTITIES_FILE, VERSIONS_FILE))


def hits_of(chunk: bytes, folder: str) -> bytes:
    """Screen a chunk. `chunk`: a JSON array of `Person`. Returns a JSON array of `PersonHit` in the order of the chunk,
    best first.
    """
    people = msgspec.json.decode(chunk, type=list[Person])
    lists = opened(folder)
    travellers, days = [person.declared for person in people], [person.day for person in people]
    hits = people_hits(travellers, days, lists.index, lists.basis)
    found = [PersonHit(people[hit.traveller].id, hit) for hit in hits if hit.traveller is not None]
    return msgspec.json.encode(found)


@lru_cache(maxsize=1)
def opened(folder: str) -> Opened:
    """Open the index and its versions, once per process."""
    lists = msgspec.json.decode((Path(folder) / VERSIONS_FILE).read_bytes(), type=Lists)
    return Opened(open_index(Path(folder)), lists.basis())
