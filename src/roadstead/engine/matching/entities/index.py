"""Index of listed organisations and craft: segments of their names, without dates, in every way a name is read."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from roadstead.engine.matching.entities.evidence import Addresses, build_addresses, by_number
from roadstead.engine.matching.entities.names import NameReading, crafts, name_readings, organisations
from roadstead.engine.matching.segment.rows import Rows, entry_key
from roadstead.engine.matching.segment.segment import Segment, sort_rows
from roadstead.engine.matching.workspace import Worker
from roadstead.engine.records import Entry, Kind
from roadstead.engine.text.names import omits_vowels

CRAFT = frozenset({Kind.VESSEL, Kind.AIRCRAFT})


@dataclass(slots=True)
class EntityRows(Rows):
    """Rows of names only, as other evidence is weighed separately. A weak alias is kept, with a penalty.

    There are no dates, so names keep their order: `ways` is by number of the name.
    """

    ways: list[NameReading] = field(default_factory=list)

    def add(self, entry: Entry) -> None:
        number = len(self.sex)
        self.birth_from.append(0)
        self.nation_from.append(0)
        self.sex.append(0)
        self.entry_code.append(0)
        self.key.append(entry_key(entry.list, entry.id))
        for text, place in {name.text: place for place, name in enumerate(entry.names)}.items():
            arabic = not text.isascii() and omits_vowels(text)
            for way in name_readings(text, crafts if entry.kind in CRAFT else organisations):
                self._way(number, place, way, arabic and not way.full)

    def _way(self, entity: int, place: int, way: NameReading, arabic: bool) -> None:
        name, parts = len(self.entity), way.written.parts
        self.ways.append(way)
        self.entity.append(entity)
        self.name_place.append(place)
        self.weak.append(0)
        self.parts.append(len(parts))
        self.vocabulary.add(parts, arabic=arabic)
        self.code.append(0)
        self.row_name.append(name)


def _entity_segment(entries: Iterable[Entry]) -> tuple[Segment, Sequence[NameReading]]:
    """Return the segment, and the way in which each of its names is read, by number."""
    rows, kept = EntityRows(), list(entries)
    for entry in kept:
        rows.add(entry)
    rows.vocabulary.finish()
    return sort_rows(rows, kept), rows.ways


ORGANISATIONS: Final = frozenset({Kind.ORGANISATION, Kind.OTHER})


@dataclass(frozen=True, slots=True)
class NameIndex:
    """A segment of names, with a workspace per thread."""

    segment: Segment
    ways: Sequence[NameReading]
    _workers: threading.local = field(default_factory=threading.local)

    def worker(self) -> Worker:
        found: Worker | None = getattr(self._workers, "worker", None)
        if found is None:
            found = self._workers.worker = Worker()
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityIndex:
    """All listed organisations and craft, read-only once built. `numbers`: entries by number ("imo:9074729")."""

    organisations: NameIndex
    crafts: NameIndex
    numbers: Mapping[str, tuple[Entry, ...]]
    addresses: Addresses


def build_entity_index(entries: Iterable[Entry]) -> EntityIndex:
    """Build the index from the entries that are not persons."""
    listed = [entry for entry in entries if entry.kind is not Kind.PERSON]
    organisations = [entry for entry in listed if entry.kind in ORGANISATIONS]
    return EntityIndex(
        organisations=NameIndex(*_entity_segment(organisations)),
        crafts=NameIndex(*_entity_segment(entry for entry in listed if entry.kind in CRAFT)),
        numbers=by_number(listed),
        addresses=build_addresses(organisations),
    )
