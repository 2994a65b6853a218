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

from roadstead.casework.alerts.decide import DecisionText, decide
from roadstead.casework.alerts.logic.compare import ATTRIBUTES
from roadstead.casework.alerts.logic.workflow import Act
from roadstead.casework.alerts.models import Alert
from roadstead.casework.alerts.presence import other_viewers, record_presence
from roadstead.casework.alerts.queue import AlertFilters, next_alert
from roadstead.engine.refusals import NotAllowed
from roadstead.outbound.responses.refresh_queue import queue_refresh
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_decide_alerts
from roadstead.platform.audit.models import log
from roadstead.web.alerts.alert_page import SESSION_KEY, may_break_glass, presence_sentence, render_alert, visible_alert
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.refusals import MAX_TEXT_CHARS, refusal_text

# Texts that an officer writes, each with its name on the page.
TEXT_FIELDS = {"note": "The note", "reasons_for": "Evidence for a match", "reasons_against": "Evidence against a match"}
GOODS_FIELDS = ("container", "place")
OPEN_FOR = timedelta(minutes=15)  # for which restricted data stay open
MAX_REASON_CHARS = 300  # characters of the reason for it


@allowed(may_decide_alerts)
@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Perform an act of the workflow. A refusal gives its reason and keeps what was typed; a decision opens the next
    alert.
    """
    found = visible_alert(request, pk)
    if too_long := too_long_texts(request):
        return render_alert(request, found, error=too_long, status=400)
    try:
        wanted = Act(request.POST.get("act", ""))
        decided = decide(found.pk, wanted, by=current_user(request), words=typed_texts(request), now=timezone.now())
    except (NotAllowed, ValueError) as refused:
        return render_alert(request, visible_alert(request, pk), error=refusal_text(refused), status=409)
    queue_refresh(decided)  # the response to the carrier may change
    messages.success(request, _("Alert %(number)d: %(state)s.") % {"number": pk, "state": _(decided.label)})
    return redirect(_next_url(request, pk))


@allowed(may_decide_alerts)
@require_POST
def break_glass(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a person's restricted data in order to decide, with a reason that the audit log keeps (S34)."""
    found = visible_alert(request, pk)
    try:
        open_restricted_row(request, found, request.POST.get("why", ""), by=current_user(request), now=timezone.now())
    except NotAllowed as refused:
        return render_alert(request, found, error=refusal_text(refused), status=409)
    return redirect(reverse("alert", args=[pk]) + AlertFilters.parse(request.GET.dict()).query_string)


@allowed(may_decide_alerts)
@require_POST
def report_presence(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that the page is still open. Return who else has it open, and if the alert has changed since."""
    found, now = visible_alert(request, pk), timezone.now()
    record_presence(found, current_user(request), now)
    moved = request.POST.get("state", found.mark) != found.mark
    said = [
        presence_sentence(other_viewers(found, current_user(request), now)),
        _("It has been changed meanwhile: load the page again.") * moved,
    ]
    return JsonResponse({"text": " ".join(filter(None, said))})


def open_restricted_row(request: HttpRequest, alert: Alert, why: str, *, by: User, now: datetime) -> None:
    """Open the restricted data for this session. The audit log keeps who, when, and the reason in the officer's words.
    Raise NotAllowed with what is missing.
    """
    if not may_break_glass(alert, by):
        raise NotAllowed("restricted data are opened by who decides about the alert, as long as it is open")
    if not 0 < len(why.strip()) <= MAX_REASON_CHARS:
        raise NotAllowed(
            "write why you have to see who it is, in at most %(most)s characters", most=f"{MAX_REASON_CHARS:,}"
        )
    log(by, "restricted data opened", f"alert {alert.pk}", states=alert.states, detail=why.strip())
    request.session[SESSION_KEY] = {**request.session.get(SESSION_KEY, {}), str(alert.pk): (now + OPEN_FOR).isoformat()}


def typed_texts(request: HttpRequest) -> DecisionText:
    compared = {name: request.POST.get(f"compared-{name}", "") for name in ATTRIBUTES}
    return DecisionText(
        compared=compared, **{name: request.POST.get(name, "") for name in (*TEXT_FIELDS, *GOODS_FIELDS)}
    )


def too_long_texts(request: HttpRequest) -> str:
    """Return what to shorten, or "". A browser sends two characters for each line break; one is counted."""
    lengths = {name: len(request.POST.get(name, "").replace("\r\n", "\n")) for name in TEXT_FIELDS}
    long = {TEXT_FIELDS[name]: length for name, length in lengths.items() if length > MAX_TEXT_CHARS}
    too_long = ", ".join(f"{name} ({length:,})" for name, length in long.items())
    said = _("At most %(most)s characters are kept. Shorten: %(names)s. Nothing was done yet.")
    return said % {"most": f"{MAX_TEXT_CHARS:,}", "names": too_long} if long else ""


def _next_url(request: HttpRequest, pk: int) -> str:
    """Return the URL of the next most urgent alert if it was asked for, of the queue if there is none; else of the same
    alert.
    """
    asked = AlertFilters.parse(request.GET.dict())
    if request.POST.get("next") != "yes":
        return reverse("alert", args=[pk]) + asked.query_string
    following = next_alert(current_user(request), asked, timezone.now(), pk)
    return (reverse("alert", args=[following.pk]) if following else reverse("queue")) + asked.query_string
