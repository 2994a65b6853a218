"""Statistics of screening and its results: the page, and the same as a file (A1–A10, S38)."""

from __future__ import annotations

from datetime import timedelta
from itertools import chain
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from roadstead.oversight.statistics.cache import MAX_AGE, count, live_or_cached, small_cells
from roadstead.oversight.statistics.charts import picture
from roadstead.oversight.statistics.logic.filters import DAYS, MODES, StatisticsFilters
from roadstead.oversight.statistics.logic.table import Table, flat
from roadstead.oversight.statistics.queries import choices
from roadstead.oversight.statistics.report import Report
from roadstead.oversight.statistics.sorting import SORT, Order, in_order
from roadstead.platform.accounts.permissions import may_see_statistics
from roadstead.platform.audit.models import log
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.tables import Column, Heading, as_csv, url_with

FILE_COLUMNS: Final = tuple(
    Column(heading, cell=lambda line, at=at: line[at])  # type: ignore[misc]
    for at, heading in enumerate(("Figure", "Row", "Column", "Value"))
)


@allowed(may_see_statistics)
@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """Show the statistics; period and filters are in the URL. A file has the same numbers suppressed as the page.

    A report that takes too long for a page is shown as last counted, or offered to be counted (`count_statistics`).
    """
    user, now = current_user(request), timezone.now()
    asked = StatisticsFilters.parse(request.GET.dict(), now.date())
    exported = request.GET.get("as") == "csv"
    log(user, "exported" if exported else "read", "figures", states=list(user.scope.states))
    found = live_or_cached(user, asked, now=now)
    if exported:
        return _file(request, asked, found or count(user, asked, now=now))
    return _page(request, asked, found)


@allowed(may_see_statistics)
@require_POST
def count_statistics(request: HttpRequest) -> HttpResponse:
    """Count the report of this URL now, and show it: a cached report is as old as the page says (A1)."""
    user, now = current_user(request), timezone.now()
    count(user, StatisticsFilters.parse(request.GET.dict(), now.date()), now=now)
    return redirect(url_with(request).replace(request.path, reverse("statistics"), 1))


def _file(request: HttpRequest, asked: StatisticsFilters, found: Report) -> HttpResponse:
    counted = ("Counted", "", "UTC", f"{found.counted_at:%Y-%m-%d %H:%M}")
    lines = chain([counted], flat(_tables(found, Order.parse(request.GET.get("sort", "")))))
    return as_csv(f"figures-{asked.since}-{asked.until}", FILE_COLUMNS, lines)


def _page(request: HttpRequest, asked: StatisticsFilters, found: Report | None) -> HttpResponse:
    order = Order.parse(request.GET.get("sort", ""))
    tables = _tables(found, order) if found else []
    context = {
        "asked": asked,
        "small": small_cells(),
        "found": found,
        "figures": [(table, picture(table), _headings(request, table, order)) for table in tables],
        "sort": order.as_text if order else "",
        "oldest": MAX_AGE // timedelta(minutes=1),
        "choices": found.choices if found else choices(current_user(request), asked),
        "days": DAYS,
        "modes": MODES,
        "export": url_with(request, **{"as": "csv"}),
        "count": url_with(request).replace(request.path, reverse("statistics-count"), 1),
    }
    return render(request, "statistics.html", context)


def _tables(found: Report, order: Order | None) -> list[Table]:
    return [in_order(table, order) for table in found.tables]


def _headings(request: HttpRequest, table: Table, order: Order | None) -> list[Heading]:
    """Return headings of the name and of each cell; a click leads to the same table in that order, the next
    one back.
    """
    return [_heading(request, table.key, at, text, order) for at, text in enumerate((table.of, *table.heads))]


def _heading(request: HttpRequest, key: str, at: int, text: str, order: Order | None) -> Heading:
    now = order if order and (order.key, order.column) == (key, at) else None
    other = Order(key=key, column=at, descending=bool(now and not now.descending))
    href = f"{url_with(request, sort=other.as_text)}#{key}" if key in SORT else ""
    state = ("descending" if now.descending else "ascending") if now else "none"
    return Heading(text=gettext(text), href=href, sorted=state)
