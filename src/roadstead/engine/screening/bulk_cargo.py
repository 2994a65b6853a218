"""Bills, parties of whole manifests and craft of many voyages against lists in files: as `screening.bulk` for
travellers, one pure function, bytes in and bytes out.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path

import msgspec

from roadstead.engine.matching.documents import documents_reported
from roadstead.engine.matching.things.built import build_things
from roadstead.engine.records import Consignment as Bill
from roadstead.engine.records import Craft, Entry, Hit, Manifest, Party, Voyage
from roadstead.engine.screening.bulk import THINGS, opened
from roadstead.engine.screening.run import ScreeningSet, screen, screen_bills, screen_parties


class Parties(msgspec.Struct, frozen=True, array_like=True):
    """Of a stored bill, by the number of its row, who is party to it, and nothing else."""

    id: int
    parties: tuple[Party, ...]


class Laden(msgspec.Struct, frozen=True, array_like=True):
    """A voyage's craft and the parties of its manifests, or some of its bills. `day`: as of which entries are judged,
    that of arrival; `craft`: None where bills are asked."""

    day: date
    craft: Craft | None
    parties: tuple[Party, ...]
    bills: tuple[Parties, ...]


class Met(msgspec.Struct, frozen=True, array_like=True):
    """One hit. `part`: the place in the chunk; `bill`: the number of the row, None of craft and whole manifests."""

    part: int
    bill: int | None
    hit: Hit


def met_by(chunk: bytes, folder: str) -> bytes:
    """`chunk`: JSON of Laden after Laden. JSON of Met after Met, in the order of the chunk."""
    parts, screening_set = msgspec.json.decode(chunk, type=list[Laden]), _screening_set(folder)
    found = [Met(at, _row(part, hit), hit) for at, part in enumerate(parts) for hit in _hits(part, screening_set)]
    return msgspec.json.encode(found)


def _hits(part: Laden, screening_set: ScreeningSet) -> Iterator[Hit]:
    if part.craft is not None:
        yield from screen(Manifest(voyage=Voyage(craft=part.craft)), screening_set, today=part.day)
    yield from screen_parties(part.parties, screening_set, today=part.day)
    yield from screen_bills([Bill(parties=each.parties) for each in part.bills], screening_set, today=part.day)


def _row(part: Laden, hit: Hit) -> int | None:
    return None if hit.bill is None else part.bills[hit.bill].id


@lru_cache(maxsize=1)
def _screening_set(folder: str) -> ScreeningSet:
    """Once in each process. Without rules and lost documents: these are asked of whole voyages."""
    lists, listed = opened(folder), (Path(folder) / THINGS).read_bytes()
    return ScreeningSet(
        index=lists.index,
        documents=documents_reported(()),
        things=build_things(msgspec.json.decode(listed, type=list[Entry])),
        rules=(),
        versions=lists.basis.versions,
        thresholds=lists.basis.thresholds,
        second=lists.basis.second,
        statistics=lists.basis.statistics,
    )
