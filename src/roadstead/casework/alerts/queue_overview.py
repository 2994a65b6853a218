"""Counts and choices shown above the alert queue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from roadstead.casework.alerts.queue import (
    ASSIGNEES,
    WORK_TABS,
    AlertFilters,
    alerts_in_tab,
    count_by_assignee,
    count_expressions,
    count_other_work,
)
from roadstead.filings.voyages.models import Voyage
from roadstead.platform.accounts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Numbers and filter values beside the queue.

    `numbers`: by each of `ASSIGNEES`, with the filters applied. `tabs`: the same, or the numbers of open alerts while a
    tab of `WORK_TABS` is shown. `other_work`: numbers that wait for other work than a decision. `lists`, `rules`,
    `ports`: values for the filters, from all open alerts or from those of the tab of `WORK_TABS`.
    """

    numbers: Mapping[str, int]
    tabs: Mapping[str, int]
    other_work: Mapping[str, int]
    lists: Sequence[str]
    rules: Sequence[str]
    ports: Sequence[str]


def overview(user: User, asked: AlertFilters, now: datetime) -> Overview:
    """Return the overview. Without filters, as in most cases, one pass over the open alerts is enough."""
    found = _grouped(AlertFilters(), user)
    offered = _grouped(AlertFilters(show=asked.show), user) if asked.show in WORK_TABS else found
    all_open = {whose: sum(row[whose] for row in found) for whose in ASSIGNEES}
    numbers = all_open if asked == AlertFilters(assignee=asked.assignee) else count_by_assignee(user, asked, now)
    return Overview(
        numbers=numbers,
        tabs=all_open if asked.show in WORK_TABS else numbers,
        other_work=count_other_work(user),
        lists=_named(offered, "list_name"),
        rules=_named(offered, "rule"),
        ports=_ports(offered, user),
    )


def _grouped(asked: AlertFilters, user: User) -> list[dict[str, Any]]:
    rows = alerts_in_tab(asked, user).values("list_name", "rule", "voyage_id", "bill__arrives_in", *_more(asked))
    return list(rows.annotate(**count_expressions(user)))


def _more(asked: AlertFilters) -> tuple[str, ...]:
    """Return the port of loading for selected goods, which may be examined there too."""
    return ("bill__load",) if asked.show == "selected" else ()


def _ports(rows: Iterable[Mapping[str, Any]], user: User) -> list[str]:
    """Return the ports where bills arrive, and for everything else the end of the voyage."""
    of_bills = {str(row.get(name) or "") for row in rows for name in ("bill__arrives_in", "bill__load")}
    numbers = {row["voyage_id"] for row in rows if row["bill__arrives_in"] is None}
    voyages = Voyage.objects.visible_to(user).filter(pk__in=numbers).order_by()
    return sorted({*of_bills, *voyages.values_list("destination", flat=True).distinct()} - {""})


def _named(rows: Iterable[Mapping[str, Any]], column: str) -> list[str]:
    return sorted({row[column] for row in rows} - {""})
