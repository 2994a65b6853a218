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

from roadstead.casework.alerts.decide import Words, decide
from roadstead.casework.alerts.logic.compare import ATTRIBUTES
from roadstead.casework.alerts.logic.workflow import Act
from roadstead.casework.alerts.models import Alert
from roadstead.casework.alerts.queue import Asked, look, next_of, others
from roadstead.engine.refusals import NotAllowed
from roadstead.outbound.responses.due import queue_refresh
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_decide_alerts
from roadstead.platform.audit.models import note
from roadstead.web.alerts.alert_page import KEPT, alert_as_seen, beside, may_open, page_of_alert
from roadstead.web.common.guard import allowed, who
from roadstead.web.common.refusals import LONGEST, why_not

# Texts that an officer writes, each with its name on the page.
WRITTEN = {"note": "The note", "reasons_for": "Evidence for a match", "reasons_against": "Evidence against a match"}
GOODS = ("container", "place")
LASTS = timedelta(minutes=15)  # for which restricted data stay open
MOST = 300  # characters of the reason for it


@allowed(may_decide_alerts)
@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Perform an act of the workflow. A refusal gives its reason and keeps what was typed; a decision opens the next
    alert.
    """
    found = alert_as_seen(request, pk)
    if too_long := long_words(request):
        return page_of_alert(request, found, error=too_long, status=400)
    try:
        wanted = Act(request.POST.get("act", ""))
        decided = decide(found.pk, wanted, by=who(request), words=words_of(request), now=timezone.now())
    except (NotAllowed, ValueError) as refused:
        return page_of_alert(request, alert_as_seen(request, pk), error=why_not(refused), status=409)
    queue_refresh(decided)  # the response to the carrier may change
    messages.success(request, _("Alert %(number)d: %(state)s.") % {"number": pk, "state": _(decided.words)})
    return redirect(_where_to(request, pk))


@allowed(may_decide_alerts)
@require_POST
def open_restricted(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a person's restricted data in order to decide, with a reason that the audit log keeps (S34)."""
    found = alert_as_seen(request, pk)
    try:
        open_it(request, found, request.POST.get("why", ""), by=who(request), now=timezone.now())
    except NotAllowed as refused:
        return page_of_alert(request, found, error=why_not(refused), status=409)
    return redirect(reverse("alert", args=[pk]) + Asked.of(request.GET.dict()).address)


@allowed(may_decide_alerts)
@require_POST
def here(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that the page is still open. Return who else has it open, and if the alert has changed since."""
    found, now = alert_as_seen(request, pk), timezone.now()
    look(found, who(request), now)
    moved = request.POST.get("state", found.mark) != found.mark
    said = [beside(others(found, who(request), now)), _("It has been changed meanwhile: load the page again.") * moved]
    return JsonResponse({"text": " ".join(filter(None, said))})


def open_it(request: HttpRequest, alert: Alert, why: str, *, by: User, now: datetime) -> None:
    """Open the restricted data for this session. The audit log keeps who, when, and the reason in the officer's words.
    Raise NotAllowed with what is missing.
    """
    if not may_open(alert, by):
        raise NotAllowed("restricted data are opened by who decides about the alert, as long as it is open")
    if not 0 < len(why.strip()) <= MOST:
        raise NotAllowed("write why you have to see who it is, in at most %(most)s characters", most=f"{MOST:,}")
    note(by, "restricted data opened", f"alert {alert.pk}", states=alert.states, detail=why.strip())
    request.session[KEPT] = {**request.session.get(KEPT, {}), str(alert.pk): (now + LASTS).isoformat()}


def words_of(request: HttpRequest) -> Words:
    compared = {name: request.POST.get(f"compared-{name}", "") for name in ATTRIBUTES}
    return Words(compared=compared, **{name: request.POST.get(name, "") for name in (*WRITTEN, *GOODS)})


def long_words(request: HttpRequest) -> str:
    """Return what to shorten, or "". A browser sends two characters for each line break; one is counted."""
    lengths = {name: len(request.POST.get(name, "").replace("\r\n", "\n")) for name in WRITTEN}
    long = {WRITTEN[name]: length for name, length in lengths.items() if length > LONGEST}
    too_long = ", ".join(f"{name} ({length:,})" for name, length in long.items())
    said = _("At most %(most)s characters are kept. Shorten: %(names)s. Nothing was done yet.")
    return said % {"most": f"{LONGEST:,}", "names": too_long} if long else ""


def _where_to(request: HttpRequest, pk: int) -> str:
    """Return the URL of the next most urgent alert if it was asked for, of the queue if there is none; else of the same
    alert.
    """
    asked = Asked.of(request.GET.dict())
    if request.POST.get("next") != "yes":
        return reverse("alert", args=[pk]) + asked.address
    following = next_of(who(request), asked, timezone.now(), pk)
    return (reverse("alert", args=[following.pk]) if following else reverse("queue")) + asked.address
