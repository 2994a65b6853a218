"""Alerts of one namesake on one page: similar ones are cleared with one reason, each in its own right (U10)."""

from __future__ import annotations

from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from roadstead.casework.alerts.bulk_clear import Done, SimilarAlert, bulk_clear, find_similar_alerts
from roadstead.casework.alerts.compare import side_by_side
from roadstead.casework.alerts.decide import has_two_sides
from roadstead.casework.alerts.models import Alert
from roadstead.casework.alerts.pairs import list_of
from roadstead.casework.alerts.state_decisions import as_acted_on_by
from roadstead.engine.refusals import NotAllowed
from roadstead.outbound.responses.refresh_queue import queue_refresh
from roadstead.platform.accounts.permissions import may_decide_alerts
from roadstead.platform.audit.models import log
from roadstead.web.alerts.comparison import comparison_lines, unfit_reason
from roadstead.web.alerts.decision_forms import SimilarForm, filled_in
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.refusals import refusal_text


@allowed(may_decide_alerts)
@require_http_methods(["GET", "HEAD", "POST"])
def similar_alerts(request: HttpRequest, pk: int) -> HttpResponse:
    """List all open alerts against the entry of one, with checkboxes for similar ones; one reason applies to those
    chosen.
    """
    rows = Alert.objects.visible_to(current_user(request)).select_related("voyage", "traveller", "bill", "assignee")
    lead = as_acted_on_by(get_object_or_404(rows, pk=pk), current_user(request))
    if request.method != "POST":
        log(
            current_user(request),
            "read",
            f"alert {pk} and those like it",
            states=lead.states,
            detail="to decide together",
        )
        return _page(request, lead, _form(request, lead))
    form = _form(request, lead)
    if not form.is_valid():
        return _page(request, lead, form, status=400)
    by, chosen = current_user(request), form.cleaned_data["alert"]
    done = bulk_clear(lead, chosen, by=by, words=form.words, now=timezone.now())
    _refresh_responses(done)
    if done.refused:
        form.add_error(None, _refusal(done))
        return _page(request, lead, form, status=409)
    banner.success(
        request,
        ngettext(
            "%(number)d alert cleared, in your name.",
            "%(number)d alerts cleared, each in your name.",
            len(done.cleared),
        )
        % {"number": len(done.cleared)},
    )
    return redirect("queue")


def _refresh_responses(done: Done) -> None:
    """Refresh the carriers' responses, once for each voyage."""
    by_voyage = {alert.voyage_id: alert for alert in Alert.objects.filter(pk__in=done.cleared)}
    for alert in by_voyage.values():
        queue_refresh(alert)


def _refusal(done: Done) -> str:
    each = " ".join(f"{number}: {refusal_text(why)}" for number, why in done.refused.items())
    numbers = {"cleared": ", ".join(map(str, done.cleared)), "refused": each}
    if not done.cleared:
        return _("No alert was cleared. Not cleared: %(refused)s") % numbers
    return _("Cleared: %(cleared)s. Not cleared: %(refused)s") % numbers


def _form(request: HttpRequest, lead: Alert) -> SimilarForm:
    """Return the form as sent, or filled in as the URL says."""
    rows = side_by_side(lead)
    if request.method == "POST":
        return SimilarForm(request.POST, rows=rows, is_firm=lead.is_about_cargo)
    try:
        initial = filled_in(request.GET.get("reasons", ""), rows)
    except NotAllowed:  # no longer offered
        initial = {}
    return SimilarForm(initial=initial, rows=rows, is_firm=lead.is_about_cargo)


def _page(request: HttpRequest, lead: Alert, form: SimilarForm, *, status: int = 200) -> HttpResponse:
    now, rows = timezone.now(), side_by_side(lead)
    context = {
        "alert": lead,
        "form": form,
        "each": [(one, refusal_text(one.why_not)) if one.why_not else (one, "") for one in _similar(request, lead)],
        "lines": comparison_lines(form, rows),
        "comparable": has_two_sides(lead),
        "unfit": unfit_reason(rows),
        "chosen": {str(number) for number in form["alert"].value() or ()},
        "all": request.GET.get("all") == "yes",
        "second_person": list_of(lead).needs_second_approval,
        "now": now,
    }
    return render(request, "similar_alerts.html", context, status=status)


def _similar(request: HttpRequest, lead: Alert) -> list[SimilarAlert]:
    return find_similar_alerts(lead, current_user(request), timezone.now().date())
