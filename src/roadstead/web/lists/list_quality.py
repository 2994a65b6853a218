"""Quality of every list that a user may see, as a table and as a file (A1, A7)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from roadstead.casework.alerts.list_quality import DAYS, MIN_SHOWN, Quality, Share, qualities
from roadstead.engine.reference.caricom import REGION
from roadstead.platform.accounts.permissions import may_see_lists
from roadstead.platform.audit.models import log
from roadstead.platform.handling.labels import short_line
from roadstead.platform.handling.logic.gate import Medium, any_officer_of, may_leave
from roadstead.targeting.watchlists.models import WatchList
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.tables import Column, as_csv


def _age(row: Quality) -> object:
    return row.version.loaded_at.date().isoformat() if row.version else ""


def _small(value: int | None) -> object:
    return f"under {MIN_SHOWN}" if value is None else value


def _share_value(share: Share | None) -> object:
    return "" if share is None or share.value is None else round(share.value, 3)


def _bound(share: Share | None, at: int) -> object:
    return "" if share is None or share.interval is None else round(share.interval[at], 3)


COLUMNS = (
    Column("List", cell=lambda row: row.watch_list.title),
    Column("Entries", cell=lambda row: row.documents or row.entries),
    Column("Version loaded", cell=_age),
    Column("With a second identifier", cell=lambda row: _share_value(row.second_identifier)),
    Column("With a birth date", cell=lambda row: _share_value(row.birth_date)),
    Column("Overdue", cell=lambda row: _small(row.overdue)),
    Column("Matches", cell=lambda row: _small(row.matches)),
    Column("Alerts", cell=lambda row: _small(row.alerts)),
    Column("Confirmed", cell=lambda row: _small(row.confirmed)),
    Column("Cleared", cell=lambda row: _small(row.cleared)),
    Column("Precision", cell=lambda row: _share_value(row.precision)),
    Column("Precision, low", cell=lambda row: _bound(row.precision, 0)),
    Column("Precision, high", cell=lambda row: _bound(row.precision, 1)),
    Column("Handling", cell=lambda row: short_line(row.watch_list)),
)


@allowed(may_see_lists)
@require_safe
def list_quality(request: HttpRequest) -> HttpResponse:
    """Show the age of each list, how complete its entries are, what is overdue, and results of the alerts of the last
    days.
    """
    user, now, exported = current_user(request), timezone.now(), request.GET.get("as") == "csv"
    lists: Any = WatchList.objects.visible_to(user)
    if exported:
        to = any_officer_of(user.state_id or REGION, Medium.FILE)
        lists = lists.filter(pk__in=[row.pk for row in lists if may_leave(row, to).is_yes])
    rows = qualities(lists, by=user, now=now, for_file=exported)
    action = "exported" if exported else "read"
    log(user, action, "quality of lists", states=list(user.scope.states))
    if exported:
        return as_csv("list-quality", COLUMNS, rows)
    return render(request, "list_quality.html", {"rows": rows, "days": DAYS, "small": MIN_SHOWN, "now": now})
