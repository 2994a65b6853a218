"""Statistics of screening and its results: the page, and the same as a file (A1–A10, S38)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from typing import Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from roadstead.oversight.statistics.cache import MAX_AGE, count, live_or_cached, small_cells
from roadstead.oversight.statistics.charts import picture
from roadstead.oversight.statistics.logic.filters import MODES, StatisticsFilters
from roadstead.oversight.statistics.logic.table import Cell, Table, flat
from roadstead.oversight.statistics.queries import choices
from roadstead.oversight.statistics.report import Report
from roadstead.oversight.statistics.sorting import SORT, Order, in_order
from roadstead.platform.accounts.permissions import may_see_statistics
from roadstead.platform.audit.models import log
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.tables import Column, Heading, as_csv, url_with
from roadstead.web.oversight.period_form import PeriodForm
from roadstead.web.templatetags.names import code_label, country

FILE_COLUMNS: Final = tuple(
    Column(heading, cell=lambda line, at=at: line[at])  # type: ignore[misc]
    for at, heading in enumerate(("Statistic", "Row", "Column", "Value"))
)


PERIODS: Final = {"7": _("Last 7 days"), "30": _("Last 30 days"), "90": _("Last 90 days")}
CHARTS: Final = ("funnel", "before-arrival", "by-age")  # keys of the tables whose charts stand above the tables
YEARS: Final = range(2000, 3000)  # of a period


class FilterForm(PeriodForm):
    """Period and voyages that are counted. `asked`: the filters as they were read; their values are always offered."""

    field_order = ("days", "since", "until", "state", "source", "carrier", "mode", "sort")

    days = forms.ChoiceField(
        label=_("Period"), choices=[*PERIODS.items(), ("", _("Dates entered here"))], required=False
    )
    state = forms.ChoiceField(label=_("State"), required=False)
    source = forms.ChoiceField(label=_("List or rule"), required=False)
    carrier = forms.ChoiceField(label=_("Carrier"), required=False)
    mode = forms.ChoiceField(
        label=_("Mode of transport"),
        choices=[("", _("Air, sea and road")), *((mode, code_label(mode)) for mode in MODES)],
        required=False,
    )
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: dict[str, str], *, asked: StatisticsFilters) -> None:
        has_dates = bool(data.get("from") or data.get("to"))
        super().__init__({**data, "days": "" if has_dates else data.get("days") or asked.days})
        self.asked = asked
        self.offer({})

    def clean_since(self) -> date | None:
        return self._checked("since")

    def clean_until(self) -> date | None:
        return self._checked("until")

    def offer(self, choices: Mapping[str, Sequence[str]]) -> None:
        """Offer the values that occur in the period."""
        for name, every in (
            ("state", _("All states")),
            ("source", _("All lists and rules")),
            ("carrier", _("All carriers")),
        ):
            chosen = getattr(self.asked, name)
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            values = sorted({*choices.get(name, ()), *filter(None, [chosen])})
            field.choices = [("", every), *((value, country(value) if name == "state" else value) for value in values)]

    def _checked(self, name: str) -> date | None:
        day: date | None = self.cleaned_data[name]
        if day and day.year not in YEARS:
            raise forms.ValidationError(_("Choose a day from the year 2000 on."))
        return day


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyNumber:
    """One of the numbers on top of the page."""

    label: str | Promise
    value: Cell


@allowed(may_see_statistics)
@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """Show the statistics; period and filters are in the URL. A file has the same numbers suppressed as the page.

    A report that takes too long for a page is shown as last counted, or offered to be counted (`count_statistics`).
    """
    user, now = current_user(request), timezone.now()
    asked = StatisticsFilters.parse(request.GET.dict(), now.date())
    form = FilterForm(request.GET.dict(), asked=asked)
    exported = request.GET.get("as") == "csv" and form.is_valid()
    log(user, "exported" if exported else "read", "figures", states=list(user.scope.states))
    found = live_or_cached(user, asked, now=now) if form.is_valid() else None
    if exported:
        return _file(request, asked, found or count(user, asked, now=now))
    return _page(request, form, found)


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
    return as_csv(f"statistics-{asked.since}-{asked.until}", FILE_COLUMNS, lines)


def _page(request: HttpRequest, form: FilterForm, found: Report | None) -> HttpResponse:
    order, asked = Order.parse(request.GET.get("sort", "")), form.asked
    tables = _tables(found, order) if found else []
    pictures = {table.key: picture(table) for table in tables}
    if form.is_valid():
        form.offer(found.choices if found else choices(current_user(request), asked))
    context = {
        "asked": asked,
        "form": form,
        "small": small_cells(),
        "found": found,
        "key_numbers": _key_numbers(tables) if tables else [],
        "charts": [pictures[key] for key in CHARTS if pictures.get(key)],
        "figures": [
            (table, None if table.key in CHARTS else pictures[table.key], _headings(request, table, order))
            for table in tables
        ],
        "sorted_key": order.key if order else "",
        "oldest": MAX_AGE // timedelta(minutes=1),
        "export": url_with(request, **{"as": "csv"}),
        "count": url_with(request).replace(request.path, reverse("statistics-count"), 1),
    }
    return render(request, "statistics.html", context, status=400 if form.errors else 200)


def _key_numbers(tables: Sequence[Table]) -> list[KeyNumber]:
    """Return the four numbers on top: people screened, alerts, precision, and time to decision."""
    rows = {table.key: [row.cells for row in table.rows] for table in tables}
    funnel, times = rows["funnel"], rows["times"]
    return [
        KeyNumber(label=_("Travellers screened"), value=funnel[0][0]),
        KeyNumber(label=_("Alerts raised"), value=funnel[2][0]),
        KeyNumber(label=_("Confirmed, of reviewed alerts"), value=funnel[4][1]),
        KeyNumber(label=_("Median hours from alert to decision"), value=times[1][1]),
    ]


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
