"""Screening of bills, parties of whole manifests and craft of many voyages against lists in files: one pure function,
bytes in and bytes out, as `screening.bulk` for travellers.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path

import msgspec

from roadstead.engine.matching.documents import build_document_index
from roadstead.engine.matching.entities.index import build_entity_index
from roadstead.engine.records import Consignment as Bill
from roadstead.engine.records import Craft, Entry, Hit, Manifest, Party, Voyage
from roadstead.engine.screening.bulk import ENTITIES_FILE, opened
from roadstead.engine.screening.run import ScreeningSet, screen, screen_bills, screen_parties


class BillParties(msgspec.Struct, frozen=True, array_like=True):
    """Parties of a stored bill. `id`: number of its row."""

    id: int
    parties: tuple[Party, ...]


class CargoPart(msgspec.Struct, frozen=True, array_like=True):
    """A voyage's craft and the parties of its manifests, or some of its bills.

    `day`: date of arrival, on which entries must be in force; `craft`: None where bills are screened.
    """

    day: date
    craft: Craft | None
    parties: tuple[Party, ...]
    bills: tuple[BillParties, ...]


class CargoHit(msgspec.Struct, frozen=True, array_like=True):
    """One hit. `part`: position in the chunk; `bill`: number of the row, None for craft and whole manifests."""

    part: int
    bill: int | None
    hit: Hit


def cargo_hits_of(chunk: bytes, folder: str) -> bytes:
    """Screen a chunk. `chunk`: a JSON array of `CargoPart`. Returns a JSON array of `CargoHit` in the order of the
    chunk.
    """
    parts, screening_set = msgspec.json.decode(chunk, type=list[CargoPart]), _screening_set(folder)
    found = [CargoHit(at, _row(part, hit), hit) for at, part in enumerate(parts) for hit in _hits(part, screening_set)]
    return msgspec.json.encode(found)


def _hits(part: CargoPart, screening_set: ScreeningSet) -> Iterator[Hit]:
    if part.craft is not None:
        yield from screen(Manifest(voyage=Voyage(craft=part.craft)), screening_set, today=part.day)
    yield from screen_parties(part.parties, screening_set, today=part.day)
    yield from screen_bills([Bill(parties=each.parties) for each in part.bills], screening_set, today=part.day)


def _row(part: CargoPart, hit: Hit) -> int | None:
    return None if hit.bill is None else part.bills[hit.bill].id


@lru_cache(maxsize=1)
def _screening_set(folder: str) -> ScreeningSet:
    """Open the lists, once per process. Rules and lost documents are left out: they apply to whole voyages."""
    lists, listed = opened(folder), (Path(folder) / ENTITIES_FILE).read_bytes()
    return ScreeningSet(
        index=lists.index,
        documents=build_document_index(()),
        entities=build_entity_index(msgspec.json.decode(listed, type=list[Entry])),
        rules=(),
        versions=lists.basis.versions,
        thresholds=lists.basis.thresholds,
        reranker=lists.basis.reranker,
        statistics=lists.basis.statistics,
    )
