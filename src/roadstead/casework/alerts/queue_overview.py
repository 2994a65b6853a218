"""Counts and choices shown above the alert queue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import BooleanField, Count, ExpressionWrapper, Q

from roadstead.casework.alerts.logic.workflow import OPEN, SELECTED, AlertState
from roadstead.casework.alerts.models import ABOUT_GOODS
from roadstead.casework.alerts.queue import (
    ASSIGNEES,
    WORK_TABS,
    AlertFilters,
    alerts_in_tab,
    count_by_assignee,
)
from roadstead.casework.alerts.state_decisions import is_decision_written, visible_alerts
from roadstead.platform.accounts.models import User

ENDS: Final = ("bill__arrives_in", "voyage__destination")  # port of arrival: of the bill, or of the voyage
OFFERED: Final = ("list_name", "rule", *ENDS)  # what the filters offer
# By what open alerts are grouped, so that one pass over them gives all numbers and filter values.
GROUPED: Final = (*OFFERED, "bill__load", "effective_state", "effective_assignee")
IS_DEALT: Final = ExpressionWrapper(Q(effective_dealt_at__isnull=False), output_field=BooleanField())
IS_GOODS: Final = ExpressionWrapper(ABOUT_GOODS, output_field=BooleanField())
Group = Mapping[str, Any]


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
    work = _open_work(user)
    offered = work.get(asked.show, work["open"]) if asked.show != "follow_up" else _of_follow_ups(user)
    all_open = _by_assignee(work["open"], user)
    numbers = all_open if asked == AlertFilters(assignee=asked.assignee) else count_by_assignee(user, asked, now)
    return Overview(
        numbers=numbers,
        tabs=all_open if asked.show in WORK_TABS else numbers,
        other_work=_other_work(work, user),
        lists=_named(offered, "list_name"),
        rules=_named(offered, "rule"),
        ports=_ports(offered, is_loading=asked.show == "selected"),
    )


def count_other_work(user: User) -> dict[str, int]:
    """Return the number of alerts that wait for other work than a decision, by `WORK_TABS`."""
    return _other_work(_open_work(user), user)


def _other_work(work: Mapping[str, Sequence[Group]], user: User) -> dict[str, int]:
    tasks = alerts_in_tab(AlertFilters(show="follow_up"), user).count()
    return {show: tasks if show == "follow_up" else _sum(work[show]) for show in WORK_TABS}


def _open_work(user: User) -> dict[str, list[Group]]:
    """Return groups of the alerts with work left, by the tab that shows them, as `queue` selects them for it."""
    rows = visible_alerts(user).filter(open_somewhere=True).order_by()
    groups = rows.values(*GROUPED, is_dealt=IS_DEALT, is_goods=IS_GOODS).annotate(number=Count("pk"))
    found: dict[str, list[Group]] = {"open": [], "to_write": [], "selected": []}
    is_written = is_decision_written(user.state_id or "")
    for row in groups:
        if tab := _tab(row, is_written=is_written):
            found[tab].append(row)
    return found


def _tab(row: Group, *, is_written: bool) -> str:
    """Return the tab that shows these alerts, "" if this person has no work left on them."""
    state = AlertState(row["effective_state"])
    if not row["is_dealt"]:
        return "open" if state in OPEN else "selected" if state in SELECTED else ""
    return "to_write" if state in OPEN and is_written and not row["is_goods"] else ""


def _by_assignee(rows: Sequence[Group], user: User) -> dict[str, int]:
    """Return the number of alerts for each of `ASSIGNEES`, as `queue.count_by_assignee` does."""
    mine = [row for row in rows if row["effective_assignee"] == user.pk]
    others = [row for row in rows if row["effective_assignee"] != user.pk]
    second = [row for row in others if row["effective_state"] == AlertState.PROPOSED]
    unassigned = [row for row in rows if row["effective_assignee"] is None]
    found = {"mine": mine, "unassigned": unassigned, "second": second, "all": rows}
    return {whose: _sum(found[whose]) for whose in ASSIGNEES}


def _sum(rows: Iterable[Group]) -> int:
    return sum(row["number"] for row in rows)


def _of_follow_ups(user: User) -> list[Group]:
    rows = alerts_in_tab(AlertFilters(show="follow_up"), user).values(*OFFERED)
    return list(rows.distinct())


def _ports(rows: Iterable[Group], *, is_loading: bool) -> list[str]:
    """Return the ports where bills arrive, and for everything else the end of the voyage. `is_loading`: also where
    they are loaded, since selected goods may be examined there too.
    """
    bill, voyage = ENDS
    of_bills = {str(row[name] or "") for row in rows for name in (bill, *(["bill__load"] if is_loading else []))}
    return sorted({*of_bills, *(row[voyage] for row in rows if row[bill] is None)} - {""})


def _named(rows: Iterable[Group], column: str) -> list[str]:
    return sorted({row[column] for row in rows} - {""})
