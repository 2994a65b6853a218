"""Stored travellers by voyage, as chunks for `screening.bulk`. Rows are passed on as text, without decoding them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import msgspec
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast, Coalesce

from roadstead.filings.voyages.models import Presence, Traveller, Voyage
from roadstead.pipeline.screen_voyage import day_of
from roadstead.platform.database.scope import REGION, scoped

VOYAGES_PER_READ = 50  # voyages read at a time
PEOPLE_PER_CHUNK = 1000  # people after which a chunk is full; a voyage is never split


class Row(msgspec.Struct, frozen=True, array_like=True):
    """A traveller's row. `declared`: JSON text of the column. Encodes as `screening.bulk.Person`."""

    id: int
    day: date
    declared: msgspec.Raw


@dataclass(frozen=True, slots=True)
class VoyageRows:
    voyage: Voyage
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Whole voyages. `payload`: the JSON that is passed on."""

    voyages: tuple[VoyageRows, ...]
    payload: bytes

    @property
    def travellers(self) -> int:
        return sum(len(each.rows) for each in self.voyages)


def arriving(since: date, until: date) -> QuerySet[Voyage]:
    """Return the voyages that arrive on these days (UTC, both included), by day of filing if the arrival is unknown."""
    when = Coalesce("arrives_at", "filed_at", "updated_at")
    first, last = datetime.combine(since, time(), UTC), datetime.combine(until, time.max, UTC)
    return Voyage.objects.alias(when=when).filter(when__range=(first, last), cancelled=False).order_by("pk")


def chunks(voyages: QuerySet[Voyage], now: datetime) -> Iterator[Chunk]:
    """Yield chunks in order of voyages. Each batch is read in its own transaction, so that no lock is held for long."""
    full: list[VoyageRows] = []
    after = 0
    while some := _some(voyages.filter(pk__gt=after)[:VOYAGES_PER_READ], now):
        after = some[-1].voyage.pk
        for each in some:
            full.append(each)
            if sum(len(one.rows) for one in full) >= PEOPLE_PER_CHUNK:
                yield _chunk(full)
                full = []
    if full:
        yield _chunk(full)


def _some(voyages: QuerySet[Voyage], now: datetime) -> list[VoyageRows]:
    with scoped(REGION):
        return [VoyageRows(voyage, rows_of(voyage, now)) for voyage in voyages]


def rows_of(voyage: Voyage, now: datetime) -> tuple[Row, ...]:
    """Return everyone on the voyage except the withdrawn, as `filings.voyages.declared.travellers_on` does."""
    people = Traveller.objects.filter(voyage=voyage).exclude(presence=Presence.WITHDRAWN).order_by("id")
    texts = people.annotate(text=Cast("declared", TextField())).values_list("id", "text")
    return tuple(Row(pk, day_of(voyage, now), msgspec.Raw(text.encode())) for pk, text in texts)


def _chunk(voyages: list[VoyageRows]) -> Chunk:
    return Chunk(tuple(voyages), msgspec.json.encode([row for each in voyages for row in each.rows]))
