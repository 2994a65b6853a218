"""One situation report: a draft to write and issue, or an issued report to read, save and correct."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.contrib import messages as banner
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from roadstead.casework.log.models import EntryType
from roadstead.engine.refusals import NotAllowed
from roadstead.oversight.retention.situation import remove_words
from roadstead.oversight.situation.acts import correct, discard, issue, save
from roadstead.oversight.situation.distribution import possible_recipients, recipients_of, refused_recipients
from roadstead.oversight.situation.document import is_as_issued
from roadstead.oversight.situation.figures import FIGURES
from roadstead.oversight.situation.lines import Offer, offered
from roadstead.oversight.situation.models import SituationReport
from roadstead.platform.accounts.cooperation_permissions import (
    may_export_situation_reports,
    may_issue_situation_reports,
    may_prepare_situation_reports,
    may_see_situation_reports,
)
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import log
from roadstead.platform.directory.roster import local_zone
from roadstead.web.common import unsent
from roadstead.web.common.guard import allowed, current_user, own_states
from roadstead.web.common.pdf import pdf_response
from roadstead.web.forms.acts import ChosenAct
from roadstead.web.forms.page_form import PageForm
from roadstead.web.log.situation_forms import (
    CorrectForm,
    DiscardForm,
    RemoveForm,
    ReportForm,
    initial_of,
    line_text,
    recipient_text,
)
from roadstead.web.log.situation_list import visible_reports

MAX_WITHHELD: Final = 50  # shown with type and time


@allowed(may_see_situation_reports)
@require_http_methods(["GET", "HEAD", "POST"])
def situation_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a report, save it as a file, or act on it."""
    user = current_user(request)
    row = get_object_or_404(visible_reports(user), pk=pk)
    if request.method == "POST":
        chosen = ChosenAct(request.POST, ACTS)
        if not chosen.is_valid():
            return _page(request, row, sent=chosen, status=400)
        return ACTS[chosen.cleaned_data["act"]](request, row)
    if request.GET.get("as") == "pdf":
        return _pdf(user, row)
    return _page(request, row)


def _save(request: HttpRequest, row: SituationReport) -> HttpResponse:
    return _write(request, row, is_issued=False)


def _issue(request: HttpRequest, row: SituationReport) -> HttpResponse:
    return _write(request, row, is_issued=True)


def _write(request: HttpRequest, row: SituationReport, *, is_issued: bool) -> HttpResponse:
    user = current_user(request)
    form = _form(row, user, _offer(row, user), request.POST)
    if form.is_valid():
        edition, words = form.cleaned_data["edition"], form.words
        try:
            if is_issued:
                issue(row.pk, edition, words, names_nobody=form.cleaned_data.get("names_nobody", False), by=user)
            else:
                save(row.pk, edition, words, by=user)
        except NotAllowed as refused:
            form.refuse(refused, getattr(refused, "field", None))
        else:
            issued = _("The report is issued. Its recipients are notified. Nobody can change it.")
            banner.success(request, issued if is_issued else _("The draft is saved."))
            return redirect("situation-report", row.pk)
    return _page(request, row, sent=form, status=400)


def _discard(request: HttpRequest, row: SituationReport) -> HttpResponse:
    form = DiscardForm(request.POST)
    if form.is_valid():
        try:
            discard(row.pk, form.cleaned_data["edition"], by=current_user(request))
        except NotAllowed as refused:
            form.refuse(refused)
        else:
            banner.success(request, _("The draft is discarded."))
            return redirect("situation-reports")
    return _page(request, row, sent=form, status=400)


def _correct(request: HttpRequest, row: SituationReport) -> HttpResponse:
    form = CorrectForm(request.POST)
    if form.is_valid():
        try:
            made = correct(row.pk, by=current_user(request))
        except NotAllowed as refused:
            form.refuse(refused)
        else:
            banner.success(request, _("This draft is the next version. The previous report stays as it is."))
            return redirect("situation-report", made.pk)
    return _page(request, row, sent=form, status=400)


def _remove(request: HttpRequest, row: SituationReport) -> HttpResponse:
    form = RemoveForm(request.POST)
    if form.is_valid():
        try:
            remove_words(row.pk, by=current_user(request))
        except NotAllowed as refused:
            form.refuse(refused)
        else:
            banner.success(request, _("The words and the PDF of this version are removed."))
            return redirect("situation-report", row.pk)
    return _page(request, row, sent=form, status=400)


ACTS: Final[dict[str, Callable[[HttpRequest, SituationReport], HttpResponse]]] = {
    "save": _save,
    "issue": _issue,
    "discard": _discard,
    "correct": _correct,
    "remove": _remove,
}


def _page(
    request: HttpRequest, row: SituationReport, *, sent: PageForm | None = None, status: int = 200
) -> HttpResponse:
    user = current_user(request)
    is_own = row.organisation_id == user.organisation_id
    is_draft = row.status == "draft"
    zone = local_zone(row.organisation)
    may_write = is_own and may_prepare_situation_reports(user)
    log(user, "read", f"situation {row.pk}", states=own_states(user))
    newer = visible_reports(user).filter(replaces=row.pk).first()
    context: dict[str, Any] = {
        "row": row,
        "zone": zone,
        "figures": [(_(label), row.figures[code]) for code, label in FIGURES.items() if code in row.figures],
        "recipients": [recipient_text(each) for each in recipients_of(row)],
        "refused": [(recipient_text(each.organisation), each.reason.render(_)) for each in refused_recipients(row)],
        "lines": [line_text(line, zone) for line in row.lines],
        "is_as_issued": is_as_issued(row),
        "newer": newer,
        "older": visible_reports(user).filter(pk=row.replaces).first() if row.replaces else None,
        "form": sent,
        "may_correct": may_write and row.status == "issued" and newer is None,
        "may_remove": may_write
        and may_issue_situation_reports(user)
        and _is_replaced(newer)
        and row.removed_at is None,
        "may_export": row.status == "issued" and row.removed_at is None and may_export_situation_reports(user),
        "may_issue": may_issue_situation_reports(user),
    }
    if is_draft and may_write:
        offer = _offer(row, user)
        kept = unsent.take(request) if sent is None else None
        draft = sent if isinstance(sent, ReportForm) else _form(row, user, offer, kept)
        context |= {"draft": draft, "withheld": list(_withheld(offer, zone)), "types": _types(offer)}
    return render(request, "situation_report.html", context, status=status)


def _is_replaced(newer: SituationReport | None) -> bool:
    return newer is not None and newer.issued_at is not None


def _form(row: SituationReport, user: User, offer: Offer, data: Any = None) -> ReportForm:
    return ReportForm(
        data,
        initial=initial_of(row),
        lines=offer.lines,
        organisations=possible_recipients(row.organisation),
        zone=local_zone(row.organisation),
        may_issue=may_issue_situation_reports(user),
    )


def _offer(row: SituationReport, user: User) -> Offer:
    """Return the entries to quote; of a correction also those that the version before quotes."""
    found = offered(user, row.begins, row.ends)
    there = {line["entry"] for line in found.lines}
    before = [line for line in row.lines if row.replaces and line["entry"] not in there]
    return Offer(lines=[*before, *found.lines], withheld=found.withheld)


def _types(offer: Offer) -> list[tuple[str, int]]:
    return [(_(str(EntryType(type).label)), number) for type, number in offer.types.items()]


def _withheld(offer: Offer, zone: ZoneInfo) -> Iterator[str]:
    for type, at in offer.withheld[:MAX_WITHHELD]:
        yield f"{at.astimezone(zone):%Y-%m-%d %H:%M %Z}, {_(str(EntryType(type).label))}"


def _pdf(user: User, row: SituationReport) -> HttpResponse:
    """Return the file that was made when the report was issued: to each reader the same bytes."""
    if row.issued_at is None or row.removed_at is not None or not may_export_situation_reports(user):
        raise Http404
    raw: Any = SituationReport.objects.visible_to(user).values_list("pdf", flat=True).get(pk=row.pk)
    log(user, "exported", f"situation {row.pk}", states=own_states(user), detail=f"pdf {row.sha256}")
    return pdf_response(bytes(raw), f"situation-report-{row.pk}.pdf")
