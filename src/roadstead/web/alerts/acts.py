"""Actions on one alert: acts of the workflow, opening restricted data, presence."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from roadstead.casework.alerts.compare import side_by_side
from roadstead.casework.alerts.decide import decide
from roadstead.casework.alerts.logic.workflow import Act
from roadstead.casework.alerts.models import Alert
from roadstead.casework.alerts.presence import other_viewers, record_presence
from roadstead.casework.alerts.queue import AlertFilters, next_alert
from roadstead.engine.refusals import NotAllowed
from roadstead.outbound.responses.refresh_queue import queue_refresh
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_decide_alerts
from roadstead.platform.audit.models import log
from roadstead.web.alerts.alert_page import (
    SESSION_KEY,
    containers_of,
    may_break_glass,
    presence_sentence,
    render_alert,
    visible_alert,
)
from roadstead.web.alerts.decision_forms import (
    ActForm,
    BreakGlassForm,
    PresenceForm,
    ReturnForm,
    decision_form,
    plan_choices,
)
from roadstead.web.common.guard import allowed, current_user

OPEN_FOR = timedelta(minutes=15)  # for which restricted data stay open


@allowed(may_decide_alerts)
@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Perform an act of the workflow. A refusal gives its reason and keeps what was typed; a decision opens the next
    alert.
    """
    found = visible_alert(request, pk)
    form = act_form(request, found)
    if not form.is_valid():
        return render_alert(request, found, form=form, status=400)
    wanted = Act(form.cleaned_data["act"]) if "act" in form.fields else Act.RETURN
    try:
        decided = decide(found.pk, wanted, by=current_user(request), words=form.words, now=timezone.now())
    except NotAllowed as refused:
        form.refuse(refused, getattr(refused, "field", None))
        return render_alert(request, visible_alert(request, pk), form=form, status=409)
    queue_refresh(decided)  # the response to the carrier may change
    messages.success(request, _("Alert %(number)d: %(state)s.") % {"number": pk, "state": _(decided.label)})
    return redirect(_next_url(request, pk, opens_next=bool(form.cleaned_data.get("next"))))


def act_form(request: HttpRequest, alert: Alert) -> ActForm | ReturnForm:
    """Return the form that was sent: that of a mistaken outcome, or of a decision."""
    if request.POST.get("act") == Act.RETURN:
        return ReturnForm(request.POST)
    of_goods = {"containers": containers_of(alert), "plan": plan_choices(alert, current_user(request), timezone.now())}
    return decision_form(alert, side_by_side(alert), request.POST, **of_goods)


@allowed(may_decide_alerts)
@require_POST
def break_glass(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a person's restricted data in order to decide, with a reason that the audit log keeps (S34)."""
    found, form = visible_alert(request, pk), BreakGlassForm(request.POST)
    if not form.is_valid():
        return render_alert(request, found, form=form, status=409)
    try:
        open_restricted_row(request, found, form.cleaned_data["why"], by=current_user(request), now=timezone.now())
    except NotAllowed as refused:
        form.refuse(refused, "why")
        return render_alert(request, found, form=form, status=409)
    return redirect(reverse("alert", args=[pk]) + AlertFilters.parse(request.GET.dict()).query_string)


@allowed(may_decide_alerts)
@require_POST
def report_presence(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that the page is still open. Return who else has it open, and if the alert has changed since."""
    found, now, form = visible_alert(request, pk), timezone.now(), PresenceForm(request.POST)
    record_presence(found, current_user(request), now)
    shown = form.cleaned_data["state"] if form.is_valid() else ""
    said = [
        presence_sentence(other_viewers(found, current_user(request), now)),
        _("This alert has changed. Reload the page.") * (shown not in {"", found.mark}),
    ]
    return JsonResponse({"text": " ".join(filter(None, said))})


def open_restricted_row(request: HttpRequest, alert: Alert, why: str, *, by: User, now: datetime) -> None:
    """Open the restricted data for this session. The audit log keeps who, when, and the reason in the officer's words.
    Raise NotAllowed if this user may not.
    """
    if not may_break_glass(alert, by):
        raise NotAllowed("you can open restricted data only to decide an open alert about a person")
    log(by, "restricted data opened", f"alert {alert.pk}", states=alert.states, detail=why)
    request.session[SESSION_KEY] = {**request.session.get(SESSION_KEY, {}), str(alert.pk): (now + OPEN_FOR).isoformat()}


def _next_url(request: HttpRequest, pk: int, *, opens_next: bool) -> str:
    """Return the URL of the next most urgent alert if it was asked for, of the queue if there is none; else of the same
    alert.
    """
    asked = AlertFilters.parse(request.GET.dict())
    if not opens_next:
        return reverse("alert", args=[pk]) + asked.query_string
    following = next_alert(current_user(request), asked, timezone.now(), pk)
    return (reverse("alert", args=[following.pk]) if following else reverse("queue")) + asked.query_string
