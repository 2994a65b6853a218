"""Quality of lists: completeness and age of their entries, and the results of their alerts (A1, A7, S38)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Q, QuerySet

from roadstead.casework.alerts.logic.shares import Share as Share
from roadstead.casework.alerts.logic.shares import wilson as wilson
from roadstead.casework.alerts.models import Suppression
from roadstead.casework.alerts.precision import Verdict, with_verdict
from roadstead.casework.alerts.state_decisions import visible_alerts
from roadstead.engine.matching.policy import is_past
from roadstead.engine.records import ADDRESS, Action
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_see_silent
from roadstead.targeting.watchlists.models import REGION, Entry, Version, WatchList

DAYS: Final = 90
MAX_ENTRIES: Final = 50_000  # for a longer list a page does not count the identifiers of each entry
MIN_SHOWN: Final = 5  # smaller numbers, except 0, are shown to the owner only
NONE_KNOWN: Final = {"born": 0, "second": 0, "overdue": 0}
NO_ALERTS: Final = {"all": 0, "confirmed": 0, "cleared": 0}
SECOND: Final = ("born", "nationalities", "documents")  # second identifiers, beside identifiers of the entry's own


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """Quality of one list. `own`: read by its owner, who sees small numbers too. None: not counted, or suppressed."""

    watch_list: WatchList
    version: Version | None
    own: bool
    entries: int
    second_identifier: Share | None
    birth_date: Share | None
    overdue: int | None
    matches: int | None
    alerts: int | None
    confirmed: int | None
    cleared: int | None

    @property
    def documents(self) -> int:
        """Number of lost and stolen documents on the list, which are not entries and identify nobody."""
        return self.version.counts.get("documents", 0) if self.version else 0

    @property
    def precision(self) -> Share | None:
        """Share of the decided alerts that were the person; None if one of the two numbers is suppressed."""
        if self.confirmed is None or self.cleared is None:
            return None
        return Share(number=self.confirmed, total=self.confirmed + self.cleared)


def qualities(lists: Iterable[WatchList], *, by: User, now: datetime, for_file: bool = False) -> list[Quality]:
    """Return the quality of each list, with a fixed number of queries.

    `for_file`: for a file, whose readers are unknown, so that small numbers are suppressed for the owner as well.
    """
    found = list(lists)
    own = {each.pk for each in found if each.owner == (by.state_id or REGION) and not for_file}
    titles = [each.title for each in found if each.pk in own]
    rows = _entries(found, own if may_see_silent(by) else set(), by)
    entries: dict[int, int] = dict(rows.values_list("watch_list").annotate(Count("pk")))
    short = [of for of, number in entries.items() if number <= MAX_ENTRIES]
    numbers = _Numbers(
        versions=_versions(found),
        entries=entries,
        known=_identifier_counts(rows.filter(watch_list__in=short), now.date()),
        alerts=_alerts(found, titles, by, now - timedelta(days=DAYS)),
        kept=_suppressed_counts(found, titles, by, now - timedelta(days=DAYS)),
    )
    return [_quality(each, each.pk in own, numbers) for each in found]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Numbers:
    """Numbers of all lists: `versions`, `entries` and `known` by the list's id, `alerts` and `kept` by its title."""

    versions: Mapping[int, Version]
    entries: Mapping[int, int]
    known: Mapping[int, Mapping[str, int]]
    alerts: Mapping[str, Mapping[str, int]]
    kept: Mapping[str, int]


def _quality(watch_list: WatchList, own: bool, numbers: _Numbers) -> Quality:
    entries = numbers.entries.get(watch_list.pk, 0)
    known = numbers.known.get(watch_list.pk, NONE_KNOWN) if entries <= MAX_ENTRIES else {}
    told = numbers.alerts.get(watch_list.title, NO_ALERTS)
    return Quality(
        watch_list=watch_list,
        version=numbers.versions.get(watch_list.pk),
        own=own,
        entries=entries,
        second_identifier=Share(number=known["second"], total=entries) if known else None,
        birth_date=Share(number=known["born"], total=entries) if known else None,
        overdue=_unless_small(known["overdue"], own) if known else None,
        matches=_unless_small(told["all"] + numbers.kept.get(watch_list.title, 0), own),
        alerts=_unless_small(told["all"], own),
        confirmed=_unless_small(told["confirmed"], own),
        cleared=_unless_small(told["cleared"], own),
    )


def _unless_small(number: int, own: bool) -> int | None:
    return number if own or number == 0 or number >= MIN_SHOWN else None


def _versions(lists: list[WatchList]) -> dict[int, Version]:
    """Return the newest version of each list; visibility of the lists is checked before."""
    newest = Version.objects.filter(watch_list__in=lists).order_by("watch_list_id", "-pk").distinct("watch_list_id")
    return {each.watch_list_id: each for each in newest}


def _entries(lists: list[WatchList], whole: Collection[int], by: User) -> QuerySet[Entry]:
    """Return the entries in force; silent ones only of the lists in `whole`."""
    rows = Entry.objects.visible_to(by).filter(watch_list__in=lists, removed_in=None).order_by()
    return rows.filter(Q(watch_list__in=whole) | ~Q(listed__action=Action.DISCREET))


def _alerts(lists: list[WatchList], own: list[str], by: User, since: datetime) -> dict[str, dict[str, int]]:
    rows = visible_alerts(by).filter(list_name__in=[each.title for each in lists], created_at__gte=since)
    rows = with_verdict(rows.filter(Q(list_name__in=own) | ~Q(action=Action.DISCREET)), by).order_by()
    counted = rows.values_list("list_name").annotate(
        all=Count("pk"),
        confirmed=Count("pk", filter=Q(verdict=Verdict.RIGHT)),
        cleared=Count("pk", filter=Q(verdict=Verdict.CLEARED)),
    )
    return {name: dict(zip(NO_ALERTS, numbers, strict=True)) for name, *numbers in counted}


def _suppressed_counts(lists: list[WatchList], own: list[str], by: User, since: datetime) -> dict[str, int]:
    """Return the number of suppressed matches by list title."""
    rows = Suppression.objects.visible_to(by).filter(list_name__in=[each.title for each in lists], first_at__gte=since)
    rows = rows.filter(Q(list_name__in=own) | ~Q(pair__alert__action=Action.DISCREET)).order_by()
    return dict(rows.values_list("list_name").annotate(Count("pk")))


def _identifier_counts(rows: QuerySet[Entry], today: date) -> dict[int, dict[str, int]]:
    """Count by list the entries with a birth date, with any second identifier, and past their expiry or review date."""
    found: dict[int, dict[str, int]] = {}
    for of, each in rows.values_list("watch_list_id", "listed").iterator(chunk_size=2000):
        numbers = found.setdefault(of, dict(NONE_KNOWN))
        numbers["born"] += bool(each.get("born"))
        numbers["second"] += any(each.get(name) for name in SECOND) or _is_numbered(each)
        numbers["overdue"] += is_past(each.get("expires", ""), today) or is_past(each.get("review", ""), today)
    return found


def _is_numbered(content: Mapping[str, Any]) -> bool:
    """Return True if the entry has an identifier other than an address."""
    return any(key != ADDRESS for key in content.get("identifiers") or {})
