"""Entries of the own organisation's log: filtered, and found by their words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db import connection
from django.db.models import QuerySet

from roadstead.casework.items import Item
from roadstead.casework.log.models import LogEntry, LogLink
from roadstead.platform.accounts.models import User
from roadstead.platform.database.scope import hidden_ids
from roadstead.platform.directory.roster import local_zone

MAX_FOUND: Final = 2000  # entries that a search by words reads, the newest; a day or a further word narrows it
Entries = QuerySet[LogEntry, LogEntry]


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFilters:
    """Filters of the log; "" or None means no filter. `words`: every one of them stands in the entry."""

    type: str = ""
    author: int | None = None
    day: date | None = None
    item: Item | None = None
    words: str = ""


def entries_of(user: User) -> Entries:
    """Return the entries of the person's own organisation, the newest first."""
    rows = LogEntry.objects.visible_to(user).filter(organisation=user.organisation_id)
    return rows.select_related("who", "log").prefetch_related("links").order_by("-at", "-id")


def found_entries(user: User, asked: LogFilters) -> Entries:
    """Return the entries that fit; of a search by words the newest `MAX_FOUND`."""
    rows = entries_of(user)
    first, last = _of_day(user, asked.day)
    if first and last:
        rows = rows.filter(at__gte=first, at__lt=last)
    if asked.type:
        rows = rows.filter(act=asked.type)
    if asked.author is not None:
        rows = rows.filter(who=asked.author)
    if asked.item is not None:
        links = LogLink.objects.visible_to(user).filter(kind=asked.item.kind, number=asked.item.number)
        rows = rows.filter(pk__in=links.values("entry")).exclude(pk__in=hidden_ids().log_entries)
    if asked.words:
        # Nobody learns by a search what the text of a restricted entry says.
        rows = rows.filter(pk__in=set(_with_words(user, asked.words, first, last)) - hidden_ids().log_entries)
    return rows


def with_corrected(rows: Iterable[Any], own: QuerySet[Any, Any]) -> list[Any]:
    """Return these entries, each with the entry that it corrects (`corrected`), and if one corrects it
    (`is_corrected`). `own`: all entries that the reader may see.
    """
    found: list[Any] = list(rows)
    before = own.in_bulk([row.corrects for row in found if row.corrects])
    later = set(own.filter(corrects__in=[row.pk for row in found]).values_list("corrects", flat=True))
    for row in found:
        row.corrected = before.get(row.corrects)
        row.is_corrected = row.pk in later
    return found


def _with_words(user: User, words: str, first: datetime | None, last: datetime | None) -> Sequence[int]:
    with connection.cursor() as cursor:
        cursor.execute("select log_found(%s, %s, %s, %s, %s)", [words, user.organisation_id, first, last, MAX_FOUND])
        found: Sequence[int] = cursor.fetchone()[0]
    return found


def _of_day(user: User, day: date | None) -> tuple[datetime | None, datetime | None]:
    """Return the beginning and end of a day by the clock of the organisation."""
    if day is None or user.organisation is None:
        return None, None
    zone = local_zone(user.organisation)
    return datetime.combine(day, time(), tzinfo=zone), datetime.combine(day + timedelta(days=1), time(), tzinfo=zone)
