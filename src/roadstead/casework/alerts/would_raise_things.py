"""Which voyages or bills a listed vessel, aircraft or organisation would have raised in the last days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from roadstead.casework.alerts.dry_run import DAYS
from roadstead.engine import records as model
from roadstead.engine.matching.things.built import CRAFT, Things, build_things
from roadstead.engine.matching.things.match import Match, Party, met_crafts, met_parties
from roadstead.filings.cargo.models import Mention
from roadstead.filings.voyages.declared import as_craft
from roadstead.filings.voyages.models import Voyage
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import note
from roadstead.targeting.watchlists.models import WatchList

MOST: Final = 5_000  # voyages or parties of bills
SHOWN: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """What was declared, on which voyage (of bill number `bill`, "" for the craft itself), and how it was met."""

    declared: str
    voyage: Voyage
    match: Match
    bill: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingsRaised:
    """`screened` of the `all` voyages (`craft`) or parties of bills of the last `days` that this person sees; `number`
    would have been raised, of which the strongest are `rows`."""

    craft: bool
    screened: int
    all: int
    number: int
    rows: tuple[Raised, ...]
    days: int = DAYS


def would_raise_thing(
    entry: model.Entry, watch_list: WatchList, *, by: User, now: datetime, purpose: str
) -> ThingsRaised:
    """Nothing is written but the reading of what is shown (S28)."""
    craft, since = entry.kind in CRAFT, now - timedelta(days=DAYS)
    search = _of_voyages if craft else _of_bills
    screened, number, found = search(build_things([entry]), by, since)
    rows = tuple(sorted(found, key=lambda one: -one.match.score)[:SHOWN])
    if rows:
        text = f"{purpose}: {len(rows)} {'voyages' if craft else 'parties of bills'} shown"
        note(by, "read", f"list {watch_list.pk} preview", states=list(by.scope.states), detail=text)
    return ThingsRaised(craft=craft, screened=screened, all=number, number=len(found), rows=rows)


Found = tuple[int, int, list[Raised]]  # screened, all, raised


def _of_voyages(things: Things, by: User, since: datetime) -> Found:
    rows = Voyage.objects.visible_to(by).filter(updated_at__gte=since)
    tried = list(rows.order_by("-id")[:MOST])
    met = met_crafts([as_craft(row) for row in tried], things)
    pairs = ((row, found[0]) for row, found in zip(tried, met, strict=True) if found)
    raised = [Raised(declared=_called(row), voyage=row, match=best) for row, best in pairs]
    return len(tried), rows.count(), raised


def _called(row: Voyage) -> str:
    return row.craft_name or row.craft_registration or row.craft_imo or row.craft_call_sign or row.craft_mmsi


def _of_bills(things: Things, by: User, since: datetime) -> Found:
    rows = Mention.objects.visible_to(by).filter(bill__changed_at__gte=since)
    tried = list(rows.select_related("bill__voyage").order_by("-id")[:MOST])
    met = met_parties([_as_party(row) for row in tried], things)
    pairs = ((row, found[0]) for row, found in zip(tried, met, strict=True) if found)
    raised = [
        Raised(declared=row.name, voyage=row.bill.voyage, match=best, bill=row.bill.number) for row, best in pairs
    ]
    return len(tried), rows.count(), raised


def _as_party(row: Mention) -> Party:
    numbers = (row.code,) if row.code else ()
    address = model.Address(street=row.address, country=row.country)
    return Party(name=row.name, numbers=numbers, country=row.country, addresses=(address,))
