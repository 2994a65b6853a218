"""Listed things made ready to be asked: names in a segment, numbers and addresses beside it."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from roadstead.engine.matching.desk import Worker
from roadstead.engine.matching.segment.segment import Segment
from roadstead.engine.matching.things.addresses import Addresses, build_addresses
from roadstead.engine.matching.things.numbers import by_number
from roadstead.engine.matching.things.rows import CRAFT, Way, thing_segment
from roadstead.engine.records import Entry, Kind

ORGANISATIONS: Final = frozenset({Kind.ORGANISATION, Kind.OTHER})


@dataclass(frozen=True, slots=True)
class Names:
    """A segment of names, with a worker for each thread."""

    segment: Segment
    ways: Sequence[Way]
    _workers: threading.local = field(default_factory=threading.local)

    def worker(self) -> Worker:
        found: Worker | None = getattr(self._workers, "worker", None)
        if found is None:
            found = self._workers.worker = Worker()
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Things:
    """Built whole, then only read. `numbers`: listed things by each of their numbers ("imo:9074729")."""

    organisations: Names
    crafts: Names
    numbers: Mapping[str, tuple[Entry, ...]]
    addresses: Addresses


def build_things(entries: Iterable[Entry]) -> Things:
    """Of all that is listed what is no person."""
    listed = [entry for entry in entries if entry.kind is not Kind.PERSON]
    organisations = [entry for entry in listed if entry.kind in ORGANISATIONS]
    return Things(
        organisations=Names(*thing_segment(organisations)),
        crafts=Names(*thing_segment(entry for entry in listed if entry.kind in CRAFT)),
        numbers=by_number(listed),
        addresses=build_addresses(organisations),
    )
