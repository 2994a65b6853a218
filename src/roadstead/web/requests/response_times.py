"""Response times: how long the own state takes in requests, in which band other states are, and what waits longest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from roadstead.casework.cases.export.fonts import faces
from roadstead.casework.examinations.documents import Sheet, sheet_pdf
from roadstead.config import config
from roadstead.cooperation.requests.waiting import requests_of
from roadstead.engine.reference.caricom import REGION
from roadstead.engine.requests.types.registry import TYPES
from roadstead.oversight.statistics.models import ResponseBand, ResponseTime
from roadstead.platform.accounts.cooperation_permissions import may_see_response_times
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import log
from roadstead.platform.directory.roster import zone_of_officer
from roadstead.platform.handling.labels import tlp_line
from roadstead.platform.handling.logic.codes import default_code
from roadstead.web.common.guard import allowed, current_user, own_states
from roadstead.web.common.pdf import pdf_response
from roadstead.web.common.tables import Column, as_csv, headings, sorted_list
from roadstead.web.forms.page_form import PageForm
from roadstead.web.requests.type_forms import type_name
from roadstead.web.templatetags.clock import duration

MAX_MONTHS: Final = 12
MAX_LONGEST: Final = 10
WIDTHS: Final = (0.24, 0.18, 0.09, 0.09, 0.12, 0.13, 0.15)  # shares of the printed page
WITHOUT_PAUSES: Final = gettext_lazy(
    "How long your state takes to act on requests, without pauses and without our own outages."
)
WITHOUT_NAMES: Final = gettext_lazy("Other states are shown as a range without names, if at least four have acted.")
STEPS: Final = {
    "acknowledge": gettext_lazy("Confirm receipt"),
    "reply": gettext_lazy("Reply"),
    "clarify": gettext_lazy("Answer a question"),
    "promise": gettext_lazy("Keep a promised date"),
}


class MonthForm(PageForm):
    """The month that is shown."""

    auto_id, marks_optional = "filter-%s", False
    month = forms.ChoiceField(label=gettext_lazy("Month"), required=False)

    def __init__(self, *args: Any, months: list[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["month"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(f"{each:%Y-%m}", date_format(each, "F Y")) for each in months]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseRow:
    """A line of the table. `on_time`: percent; `band`: of at least four states, "" if there are fewer."""

    type: str
    step: str
    count: int
    on_time: int
    median: timedelta
    most: timedelta
    band: str


COLUMNS: Final = {
    "type": Column("Type", ("type",), lambda row: row.type),
    "step": Column("Step", ("step",), lambda row: row.step),
    "count": Column("Requests", (), lambda row: row.count),
    "on-time": Column("On time", (), lambda row: f"{row.on_time} %"),
    "median": Column("Half within", (), lambda row: _hours(row.median)),
    "most": Column("Nine of ten within", (), lambda row: _hours(row.most)),
    "band": Column("Range of the states", (), lambda row: row.band),
}


@allowed(may_see_response_times)
@require_safe
def response_times(request: HttpRequest) -> HttpResponse:
    """Show the own state's times of a month beside the band of all states, and the own requests that wait longest."""
    user = current_user(request)
    own = ResponseTime.objects.visible_to(user)
    months = list(own.order_by("-month").values_list("month", flat=True).distinct()[:MAX_MONTHS])
    form = MonthForm(request.GET, months=months)
    form.is_valid()
    chosen = form.cleaned_data.get("month") or (f"{months[0]:%Y-%m}" if months else "")
    month = next((each for each in months if f"{each:%Y-%m}" == chosen), None)
    log(user, "read", "response times", states=own_states(user))
    rows = sorted_list(_rows(user, month), request, COLUMNS) if month else []
    wanted = request.GET.get("as")
    if wanted in {"csv", "pdf"} and month:
        log(user, "exported", "response times", states=own_states(user), detail=f"{wanted}, {month:%Y-%m}")
    if wanted == "pdf" and month:
        raw = sheet_pdf(_sheet(rows, month, user, timezone.now()), faces(config().home / "fonts"))
        return pdf_response(raw, f"response-times-{month:%Y-%m}.pdf")
    if wanted == "csv":
        return as_csv(f"response-times-{chosen}", COLUMNS.values(), rows)
    context = {
        "form": form,
        "rows": rows,
        "headings": headings(request, COLUMNS),
        "longest": _longest(user),
        "without_pauses": WITHOUT_PAUSES,
        "without_names": WITHOUT_NAMES,
        "now": timezone.now(),
    }
    return render(request, "response_times.html", context)


def _rows(user: User, month: date) -> list[ResponseRow]:
    bands = {(each.type, each.code): each for each in ResponseBand.objects.visible_to(user).filter(month=month)}
    own = ResponseTime.objects.visible_to(user).filter(month=month).order_by("type", "code")
    return [_row(each, bands.get((each.type, each.code))) for each in own]


def _row(found: ResponseTime, band: ResponseBand | None) -> ResponseRow:
    of = TYPES.get(found.type)
    return ResponseRow(
        type=type_name(of) if of else found.type,
        step=str(STEPS.get(found.code, found.code)),
        count=found.count,
        on_time=round(100 * (found.count - found.late) / found.count),
        median=found.median,
        most=found.most,
        band=_("%(low)s to %(high)s") % {"low": duration(band.low), "high": duration(band.high)} if band else "",
    )


def _sheet(rows: Sequence[ResponseRow], month: date, user: User, now: datetime) -> Sheet:
    """Return the table of the page to print, with the month, whose times these are, and how they are counted."""
    zone, tlp = zone_of_officer(user), default_code(user.state_id or REGION)
    period, who = date_format(month, "F Y"), str(user.state) if user.state else _("Regional centre")
    made = {"when": f"{date_format(now.astimezone(zone), 'j F Y, H:i')} {zone.key}", "who": user}
    return Sheet(
        title=_("Response times of %(state)s: %(month)s") % {"state": who, "month": period},
        lines=[
            tlp_line(tlp, _),
            str(WITHOUT_PAUSES),
            str(WITHOUT_NAMES),
            _("Made %(when)s by %(who)s.") % made,
        ],
        headings=[_(column.heading) for column in COLUMNS.values()],
        widths=WIDTHS,
        rows=[_printed(row) for row in rows],
        handling=f"TLP:{tlp.upper()}",
        author=str(user),
        empty="",
    )


def _printed(row: ResponseRow) -> list[str]:
    """Return a line as the page shows it."""
    times = [duration(row.median), duration(row.most)]
    return [row.type, row.step, str(row.count), f"{row.on_time} %", *times, row.band or "–"]


def _longest(user: User) -> list[Any]:
    """Return the open requests of the own organisations that were sent first, with whoever has to act."""
    rows = requests_of(user).exclude(turn="").select_related("officer", "contact_point")
    return list(rows.order_by("opened_at", "pk")[:MAX_LONGEST])


def _hours(span: timedelta) -> str:
    return f"{span.total_seconds() / 3600:.1f} h"
