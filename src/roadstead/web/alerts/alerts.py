"""One possible match: declared and listed side by side, its reasons, its history. People decide here (S13, S14)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from roadstead.casework.alerts.decide import Words, decide
from roadstead.casework.alerts.logic.compare import ATTRIBUTES
from roadstead.casework.alerts.logic.workflow import Act
from roadstead.casework.alerts.models import Alert
from roadstead.casework.alerts.queue import (
    ABOUT,
    BESIDE,
    KINDS,
    SHOWN,
    WHOSE,
    WITHIN,
    Asked,
    look,
    next_of,
    others,
    overview,
    queue,
    whole,
)
from roadstead.casework.alerts.selected import Selected, selected
from roadstead.casework.alerts.standing import own
from roadstead.casework.alerts.timeline import holds
from roadstead.engine.refusals import NotAllowed
from roadstead.outbound.notifications.answering import opened, told
from roadstead.outbound.responses.due import queue_refresh
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_decide_alerts, may_see_alerts
from roadstead.platform.audit.models import note
from roadstead.platform.handling.logic.gate import may_leave
from roadstead.platform.handling.recipients import on_page
from roadstead.web.alerts.alert_page import enter_if_opened, everything_about, may_open, open_it, scope_of
from roadstead.web.common.guard import allowed, who, with_message
from roadstead.web.common.refusals import LONGEST, why_not
from roadstead.web.common.tables import Column, as_csv, headings, page_of, sorted_by

# ── The queue of possible matches, the most urgent first: mine, nobody's or all; filters stay in the address.


COLUMNS = {
    "arrives": Column("Arrives", ("reached_at",)),
    "who": Column("Declared", ("traveller__surname", "traveller__given", "bill__number")),
    "listed": Column("Listed or rule", ("list_name", "entry_name", "rule")),
    "score": Column("Strength", ("score",)),
    "voyage": Column("Voyage", ("voyage__carrier", "voyage__number")),
    "state": Column("State", ("stood",)),
    "holder": Column("With", ("stood_with_name",)),
}
# The list of goods selected for examination, as a file: what is to be checked, where, when, and who decided so.
SELECTED_COLUMNS = (
    Column("Check", cell=lambda row: row.check),
    Column("Bill", cell=lambda row: row.bill),
    Column("Container", cell=lambda row: row.container),
    Column("Place", cell=lambda row: row.place),
    Column("Port", cell=lambda row: row.port),
    Column("Arrives", cell=lambda row: row.arrives),
    Column("Voyage", cell=lambda row: row.voyage),
    Column("Goods", cell=lambda row: row.goods),
    Column("Rule", cell=lambda row: row.rule),
    Column("Reason", cell=lambda row: row.reason),
    Column("Decided by", cell=lambda row: row.decided_by),
    Column("Decided at", cell=lambda row: row.decided_at),
    Column("Alert", cell=lambda row: row.alert),
    Column("Handling", cell=lambda row: row.handling),
)
MOST_SAVED = 5000  # rows of a file
KEPT = (
    "show",
    "whose",
    "list",
    "rule",
    "voyage",
    "port",
    "within",
    "kind",
    "about",
    "day",
)  # from page to page, while one works


@allowed(may_see_alerts)
@require_safe
def alert_queue(request: HttpRequest) -> HttpResponse:
    """Possible matches by urgency: how soon, how serious, how strong."""
    user, now, asked = who(request), timezone.now(), Asked.of(request.GET.dict())
    note(user, "read", "alert queue", states=list(user.scope.states))
    if asked.show == "selected" and request.GET.get("as") == "csv":
        note(user, "exported", "alert queue", states=list(user.scope.states), detail="selected for examination")
        return as_csv("selected-for-examination", SELECTED_COLUMNS, _selected(asked, user, now))
    around = overview(user, asked, now)
    page = page_of(sorted_by(queue(user, asked, now), request, COLUMNS), request, count=around.numbers[asked.whose])
    page.object_list = whole(page.object_list, user)
    context = {
        "alerts": page,
        "headings": headings(request, COLUMNS),
        "asked": asked,
        "shown": SHOWN,
        "beside": around.beside.items(),
        "beside_names": BESIDE,
        "tabs": [(whose, around.tabs[whose]) for whose in WHOSE],
        "lists": around.lists,
        "rules": around.rules,
        "ports": around.ports,
        "within": list(WITHIN),
        "kinds": KINDS,
        "abouts": list(ABOUT),
        "kept": kept(request),
        "may_take": may_decide_alerts(user),
        "narrowed": [
            name
            for name in ("list", "rule", "voyage", "port", "within", "kind", "about", "day")
            if getattr(asked, name)
        ],
        "now": now,
    }
    return render(request, "alerts.html", context)


def _selected(asked: Asked, user: User, now: datetime) -> list[Selected]:
    return selected(whole(queue(user, asked, now)[:MOST_SAVED], user), user)


def kept(request: HttpRequest) -> str:
    """The filters of the queue as the end of an address, so that "next" stays within them; "" where there are none."""
    query = request.GET.copy()
    for name in set(query) - set(KEPT):
        del query[name]
    return f"?{query.urlencode()}" if query else ""


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
    queue_refresh(decided)  # what the carrier is told may be another thing now
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
    if not may_leave(found, on_page(who(request))).is_yes:
        raise Http404
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
    user, now = who(request), timezone.now()
    everything = everything_about(found, user, now, typed=request.POST, usual=request.GET.get("reasons") == "usual")
    context: dict[str, Any] = {
        **everything,
        "holds": holds(found, everything["events"], scope_of(request, found, by=user, now=now)),
        "error": error,
        "faults": dict(faults or {}),
        "early": early,
        "beside": beside(others(found, user, now)),
        "next": next_of(user, Asked.of(request.GET.dict()), now, found.pk),
        "kept": kept(request),
        "told": told(found, user),
        "may_open": found.is_restricted and may_open(found, user),
    }
    return render(request, "alert.html", context, status=status)
