"""How good a list is: what it knows of whom it names, how old it is, and what came of its alerts (A1, A7, S38)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Count, Q

from roadstead.accounts.models import User
from roadstead.accounts.permissions import may_know_of_silent
from roadstead.casework.models import Alert, Suppressed
from roadstead.casework.shares import Share as Share
from roadstead.casework.shares import wilson as wilson
from roadstead.casework.workflow import AlertState
from roadstead.model import Action
from roadstead.screening.policy import is_past
from roadstead.watchlists.models import REGION, Entry, Version, WatchList

DAYS: Final = 90
MOST: Final = 50_000  # entries; of a longer list a page does not count what each entry knows
SMALL: Final = 5  # a number below it, and above nought, does not leave the owner


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """One list. `own`: read by its owner, who sees small numbers as well. None: not counted, or not to be told."""

    watch_list: WatchList
    version: Version | None
    own: bool
    entries: int
    second_identifier: Share | None
    birth_date: Share | None
    overdue: int | None
    meetings: int | None
    alerts: int | None
    confirmed: int | None
    cleared: int | None

    @property
    def precision(self) -> Share | None:
        """Of those decided, how many were the person. Nothing where one of the two numbers is not told."""
        if self.confirmed is None or self.cleared is None:
            return None
        return Share(number=self.confirmed, of=self.confirmed + self.cleared)


def qualities(lists: Iterable[WatchList], *, by: User, now: datetime, leaves: bool = False) -> list[Quality]:
    """`leaves`: for a file, which goes who knows where: small numbers are hidden from the owner's file too."""
    return [_quality(each, by, now, leaves) for each in lists]


def _quality(watch_list: WatchList, by: User, now: datetime, leaves: bool) -> Quality:
    own = watch_list.owner == (by.state_id or REGION) and not leaves
    rows = Entry.objects.visible_to(by).filter(watch_list=watch_list, removed_in=None)
    rows = rows if own and may_know_of_silent(by) else rows.exclude(listed__action=Action.DISCREET)
    entries = rows.count()
    known = _known(rows, now.date()) if entries <= MOST else {}
    since = now - timedelta(days=DAYS)
    alerts = Alert.objects.visible_to(by).filter(list_name=watch_list.title, created_at__gte=since)
    alerts = alerts if own else alerts.exclude(action=Action.DISCREET)
    told = alerts.aggregate(
        all=Count("pk"),
        confirmed=Count("pk", filter=Q(state__in=[AlertState.CONFIRMED, AlertState.CLOSED])),
        cleared=Count("pk", filter=Q(state=AlertState.CLEARED)),
    )
    kept = Suppressed.objects.visible_to(by).filter(list_name=watch_list.title, first_at__gte=since)
    kept = kept if own else kept.exclude(pair__alert__action=Action.DISCREET)
    return Quality(
        watch_list=watch_list,
        version=watch_list.versions.first(),
        own=own,
        entries=entries,
        second_identifier=Share(number=known["second"], of=entries) if known else None,
        birth_date=Share(number=known["born"], of=entries) if known else None,
        overdue=_told(known["overdue"], own) if known else None,
        meetings=_told(told["all"] + kept.count(), own),
        alerts=_told(told["all"], own),
        confirmed=_told(told["confirmed"], own),
        cleared=_told(told["cleared"], own),
    )


def _told(number: int, own: bool) -> int | None:
    return number if own or number == 0 or number >= SMALL else None


def _known(rows: Iterable[Entry], today: date) -> dict[str, int]:
    """How many know a birth date, any second identifier, and are past their day."""
    found = {"born": 0, "second": 0, "overdue": 0}
    listed = rows.values_list("listed", flat=True).iterator(chunk_size=2000)  # type: ignore[attr-defined]
    for each in listed:
        found["born"] += bool(each.get("born"))
        others = ("born", "nationalities", "documents", "identifiers")
        found["second"] += any(each.get(name) for name in others)
        found["overdue"] += is_past(each.get("expires", ""), today) or is_past(each.get("review", ""), today)
    return found
