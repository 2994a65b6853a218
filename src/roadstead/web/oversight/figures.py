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

from roadstead.oversight.statistics.charts import picture
from roadstead.oversight.statistics.kept import MAX_AGE, count, shown, small_cells
from roadstead.oversight.statistics.logic.asked import DAYS, MODES, Asked
from roadstead.oversight.statistics.logic.table import Table, flat
from roadstead.oversight.statistics.report import Report
from roadstead.oversight.statistics.rows import choices
from roadstead.oversight.statistics.sorting import SORT, Order, in_order
from roadstead.platform.accounts.permissions import may_see_figures
from roadstead.platform.audit.models import note
from roadstead.web.common.guard import allowed, who
from roadstead.web.common.tables import Column, Heading, address, as_csv

COLUMNS_OF_FILE: Final = tuple(
    Column(heading, cell=lambda line, at=at: line[at])  # type: ignore[misc]
    for at, heading in enumerate(("Figure", "Row", "Column", "Value"))
)


@allowed(may_see_figures)
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Show the statistics; period and filters are in the URL. A file has the same numbers suppressed as the page.

    A report that takes too long for a page is shown as last counted, or offered to be counted (`figures_count`).
    """
    user, now = who(request), timezone.now()
    asked = Asked.of(request.GET.dict(), now.date())
    exported = request.GET.get("as") == "csv"
    note(user, "exported" if exported else "read", "figures", states=list(user.scope.states))
    found = shown(user, asked, now=now)
    if exported:
        return _file(request, asked, found or count(user, asked, now=now))
    return _page(request, asked, found)


@allowed(may_see_figures)
@require_POST
def figures_count(request: HttpRequest) -> HttpResponse:
    """Count the report of this URL now, and show it: a cached report is as old as the page says (A1)."""
    user, now = who(request), timezone.now()
    count(user, Asked.of(request.GET.dict(), now.date()), now=now)
    return redirect(address(request).replace(request.path, reverse("figures"), 1))


def _file(request: HttpRequest, asked: Asked, found: Report) -> HttpResponse:
    counted = ("Counted", "", "UTC", f"{found.counted_at:%Y-%m-%d %H:%M}")
    lines = chain([counted], flat(_tables(found, Order.of(request.GET.get("sort", "")))))
    return as_csv(f"figures-{asked.since}-{asked.until}", COLUMNS_OF_FILE, lines)


def _page(request: HttpRequest, asked: Asked, found: Report | None) -> HttpResponse:
    order = Order.of(request.GET.get("sort", ""))
    tables = _tables(found, order) if found else []
    context = {
        "asked": asked,
        "small": small_cells(),
        "found": found,
        "figures": [(table, picture(table), _headings(request, table, order)) for table in tables],
        "sort": order.asked if order else "",
        "oldest": MAX_AGE // timedelta(minutes=1),
        "choices": found.choices if found else choices(who(request), asked),
        "days": DAYS,
        "modes": MODES,
        "export": address(request, **{"as": "csv"}),
        "count": address(request).replace(request.path, reverse("figures-count"), 1),
    }
    return render(request, "figures.html", context)


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
    href = f"{address(request, sort=other.asked)}#{key}" if key in SORT else ""
    state = ("descending" if now.descending else "ascending") if now else "none"
    return Heading(text=gettext(text), href=href, sorted=state)
