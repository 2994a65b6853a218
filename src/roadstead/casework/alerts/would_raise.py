"""Whom an entry would have raised among the travellers of the last days: seen before anybody agrees to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from roadstead.casework.alerts.dry_run import DAYS, recent
from roadstead.engine import records as model
from roadstead.engine.matching.matcher import Match, alerts_all
from roadstead.engine.matching.policy import DEFAULT_THRESHOLD
from roadstead.filings.voyages.declared import as_declared
from roadstead.filings.voyages.models import Traveller
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import note
from roadstead.targeting.watchlists.alike import index_for
from roadstead.targeting.watchlists.models import WatchList

MOST: Final = 5_000  # travellers screened: about three seconds of a page
SHOWN: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """One traveller, and how the entry would have met him or her."""

    traveller: Traveller
    match: Match


@dataclass(frozen=True, slots=True, kw_only=True)
class WouldRaise:
    """`screened` of the `all` travellers of the last `days` that this person sees; `number` would have been raised, of
    whom the strongest are `rows`."""

    screened: int
    all: int
    number: int
    threshold: float
    rows: tuple[Raised, ...]
    days: int = DAYS


def would_raise(entry: model.Entry, watch_list: WatchList, *, by: User, now: datetime, purpose: str) -> WouldRaise:
    """Nothing is written but the reading of those shown (S28). Weighed as beside all lists that this person sees."""
    rows = recent(by, now)
    threshold = DEFAULT_THRESHOLD if watch_list.threshold is None else watch_list.threshold
    tried = list(rows.only("declared").order_by("-id")[:MOST])
    met = alerts_all([as_declared(row) for row in tried], index_for(entry, by), threshold) if tried else []
    best = {row.pk: found[0] for row, found in zip(tried, met, strict=True) if found}
    strongest = sorted(best, key=lambda pk: -best[pk].score)[:SHOWN]
    whole = rows.select_related("voyage").in_bulk(strongest)
    shown = tuple(Raised(traveller=whole[pk], match=best[pk]) for pk in strongest)
    if shown:
        text = f"{purpose}: {len(shown)} travellers shown"
        note(by, "read", f"list {watch_list.pk} preview", states=list(by.scope.states), detail=text)
    return WouldRaise(screened=len(tried), all=rows.count(), number=len(best), threshold=threshold, rows=shown)
