"""One possible match: declared and listed side by side, its reasons, its history. People decide here (S13, S14)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from roadstead.casework.alerts.decide import Words, decide
from roadstead.casework.alerts.logic.compare import ATTRIBUTES
from roadstead.casework.alerts.logic.workflow import Act, NotAllowed
from roadstead.casework.alerts.models import Alert
from roadstead.casework.alerts.queue import Asked, look, next_of, others
from roadstead.casework.alerts.standing import own
from roadstead.outbound.notifications.duty import opened, told
from roadstead.outbound.responses.due import look_again_at
from roadstead.platform.accounts.permissions import may_decide_alerts, may_see_alerts
from roadstead.platform.audit.models import note
from roadstead.web.alerts.alert_page import enter_if_opened, everything_about, may_open, open_it
from roadstead.web.alerts.queue import kept
from roadstead.web.common.guard import allowed, who
from roadstead.web.common.sent import with_message
from roadstead.web.common.why_not import LONGEST, why_not

# What an officer writes, as the page calls it, and how long each may be.
WRITTEN = {"note": "The note", "reasons_for": "Evidence for a match", "reasons_against": "Evidence against a match"}
GOODS = ("container", "place")
PURPOSE = "to decide whether it is the same person, with earlier travel and alerts"


@allowed(may_see_alerts)
@require_safe
def alert(request: HttpRequest, pk: int) -> HttpResponse:
    """One possible match, with its reasons in words and what may be done about it. From a notice: it is answered."""
    found = alert_as_seen(request, pk)
    note(who(request), "read", f"alert {found.pk}", states=found.states, detail=PURPOSE)
    look(found, who(request), timezone.now())
    if request.method == "GET":
        opened(request.GET.get("notice", ""), found, by=who(request), now=timezone.now())
    return page_of_alert(request, found)


@allowed(may_decide_alerts)
@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Whatever the workflow lets one do. A refusal says why and keeps what was typed; a decision opens the next one."""
    found = alert_as_seen(request, pk)
    if too_long := long_words(request):
        return page_of_alert(request, found, error=too_long, status=400)
    try:
        wanted = Act(request.POST.get("act", ""))
        decided = decide(found.pk, wanted, by=who(request), words=words_of(request), now=timezone.now())
    except (NotAllowed, ValueError) as refused:
        return page_of_alert(request, alert_as_seen(request, pk), error=why_not(refused), status=409)
    look_again_at(decided)  # what the carrier is told may be another thing now
    messages.success(request, _("Alert %(number)d: %(state)s.") % {"number": pk, "state": _(decided.words)})
    return redirect(_where_to(request, pk))


@allowed(may_decide_alerts)
@require_POST
def open_restricted(request: HttpRequest, pk: int) -> HttpResponse:
    """Who it is, though the use of the data is restricted: to decide, with a reason that the audit keeps (S34)."""
    found = alert_as_seen(request, pk)
    try:
        open_it(request, found, request.POST.get("why", ""), by=who(request), now=timezone.now())
    except NotAllowed as refused:
        return page_of_alert(request, found, error=why_not(refused), status=409)
    return redirect(reverse("alert", args=[pk]) + kept(request))


@allowed(may_decide_alerts)
@require_POST
def here(request: HttpRequest, pk: int) -> HttpResponse:
    """The page says that it is still open; the answer says who else has it open, and whether it has moved on."""
    found, now = alert_as_seen(request, pk), timezone.now()
    look(found, who(request), now)
    moved = request.POST.get("state", found.mark) != found.mark
    said = [beside(others(found, who(request), now)), _("It has been changed meanwhile: load the page again.") * moved]
    return JsonResponse({"text": " ".join(filter(None, said))})


def beside(names: list[str]) -> str:
    """`Ann Analyst has this alert open too.`, or ""."""
    if not names:
        return ""
    return _("%(names)s: has this alert open too.") % {"names": ", ".join(names)}


def words_of(request: HttpRequest) -> Words:
    compared = {name: request.POST.get(f"compared-{name}", "") for name in ATTRIBUTES}
    return Words(compared=compared, **{name: request.POST.get(name, "") for name in (*WRITTEN, *GOODS)})


def long_words(request: HttpRequest) -> str:
    """What to shorten, or "". A browser sends two characters for each end of a line; one is counted."""
    lengths = {name: len(request.POST.get(name, "").replace("\r\n", "\n")) for name in WRITTEN}
    long = {WRITTEN[name]: length for name, length in lengths.items() if length > LONGEST}
    too_long = ", ".join(f"{name} ({length:,})" for name, length in long.items())
    said = _("At most %(most)s characters are kept. Shorten: %(names)s. Nothing was done yet.")
    return said % {"most": f"{LONGEST:,}", "names": too_long} if long else ""


def _where_to(request: HttpRequest, pk: int) -> str:
    """The next most urgent one where that was asked for; the queue where there is none; else the same alert."""
    if request.POST.get("next") != "yes":
        return reverse("alert", args=[pk]) + kept(request)
    following = next_of(who(request), Asked.of(request.GET.dict()), timezone.now(), pk)
    return (reverse("alert", args=[following.pk]) if following else reverse("queue")) + kept(request)


def alert_as_seen(request: HttpRequest, pk: int) -> Alert:
    rows = Alert.objects.visible_to(who(request)).select_related("voyage", "traveller", "bill", "holder")
    rows = rows.prefetch_related(with_message("traveller__manifest__message"))
    found = own(get_object_or_404(rows, pk=pk), who(request))
    if found.is_restricted and enter_if_opened(request, found, by=who(request), now=timezone.now()):
        return own(rows.get(pk=pk), who(request))
    return found


def page_of_alert(
    request: HttpRequest,
    found: Alert,
    *,
    error: str = "",
    faults: Mapping[str, str] | None = None,
    early: bool = False,
    status: int = 200,
) -> HttpResponse:
    """`faults`: by field of the form of outcomes what is to be mended there. `early`: the form asks whether to record
    an outcome although the voyage has not arrived."""
    now = timezone.now()
    context: dict[str, Any] = {
        **everything_about(found, who(request), now, typed=request.POST, usual=request.GET.get("reasons") == "usual"),
        "error": error,
        "faults": dict(faults or {}),
        "early": early,
        "beside": beside(others(found, who(request), now)),
        "next": next_of(who(request), Asked.of(request.GET.dict()), now, found.pk),
        "kept": kept(request),
        "told": told(found, who(request)),
        "may_open": found.is_restricted and may_open(found, who(request)),
    }
    return render(request, "alert.html", context, status=status)
