"""Stored cargo by voyage, as chunks for `screening.bulk_cargo`: craft and parties of the manifests first, then the
bills. Of a bill only the parties are passed on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

import msgspec
from django.db.models import QuerySet, TextField, Value
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Cast, Coalesce

from roadstead.engine.records import Craft
from roadstead.engine.screening.bulk_cargo import CargoHit
from roadstead.filings.cargo.models import Bill
from roadstead.filings.cargo.parties import ManifestParty, manifest_parties
from roadstead.filings.voyages.declared import as_craft
from roadstead.filings.voyages.models import Voyage
from roadstead.pipeline.bulk.people import VOYAGES_PER_READ
from roadstead.pipeline.screen_voyage import day_of
from roadstead.platform.database.scope import REGION, scoped

BILLS_PER_PART = 1000  # bills of one voyage in one part; a chunk is full after this number


class Row(msgspec.Struct, frozen=True, array_like=True):
    """A bill's row. `parties`: JSON text of the column. Encodes as `screening.bulk_cargo.Parties`."""

    id: int
    parties: msgspec.Raw


class BillData(msgspec.Struct, frozen=True):
    """Data of a bill that is not passed on: its number, and the states it concerns (S25)."""

    number: str
    states: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A voyage's craft and the parties of its manifests, or some of its bills (`craft` None). `known`: by row."""

    voyage: Voyage
    day: date
    craft: Craft | None = None
    named: tuple[ManifestParty, ...] = ()
    rows: tuple[Row, ...] = ()
    known: dict[int, BillData]

    @property
    def is_of_bills(self) -> bool:
        return self.craft is None

    def concerned(self, met: CargoHit) -> Collection[str]:
        """Return the states that may see this hit: those of the bill, or of the bills that the party is named for."""
        if met.bill is not None:
            return self.known[met.bill].states
        if met.hit.parties:
            return {state for at in met.hit.parties for state in self.named[at].states}
        return self.voyage.states

    def matching_party_names(self, met: CargoHit) -> list[str]:
        """Return the names of the matching parties as declared."""
        if met.bill is None:
            return [self.named[at].party.name for at in met.hit.parties]
        (row,) = (row for row in self.rows if row.id == met.bill)
        parties = msgspec.json.decode(row.parties)
        return [parties[at]["name"] for at in met.hit.parties]


@dataclass(frozen=True, slots=True)
class CargoBatch:
    """A chunk. `payload`: the JSON that is passed on."""

    parts: tuple[Part, ...]
    payload: bytes

    @property
    def bills(self) -> int:
        return sum(len(part.rows) for part in self.parts)


def batches(voyages: QuerySet[Voyage], now: datetime) -> Iterator[CargoBatch]:
    """Yield chunks in order of voyages. Each batch is read in its own transaction, so that no lock is held for long."""
    full: list[Part] = []
    for part in _parts(voyages, now):
        full.append(part)
        if sum(len(each.rows) + 1 for each in full) >= BILLS_PER_PART:
            yield _batch(full)
            full = []
    if full:
        yield _batch(full)


def voyage_part(voyage: Voyage, now: datetime) -> Part:
    """Return the part with craft and manifest parties of the voyage, as stored now."""
    named = tuple(manifest_parties(voyage))
    return Part(voyage=voyage, day=day_of(voyage, now), craft=as_craft(voyage), named=named, known={})


def bills_part(voyage: Voyage, bills: QuerySet[Bill], now: datetime) -> Part:
    """Return the part with those of these bills that are still declared, as stored now."""
    parties = Cast(KeyTransform("parties", "declared"), TextField())
    texts = bills.filter(is_declared=True).annotate(text=Coalesce(parties, Value("[]", TextField()))).order_by("pk")
    found = list(texts.values_list("id", "text", "number", "states"))
    rows = tuple(Row(pk, msgspec.Raw(text.encode())) for pk, text, *_ in found)
    known = {pk: BillData(number, states) for pk, _, number, states in found}
    return Part(voyage=voyage, day=day_of(voyage, now), rows=rows, known=known)


def bills_of(part: Part, voyage: Voyage) -> QuerySet[Bill]:
    """Return the bills of the part as stored now, without those moved to another voyage meanwhile."""
    return voyage.bills.filter(pk__in=[row.id for row in part.rows]).order_by("pk")


def _parts(voyages: QuerySet[Voyage], now: datetime) -> Iterator[Part]:
    after = 0
    while some := _some(voyages.filter(pk__gt=after)[:VOYAGES_PER_READ], now):
        after = some[-1].voyage.pk
        for part in some:
            yield part
            yield from _bills(part.voyage, now)


def _some(voyages: QuerySet[Voyage], now: datetime) -> list[Part]:
    with scoped(REGION):
        return [voyage_part(voyage, now) for voyage in voyages]


def _bills(voyage: Voyage, now: datetime) -> Iterator[Part]:
    after = 0
    while True:
        with scoped(REGION):
            some = (
                voyage.bills.filter(is_declared=True, pk__gt=after)
                .order_by("pk")
                .values_list("pk", flat=True)[:BILLS_PER_PART]
            )
            part = bills_part(voyage, Bill.objects.filter(pk__in=list(some)), now)
        if not part.rows:
            return
        after = part.rows[-1].id
        yield part


def _batch(parts: list[Part]) -> CargoBatch:
    asked = [(part.day, part.craft, [each.party for each in part.named], part.rows) for part in parts]
    return CargoBatch(tuple(parts), msgspec.json.encode(asked))
