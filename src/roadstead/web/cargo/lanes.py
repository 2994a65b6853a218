"""Table of trade lanes with what is usual on each, to sort, filter and save. Small numbers are suppressed (S38)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from roadstead.engine.reference.goods import hs_title
from roadstead.filings.cargo.lane_order import busiest_with
from roadstead.filings.cargo.lanes import MAX_LANES, PERIOD, LaneFilters, busiest, lanes, with_statistics
from roadstead.filings.cargo.logic.lane_statistics import LaneStatistics, Quartiles
from roadstead.oversight.statistics.cache import small_cells
from roadstead.oversight.statistics.logic.suppress import suppress_number
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_see_cargo
from roadstead.platform.audit.models import log
from roadstead.web.cargo.forms import LaneForm
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.tables import Column, as_csv, headings, url_with

ROWS_PER_PAGE: Final = 30
Value = Callable[[LaneStatistics], Any]


def _suppressed(number: int) -> int | None:
    return suppress_number(number, small_cells())


def _median(name: str) -> Value:
    def value(row: LaneStatistics) -> float | None:
        spread: Quartiles | None = getattr(row, name)
        return spread.median if spread else None

    return value


def _quartile(name: str, edge: str) -> Value:
    return lambda row: round(getattr(getattr(row, name), edge), 2) if getattr(row, name) else ""


VALUES: Final[Mapping[str, Value]] = {
    "from": lambda row: row.load,
    "to": lambda row: row.discharge,
    "goods": lambda row: row.goods,
    "bills": lambda row: _suppressed(row.bills),
    "shippers": lambda row: _suppressed(row.shippers),
    "first": lambda row: row.first_seen,
    "container": _median("per_container"),
    "package": _median("per_package"),
    "value": _median("value_per_kg"),
}
COLUMNS: Final = {
    "from": Column("From", ("from",), lambda row: row.load),
    "to": Column("To", ("to",), lambda row: row.discharge),
    "goods": Column("Goods", ("goods",), lambda row: row.goods),
    "bills": Column("Bills", ("bills",), lambda row: _small(_suppressed(row.bills))),
    "shippers": Column("Shippers", ("shippers",), lambda row: _small(_suppressed(row.shippers))),
    "first": Column("First seen", ("first",), lambda row: row.first_seen.date().isoformat()),
    "container": Column("Weight of a container", ("container",)),
    "package": Column("Weight of a package", ("package",)),
    "value": Column("Value per kg", ("value",)),
}
# To sort by one of these, only that statistic is counted for all lanes.
SINGLE_STATISTICS: Final = {
    "container": "per_container", "package": "per_package", "value": "value_per_kg", "shippers": "shippers",
}  # fmt: skip
FILE_COLUMNS: Final = (
    *(column for column in COLUMNS.values() if column.cell),
    *(
        Column(f"{words}, {heading}", cell=_quartile(name, edge))
        for name, words in (("per_container", "kg per container"), ("per_package", "kg per package"),
                            ("value_per_kg", "value per kg"))
        for heading, edge in (("lower quartile", "low"), ("median", "median"), ("upper quartile", "high"))
    ),
    Column("Currency", cell=lambda row: row.currency if row.value_per_kg else ""),
)  # fmt: skip


@allowed(may_see_cargo)
@require_safe
def lane_table(request: HttpRequest) -> HttpResponse:
    """Show the bills of the last year that this user may see, by lane and goods."""
    user, form = current_user(request), LaneForm(request.GET, user=current_user(request))
    asked = form.filters()
    exported = request.GET.get("as") == "csv"
    log(user, "exported" if exported else "read", "lanes of cargo", states=list(user.scope.states))
    now, sort = timezone.now(), request.GET.get("sort", "")
    if exported:
        return as_csv("lanes", FILE_COLUMNS, _sorted(lanes(user, now=now, filters=asked), sort))
    rows = _rows(user, sort, now, asked)
    page = Paginator(_sorted(rows, sort), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = with_statistics(list(page.object_list), user, now=now, filters=asked)
    context = {
        "page": page,
        "lanes": [(row, hs_title(row.goods), _suppressed(row.bills), _suppressed(row.shippers)) for row in page],
        "headings": headings(request, COLUMNS),
        "export": url_with(request, **{"as": "csv"}),
        "form": form,
        "asked": asked,
        "filtered": bool(asked.load or asked.discharge or asked.goods),
        "days": PERIOD.days,
        "small": small_cells(),
        "is_cut": len(rows) == MAX_LANES,
    }
    return render(request, "lanes.html", context)


def _rows(user: User, sort: str, now: datetime, asked: LaneFilters) -> list[LaneStatistics]:
    """Return the lanes with only what is needed to sort them."""
    figure = SINGLE_STATISTICS.get(sort.removeprefix("-"))
    return busiest_with(figure, user, now=now, filters=asked) if figure else busiest(user, now=now, filters=asked)


def _sorted(rows: Sequence[LaneStatistics], wanted: str) -> list[LaneStatistics]:
    """Sort the lanes. Suppressed and unknown values come last in either direction."""
    value = VALUES.get(wanted.removeprefix("-"))
    if value is None:
        return list(rows)
    known = sorted((row for row in rows if value(row) is not None), key=value, reverse=wanted.startswith("-"))
    return [*known, *(row for row in rows if value(row) is None)]


def _small(number: int | None) -> object:
    return f"under {small_cells()}" if number is None else number
