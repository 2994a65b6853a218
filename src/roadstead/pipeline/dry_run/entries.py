"""Dry run of an entry before its approval: stored travellers, voyages or parties of bills that it would have raised."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from roadstead.engine import records as model
from roadstead.engine.matching.entities.index import CRAFT, build_entity_index
from roadstead.engine.matching.entities.match import PartyQuery, match_crafts, match_parties
from roadstead.engine.matching.matcher import alerts_all
from roadstead.engine.matching.policy import DEFAULT_THRESHOLD
from roadstead.filings.cargo.models import Mention
from roadstead.filings.voyages.declared import as_craft, as_declared
from roadstead.filings.voyages.models import Traveller, Voyage
from roadstead.pipeline.dry_run import DAYS, dry_run, recent_parties, recent_travellers, recent_voyages
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import log
from roadstead.targeting.watchlists.models import WatchList
from roadstead.targeting.watchlists.similar import index_for

MAX_ROWS: Final = 5_000  # about three seconds for a page
MAX_SHOWN: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class WouldRaise:
    """A row that the entry would have raised: declared name, voyage, and number of the bill ("" if none)."""

    declared: str
    voyage: Voyage
    score: float
    bill: str = ""
    traveller: Traveller | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDryRun:
    """Result: `screened` of the `all` rows (`row_kind`: travellers, voyages or parties of bills) of the last `days`
    visible to the user.

    `number` of them would have been raised; `rows` are the strongest. `threshold`: of travellers, in bits.
    """

    row_kind: str
    screened: int
    all: int
    number: int
    rows: tuple[WouldRaise, ...]
    threshold: float | None = None
    days: int = DAYS


def dry_run_entry(entry: model.Entry, watch_list: WatchList, *, by: User, now: datetime, purpose: str) -> EntryDryRun:
    """Run the entry against recent rows. Only the reading of the rows shown is written, to the audit log (S28)."""
    if entry.kind is model.Kind.PERSON:
        run = _of_travellers(entry, watch_list, by, now)
    else:
        run = (_of_voyages if entry.kind in CRAFT else _of_parties)(entry, by, now)
    if run.rows:
        text = f"{purpose}: {len(run.rows)} {run.row_kind} shown"
        log(by, "read", f"list {watch_list.pk} preview", states=list(by.scope.states), detail=text)
    return run


def _of_travellers(entry: model.Entry, watch_list: WatchList, by: User, now: datetime) -> EntryDryRun:
    """Weigh the entry beside all lists that the user sees."""
    threshold = DEFAULT_THRESHOLD if watch_list.threshold is None else watch_list.threshold

    def screen(rows: Sequence[Traveller]) -> Iterable[float | None]:
        met = alerts_all([as_declared(row) for row in rows], index_for(entry, by), threshold)
        return [found[0].score if found else None for found in met]

    rows = recent_travellers(by, now)
    run = dry_run(rows.only("declared"), screen, limit=MAX_ROWS)
    best = {row.pk: score for row, score in run.matches}
    strongest = sorted(best, key=lambda pk: -best[pk])[:MAX_SHOWN]
    whole = rows.select_related("voyage").in_bulk(strongest)
    shown = tuple(
        WouldRaise(declared=row.surname, voyage=row.voyage, score=best[row.pk], traveller=row)
        for row in (whole[pk] for pk in strongest)
    )
    return EntryDryRun(
        row_kind="travellers",
        screened=len(run.screened),
        all=run.all,
        number=len(best),
        rows=shown,
        threshold=threshold,
    )


def _of_voyages(entry: model.Entry, by: User, now: datetime) -> EntryDryRun:
    things = build_entity_index([entry])

    def screen(rows: Sequence[Voyage]) -> Iterable[WouldRaise | None]:
        for row, found in zip(rows, match_crafts([as_craft(row) for row in rows], things), strict=True):
            yield WouldRaise(declared=_called(row), voyage=row, score=found[0].score) if found else None

    run = dry_run(recent_voyages(by, now), screen, limit=MAX_ROWS)
    return _strongest("voyages", len(run.screened), run.all, [match for _, match in run.matches])


def _called(row: Voyage) -> str:
    return row.craft_name or row.craft_registration or row.craft_imo or row.craft_call_sign or row.craft_mmsi


def _of_parties(entry: model.Entry, by: User, now: datetime) -> EntryDryRun:
    things = build_entity_index([entry])

    def screen(rows: Sequence[Mention]) -> Iterable[WouldRaise | None]:
        for row, found in zip(rows, match_parties([_as_party(row) for row in rows], things), strict=True):
            of = row.bill
            yield (
                WouldRaise(declared=row.name, voyage=of.voyage, score=found[0].score, bill=of.number) if found else None
            )

    run = dry_run(recent_parties(by, now), screen, limit=MAX_ROWS)
    return _strongest("parties of bills", len(run.screened), run.all, [match for _, match in run.matches])


def _as_party(row: Mention) -> PartyQuery:
    numbers = (row.code,) if row.code else ()
    address = model.Address(street=row.address, country=row.country)
    return PartyQuery(name=row.name, numbers=numbers, country=row.country, addresses=(address,))


def _strongest(of: str, screened: int, number_of_all: int, found: Sequence[WouldRaise]) -> EntryDryRun:
    rows = tuple(sorted(found, key=lambda one: -one.score)[:MAX_SHOWN])
    return EntryDryRun(row_kind=of, screened=screened, all=number_of_all, number=len(found), rows=rows)
