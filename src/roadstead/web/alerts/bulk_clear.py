"""Alerts of one namesake on one page: similar ones are cleared with one reason, each in its own right (U10)."""

from __future__ import annotations

from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from roadstead.casework.alerts.bulk_clear import Done, bulk_clear, find_similar_alerts
from roadstead.casework.alerts.compare import side_by_side
from roadstead.casework.alerts.decide import has_two_sides
from roadstead.casework.alerts.models import Alert
from roadstead.casework.alerts.pairs import list_of
from roadstead.casework.alerts.state_decisions import as_acted_on_by
from roadstead.outbound.responses.refresh_queue import queue_refresh
from roadstead.platform.accounts.permissions import may_decide_alerts
from roadstead.platform.audit.models import log
from roadstead.web.alerts.acts import too_long_texts, typed_texts
from roadstead.web.alerts.alert_page import alert_context
from roadstead.web.common.guard import allowed, current_user


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
        return _page(request, lead)
    chosen = [int(number) for number in request.POST.getlist("alert") if number.isdecimal() and len(number) < 18]
    if error := too_long_texts(request) or ("" if chosen else _("Choose the alerts that you have looked at.")):
        return _page(request, lead, error=error, status=400)
    done = bulk_clear(lead, chosen, by=current_user(request), words=typed_texts(request), now=timezone.now())
    _refresh_responses(done)
    if done.refused:
        return _page(request, lead, error=_refusal(done), status=409)
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
    each = "; ".join(f"{number}: {why}" for number, why in done.refused.items())
    numbers = {"cleared": ", ".join(map(str, done.cleared)), "refused": each}
    if not done.cleared:
        return _("Nothing was cleared. Not cleared: %(refused)s.") % numbers
    return _("Cleared: %(cleared)s. Not cleared: %(refused)s.") % numbers


def _page(request: HttpRequest, lead: Alert, *, error: str = "", status: int = 200) -> HttpResponse:
    now = timezone.now()
    everything = alert_context(
        lead, current_user(request), now, typed=request.POST, usual=request.GET.get("reasons") == "usual"
    )
    context = {
        **everything,
        "each": find_similar_alerts(lead, current_user(request), now.date()),
        "rows": side_by_side(lead),
        "comparable": has_two_sides(lead),
        "chosen": set(request.POST.getlist("alert")),
        "all": request.GET.get("all") == "yes",
        "second_person": list_of(lead).needs_second_approval,
        "error": error,
    }
    return render(request, "similar_alerts.html", context, status=status)
