"""Possible matches: the queue, and one alert with declared and listed side by side. People decide here (S13, S14)."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from roadstead.accounts.permissions import may_decide_alerts, may_see_alerts
from roadstead.answers.due import look_again_at
from roadstead.audit.models import note
from roadstead.casework.decide import Words, decide, possible_acts
from roadstead.casework.evidence import declared_of
from roadstead.casework.models import Alert, ClearedPair
from roadstead.casework.workflow import NEEDS_NOTE, OPEN, Act, AlertState, NotAllowed
from roadstead.manifests.identity import same_person
from roadstead.web.compare import side_by_side
from roadstead.web.sent import with_message
from roadstead.web.tables import Column, headings, one_of, page_of, sorted_by
from roadstead.web.views.guard import allowed, who

COLUMNS = {
    "arrives": Column("Arrives", ("voyage__arrives_at",)),
    "who": Column("Declared", ("traveller__surname", "traveller__given")),
    "listed": Column("Listed or rule", ("list_name", "entry_name", "rule")),
    "score": Column("Strength", ("score",)),
    "voyage": Column("Voyage", ("voyage__carrier", "voyage__number")),
    "state": Column("State", ("state",)),
    "holder": Column("With", ("holder__last_name",)),
}
SHOWN = ("open", "new", "reviewing", "referred", "cleared", "confirmed", "closed", "lapsed", "all")
# What an officer writes, as the page calls it, and how long each may be.
WRITTEN = {"note": "The note", "reasons_for": "What speaks for it", "reasons_against": "What speaks against it"}
LONGEST = 4000  # characters
WHOSE = ("mine", "unassigned", "all")


@allowed(may_see_alerts)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Possible matches, the most urgent first: soonest arrival, then the strongest evidence."""
    rows = sorted_by(_filtered(request), request, COLUMNS)
    note(who(request), "read", "alert queue", states=list(who(request).scope.states))
    context = {
        "alerts": page_of(rows, request),
        "headings": headings(request, COLUMNS),
        "show": one_of(request.GET.get("show", ""), SHOWN, "open"),
        "shown": SHOWN,
        "whose": one_of(request.GET.get("whose", ""), WHOSE, "all"),
        "whose_choices": WHOSE,
        "now": timezone.now(),
    }
    return render(request, "alerts.html", context)


def _filtered(request: HttpRequest) -> QuerySet[Alert, Alert]:
    user = who(request)
    rows = Alert.objects.visible_to(user).select_related("voyage", "traveller", "holder")
    show = one_of(request.GET.get("show", ""), SHOWN, "open")
    if show == "open":
        rows = rows.filter(state__in=OPEN)
    elif show != "all":
        rows = rows.filter(state=show)
    whose = one_of(request.GET.get("whose", ""), WHOSE, "all")
    if whose == "mine":
        rows = rows.filter(holder=user)
    elif whose == "unassigned":
        rows = rows.filter(holder=None)
    return rows.order_by(F("voyage__arrives_at").asc(nulls_last=True), "-score", "pk")


@allowed(may_see_alerts)
@require_safe
def alert(request: HttpRequest, pk: int) -> HttpResponse:
    """One possible match, with its reasons in words and what may be done about it."""
    found = _alert(request, pk)
    note(who(request), "read", f"alert {found.pk}", states=found.states)
    return _page(request, found)


@allowed(may_decide_alerts)
@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Take, release, clear, confirm, refer, reopen or close. A refusal says why and keeps what was typed."""
    found = _alert(request, pk)
    if too_long := _too_long(request):
        return _page(request, found, error=too_long, status=400)
    try:
        wanted = Act(request.POST.get("act", ""))
        decided = decide(found.pk, wanted, by=who(request), words=_words(request), now=timezone.now())
    except (NotAllowed, ValueError) as refused:
        return _page(request, _alert(request, pk), error=str(refused), status=409)
    look_again_at(decided)  # what the carrier is told may be another thing now
    messages.success(request, f"Done: {wanted} alert {pk}.")
    return redirect("alert", pk=pk)


def _pairs(found: Alert, request: HttpRequest) -> QuerySet[ClearedPair, ClearedPair]:
    """What was decided before about the same person and the same entry, whether it holds or not."""
    declared = declared_of(found)
    same = Q(person_key=found.person_key) | Q(who=same_person(declared) if declared else "")
    rows = ClearedPair.objects.visible_to(who(request)).filter(list_name=found.list_name, entry_id=found.entry_id)
    if not found.entry_id or not found.person_key:
        return rows.none()
    return rows.filter(same).exclude(who="", person_key="").select_related("cleared_by")


def _words(request: HttpRequest) -> Words:
    return Words(**{name: request.POST.get(name, "") for name in WRITTEN})


def _too_long(request: HttpRequest) -> str:
    """What to shorten, or "". A browser sends two characters for each end of a line; one is counted."""
    lengths = {name: len(request.POST.get(name, "").replace("\r\n", "\n")) for name in WRITTEN}
    long = {WRITTEN[name]: length for name, length in lengths.items() if length > LONGEST}
    sentences = (f"{name} has {length:,} characters; at most {LONGEST:,} are kept." for name, length in long.items())
    return f"{' '.join(sentences)} Shorten it: nothing was done yet." if long else ""


def _alert(request: HttpRequest, pk: int) -> Alert:
    rows = Alert.objects.visible_to(who(request)).select_related("voyage", "traveller", "holder")
    return get_object_or_404(rows.prefetch_related(with_message("traveller__manifest__message")), pk=pk)


def _page(request: HttpRequest, found: Alert, *, error: str = "", status: int = 200) -> HttpResponse:
    waiting = Alert.objects.visible_to(who(request)).filter(state=AlertState.NEW).exclude(pk=found.pk)
    possible = possible_acts(found, who(request))
    context = {
        "alert": found,
        "rows": side_by_side(found),
        "events": found.events.select_related("who"),
        "acts": possible,
        "pairs": _pairs(found, request),
        "needs_note": [each for each in possible if each in NEEDS_NOTE],
        "error": error,
        "typed": request.POST,
        "next": waiting.order_by(F("voyage__arrives_at").asc(nulls_last=True), "-score").first(),
        "now": timezone.now(),
        "today": timezone.now().date(),
    }
    return render(request, "alert.html", context, status=status)
