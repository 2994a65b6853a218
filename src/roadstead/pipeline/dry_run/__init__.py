"""Dry runs of a change: stored rows of the last days are screened, and no alert is written.

Bounded: the newest rows first, as many as a page can wait for, and only those visible to the user. The result states
how many rows were screened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Generic, TypeVar

from django.db.models import Model, QuerySet

from roadstead.filings.cargo.models import Bill, Mention
from roadstead.filings.voyages.models import Presence, Traveller, Voyage
from roadstead.platform.accounts.models import User

DAYS: Final = 30
Row = TypeVar("Row", bound=Model)
Match = TypeVar("Match")


@dataclass(frozen=True, slots=True)
class DryRun(Generic[Row, Match]):
    """Screened rows, newest first, each with its match or None. `all`: number of rows in the period."""

    screened: tuple[tuple[Row, Match | None], ...]
    all: int

    @property
    def matches(self) -> list[tuple[Row, Match]]:
        return [(row, match) for row, match in self.screened if match is not None]


def dry_run(
    rows: QuerySet[Row, Row], screen: Callable[[Sequence[Row]], Iterable[Match | None]], *, limit: int
) -> DryRun[Row, Match]:
    """Screen the newest `limit` rows. `screen` returns the best match of each row, in their order."""
    newest = list(rows.order_by("-pk")[:limit])
    matches = screen(newest) if newest else ()
    return DryRun(tuple(zip(newest, matches, strict=True)), rows.count())


def recent_travellers(by: User, now: datetime) -> QuerySet[Traveller, Traveller]:
    rows = Traveller.objects.visible_to(by).exclude(presence=Presence.WITHDRAWN)
    return rows.filter(voyage__filed_at__gte=_since(now)).defer("layers", "quality")


def recent_voyages(by: User, now: datetime) -> QuerySet[Voyage, Voyage]:
    return Voyage.objects.visible_to(by).filter(updated_at__gte=_since(now))


def recent_bills(by: User, now: datetime) -> QuerySet[Bill, Bill]:
    """Return recent bills that are still declared."""
    return Bill.objects.visible_to(by).filter(first_at__gte=_since(now), is_declared=True, voyage__cancelled=False)


def recent_parties(by: User, now: datetime) -> QuerySet[Mention, Mention]:
    """Return recent parties of bills."""
    return Mention.objects.visible_to(by).filter(bill__changed_at__gte=_since(now)).select_related("bill__voyage")


def _since(now: datetime) -> datetime:
    return now - timedelta(days=DAYS)
