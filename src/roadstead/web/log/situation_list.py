"""Situation reports: the drafts and issued ones of the own organisation, and those that others have issued to it."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages as banner
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from roadstead.engine.refusals import NotAllowed
from roadstead.oversight.situation.acts import next_period, prepare, set_hour
from roadstead.oversight.situation.models import OPEN, SituationHour, SituationReport
from roadstead.platform.accounts.cooperation_permissions import (
    may_export_situation_reports,
    may_issue_situation_reports,
    may_prepare_situation_reports,
    may_see_situation_reports,
)
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import log
from roadstead.platform.directory.roster import local_zone
from roadstead.platform.handling.labels import short_line
from roadstead.web.common.guard import allowed, current_user, own_states
from roadstead.web.common.tables import Column, as_csv, headings, page_of, sorted_by
from roadstead.web.forms.acts import ActForm, ChosenAct
from roadstead.web.forms.page_form import PageForm
from roadstead.web.log.situation_forms import HourForm, PeriodForm, ReportFilter

REPORTS_PER_PAGE: Final = 20
MAX_EXPORTED: Final = 2000  # the newest
PREPARE, HOUR = "prepare", "hour"
COLUMNS: Final = {
    "report": Column("Report", ("headline", "id"), lambda row: row.headline),
    "organisation": Column("Issued by", ("organisation",), lambda row: row.organisation),
    "period": Column("End of the period", ("ends", "id"), lambda row: f"{row.ends:%Y-%m-%dT%H:%M:%SZ}"),
    "status": Column("Status", (), lambda row: row.status),
}
EXPORTED: Final = {
    "number": Column("Number", (), lambda row: row.pk),
    **COLUMNS,
    "begins": Column("Beginning of the period", (), lambda row: f"{row.begins:%Y-%m-%dT%H:%M:%SZ}"),
    "version": Column("Version", (), lambda row: row.version),
    "replaces": Column("Replaces", (), lambda row: row.replaces),
    "handling": Column("Handling", (), short_line),
}


@allowed(may_see_situation_reports)
@require_http_methods(["GET", "HEAD", "POST"])
def situation_reports(request: HttpRequest) -> HttpResponse:
    """List the reports, prepare one, or set the hour of the daily draft."""
    user = current_user(request)
    if request.method == "POST":
        chosen = ChosenAct(request.POST, [PREPARE, HOUR])
        if not chosen.is_valid():
            return _page(request, sent=chosen, status=400)
        return _prepare(request) if chosen.cleaned_data["act"] == PREPARE else _set_hour(request)
    if request.GET.get("as") == "csv" and may_export_situation_reports(user):
        return _export(request)
    return _page(request)


def visible_reports(user: User) -> QuerySet[SituationReport, SituationReport]:
    """Return the reports that this person may see, without their files."""
    rows = SituationReport.objects.visible_to(user).filter(discarded_at=None)
    return rows.select_related("organisation__state", "issued_by", "prepared_by").defer("pdf")


def _prepare(request: HttpRequest) -> HttpResponse:
    user = current_user(request)
    form = _period_form(user, request.POST)
    if form is not None and form.is_valid():
        try:
            row = prepare(form.cleaned_data["begins"], form.cleaned_data["ends"], by=user)
        except NotAllowed as refused:
            form.refuse(refused, getattr(refused, "field", None))
        else:
            banner.success(
                request, _("The draft is ready, with the figures of the period. Only your organisation reads it.")
            )
            return redirect("situation-report", row.pk)
    return _page(request, sent=form, status=400)


def _set_hour(request: HttpRequest) -> HttpResponse:
    user = current_user(request)
    form = _hour_form(user, request.POST)
    if form is not None and form.is_valid():
        try:
            set_hour(form.cleaned_data["hour"], by=user)
        except NotAllowed as refused:
            form.refuse(refused)
        else:
            banner.success(request, _("Your choice has been saved."))
            return redirect("situation-reports")
    return _page(request, sent=form, status=400)


def _page(request: HttpRequest, *, sent: PageForm | None = None, status: int = 200) -> HttpResponse:
    user, form = current_user(request), ReportFilter(request.GET)
    page = page_of(sorted_by(_filtered(request, form), request, COLUMNS), request, size=REPORTS_PER_PAGE)
    newer = SituationReport.objects.visible_to(user).filter(replaces__in=[row.pk for row in page])
    replaced = set(newer.filter(issued_at__isnull=False).values_list("replaces", flat=True))
    log(user, "read", "situation reports", states=own_states(user))
    period, hour = _period_form(user), _hour_form(user)
    context = {
        "organisation": user.organisation,
        "page": page,
        "replaced": replaced,
        "headings": headings(request, COLUMNS),
        "form": sent if sent is not None else form,
        "filter": form,
        "period": _as_sent(sent, period),
        "hour": _as_sent(sent, hour),
        "may_export": may_export_situation_reports(user),
    }
    return render(request, "situation_reports.html", context, status=status)


def _as_sent(sent: PageForm | None, form: ActForm | None) -> PageForm | None:
    return sent if form is not None and type(sent) is type(form) else form


def _filtered(request: HttpRequest, form: ReportFilter) -> QuerySet[SituationReport, SituationReport]:
    user = current_user(request)
    form.is_valid()
    own, issued = Q(organisation=user.organisation_id), Q(issued_at__isnull=False)
    kinds = {"draft": OPEN, "own": own & issued, "received": ~own & issued}
    wanted = kinds.get(form.cleaned_data.get("show") or "")
    rows = visible_reports(user).order_by("-ends", "-pk")
    return rows if wanted is None else rows.filter(wanted)


def _export(request: HttpRequest) -> HttpResponse:
    user = current_user(request)
    rows = sorted_by(_filtered(request, ReportFilter(request.GET)), request, COLUMNS)[:MAX_EXPORTED]
    log(user, "exported", "situation reports", states=own_states(user), detail="csv")
    return as_csv("situation-reports", EXPORTED.values(), rows)


def _period_form(user: User, data: Any = None) -> PeriodForm | None:
    """Return the form for a new report; None if this person prepares none."""
    if not may_prepare_situation_reports(user) or user.organisation is None:
        return None
    now = timezone.now()
    return PeriodForm(data, zone=local_zone(user.organisation), now=now, period=next_period(user.organisation, now))


def _hour_form(user: User, data: Any = None) -> HourForm | None:
    if not may_issue_situation_reports(user) or user.organisation is None:
        return None
    row = SituationHour.objects.visible_to(user).filter(organisation=user.organisation).first()
    return HourForm(data, zone=local_zone(user.organisation), initial={"hour": "" if row is None else row.hour})
