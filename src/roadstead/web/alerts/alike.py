"""Alerts of one namesake on one page: similar ones are cleared with one reason, each in its own right (U10)."""

from __future__ import annotations

from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from roadstead.casework.alerts.compare import side_by_side
from roadstead.casework.alerts.decide import comparable
from roadstead.casework.alerts.models import Alert
from roadstead.casework.alerts.pairs import list_of
from roadstead.casework.alerts.standing import own
from roadstead.casework.alerts.together import Done, alike, clear_together
from roadstead.outbound.responses.due import queue_refresh
from roadstead.platform.accounts.permissions import may_decide_alerts
from roadstead.platform.audit.models import note
from roadstead.web.alerts.acts import long_words, words_of
from roadstead.web.alerts.alert_page import everything_about
from roadstead.web.common.guard import allowed, who


@allowed(may_decide_alerts)
@require_http_methods(["GET", "HEAD", "POST"])
def alike_alerts(request: HttpRequest, pk: int) -> HttpResponse:
    """List all open alerts against the entry of one, with checkboxes for similar ones; one reason applies to those
    chosen.
    """
    rows = Alert.objects.visible_to(who(request)).select_related("voyage", "traveller", "bill", "holder")
    lead = own(get_object_or_404(rows, pk=pk), who(request))
    if request.method != "POST":
        note(who(request), "read", f"alert {pk} and those like it", states=lead.states, detail="to decide together")
        return _page(request, lead)
    chosen = [int(number) for number in request.POST.getlist("alert") if number.isdecimal() and len(number) < 18]
    if error := long_words(request) or ("" if chosen else _("Choose the alerts that you have looked at.")):
        return _page(request, lead, error=error, status=400)
    done = clear_together(lead, chosen, by=who(request), words=words_of(request), now=timezone.now())
    _have_answered(done)
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


def _have_answered(done: Done) -> None:
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
    everything = everything_about(
        lead, who(request), now, typed=request.POST, usual=request.GET.get("reasons") == "usual"
    )
    context = {
        **everything,
        "each": alike(lead, who(request), now.date()),
        "rows": side_by_side(lead),
        "comparable": comparable(lead),
        "chosen": set(request.POST.getlist("alert")),
        "all": request.GET.get("all") == "yes",
        "second_person": list_of(lead).second_person,
        "error": error,
    }
    return render(request, "alike.html", context, status=status)
