"""How old each list is, how much stands on it, and what is overdue for review (A7)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import Count, Max, Q

from roadstead.engine.records import Action
from roadstead.oversight.statistics.logic.suppress import kept_back
from roadstead.oversight.statistics.logic.table import Cell, Row, Table
from roadstead.platform.accounts.models import User
from roadstead.targeting.watchlists.models import Entry, Version, WatchList

DAY: Final = 86_400


def lists(user: User, now: datetime, small: int) -> Table:
    """Silent entries are in nobody's figures. Only what is kept by hand has days of review that are ours to count."""
    loaded = dict(Version.objects.visible_to(user).order_by().values_list("watch_list").annotate(Max("loaded_at")))
    rows = Entry.objects.visible_to(user).filter(removed_in=None).exclude(listed__action=Action.DISCREET).order_by()
    entries = dict(rows.values_list("watch_list").annotate(number=Count("pk")))
    late = Q(listed__review__gt="", listed__review__lt=now.date().isoformat())
    by_hand = rows.filter(late, watch_list__by_hand=True)
    overdue = dict(by_hand.values_list("watch_list").annotate(number=Count("pk")))
    found = WatchList.objects.visible_to(user).order_by("name", "pk")
    told = [
        Row(
            name=each.title,
            cells=(
                _days(loaded.get(each.pk), now),
                kept_back(entries.get(each.pk, 0), small),
                kept_back(overdue.get(each.pk, 0), small) if each.by_hand else "",
            ),
        )
        for each in found
    ]
    return Table(
        key="lists",
        title="Age of the lists",
        says="Days since the version in force was loaded; entries in force without silent ones; entries of lists kept"
        " by hand whose day of review has passed, which alert nobody until somebody looks.",
        of="List",
        heads=("Age, days", "Entries", "Overdue for review"),
        rows=tuple(told),
        drawn=0,
    )


def _days(loaded: datetime | None, now: datetime) -> Cell:
    return round((now - loaded).total_seconds() / DAY, 1) if loaded else ""
