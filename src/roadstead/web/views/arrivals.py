"""What is coming: the board of voyages, and a voyage with everybody on it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from roadstead.accounts.models import User
from roadstead.accounts.permissions import may_see_arrivals
from roadstead.audit.models import note
from roadstead.casework.models import Alert
from roadstead.casework.workflow import OPEN
from roadstead.manifests.models import Document, Traveller, Voyage
from roadstead.web.links import links_of
from roadstead.web.problems import problems_of
from roadstead.web.sent import with_message
from roadstead.web.tables import Column, address, as_csv, headings, one_of, page_of, sorted_by
from roadstead.web.templatetags.quality import worst
from roadstead.web.views.guard import allowed, who

FILED: dict[bool | None, str] = {True: "in time", False: "late", None: "no deadline known"}
COLUMNS = {
    "arrives": Column("Arrives", ("arrives_at",), lambda voyage: voyage.arrives_local),
    "voyage": Column("Voyage", ("carrier", "number"), lambda voyage: voyage.craft_name or voyage.number),
    "mode": Column("By", ("mode",), lambda voyage: voyage.mode),
    "from": Column("From", ("origin",), lambda voyage: voyage.origin),
    "to": Column("To", ("destination",), lambda voyage: voyage.destination),
    "travellers": Column("Travellers", ("traveller_count",), lambda voyage: voyage.traveller_count),
    "alerts": Column("Possible matches", ("open_alerts",), lambda voyage: voyage.open_alerts),
    "filed": Column("Filed", ("filed_at",), lambda voyage: FILED[voyage.on_time]),
    "quality": Column("Quality", (), lambda voyage: worst(voyage.quality)),
}
MODES = ("air", "sea", "road")
WHEN = ("coming", "arrived", "all")
ALERTS = 25  # of a voyage's alerts on a page
JUST_ARRIVED = timedelta(hours=6)  # a voyage stays on the board while its people are still at the desks


@allowed(may_see_arrivals)
@require_safe
def arrivals(request: HttpRequest) -> HttpResponse:
    """The board: voyages by expected arrival, filters in the address."""
    rows = sorted_by(_filtered(request), request, COLUMNS)
    if request.GET.get("as") == "csv":
        note(who(request), "exported", "arrivals", states=list(who(request).scope.states))
        return as_csv("arrivals", COLUMNS.values(), rows)
    act = "searched" if request.GET.get("q", "").strip() else "read"
    note(who(request), act, "arrivals", states=list(who(request).scope.states))
    context = {
        "voyages": page_of(rows, request),
        "headings": headings(request, COLUMNS),
        "export": address(request, **{"as": "csv"}),
        "mode": request.GET.get("mode", ""),
        "modes": MODES,
        "when": one_of(request.GET.get("when", ""), WHEN, "coming"),
        "whens": WHEN,
        "q": request.GET.get("q", ""),
        "only_alerts": bool(request.GET.get("alerts")),
        "now": timezone.now(),
    }
    return render(request, "arrivals.html", context)


def _filtered(request: HttpRequest) -> QuerySet[Any, Any]:
    to_decide = _to_decide(who(request), "voyage")
    rows: QuerySet[Any, Any] = Voyage.objects.visible_to(who(request)).annotate(
        traveller_count=_number(Traveller.objects.filter(voyage=OuterRef("pk")), "voyage"),
        open_alerts=_number(to_decide, "voyage"),
    )
    rows = _when(rows, one_of(request.GET.get("when", ""), WHEN, "coming"))
    if mode := one_of(request.GET.get("mode", ""), MODES):
        rows = rows.filter(mode=mode)
    if words := request.GET.get("q", "").strip():
        rows = rows.filter(_named(words))
    if request.GET.get("alerts"):
        rows = rows.filter(Exists(to_decide))
    return rows.order_by(F("arrives_at").asc(nulls_last=True), "pk")


def _to_decide(user: User, of: str) -> QuerySet[Alert, Alert]:
    """The open alerts this person sees, of the voyage or the traveller in the row around."""
    return Alert.objects.visible_to(user).filter(state__in=OPEN, **{of: OuterRef("pk")})


def _number(rows: QuerySet[Any, Any], of: str) -> Coalesce:
    """How many of `rows` there are, counted for itself: two counts over joins would multiply each other."""
    counted = rows.order_by().values(of).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _when(rows: QuerySet[Any, Any], when: str) -> QuerySet[Any, Any]:
    border = timezone.now() - JUST_ARRIVED
    if when == "coming":
        return rows.filter(Q(arrives_at=None) | Q(arrives_at__gte=border))
    return rows.filter(arrives_at__lt=border) if when == "arrived" else rows


def _named(words: str) -> Q:
    fields = ("number", "carrier", "craft_name", "origin", "destination", "craft_imo")
    named = Q()
    for field in fields:
        named |= Q(**{f"{field}__icontains": words})
    return named


@allowed(may_see_arrivals)
@require_safe
def voyage(request: HttpRequest, pk: int) -> HttpResponse:
    """One voyage: route, counts, filing, messages, problems, and everybody on board."""
    found = get_object_or_404(Voyage.objects.visible_to(who(request)), pk=pk)
    words = request.GET.get("q", "").strip()
    note(who(request), "searched" if words else "read", f"voyage {found.pk}", states=found.states)
    manifests = list(found.manifests.prefetch_related(with_message("message")).order_by("order"))
    alerts = found.alerts.visible_to(who(request)).select_related("traveller", "holder")
    context = {
        "voyage": found,
        "legs": found.legs.all(),
        "travellers": page_of(_people(found, words, who(request)), request),
        "q": words,
        "manifests": manifests,
        "alerts": page_of(alerts.order_by("-score", "pk"), request, parameter="alerts", size=ALERTS),
        **problems_of(manifests),
        **links_of(found, who(request), manifests),
        "kept_back": found.suppressed.visible_to(who(request)).count(),
        "filed": FILED[found.on_time],
        "read_count": found.travellers.exclude(presence__in=["withdrawn", "booked"]).count(),
        "now": timezone.now(),
    }
    return render(request, "voyage.html", context)


def _people(voyage: Voyage, words: str, user: User) -> QuerySet[Any, Any]:
    """Who is on it, all or those whose name or document has `words` in it, with how many alerts are to decide."""
    people = voyage.travellers.prefetch_related("documents", with_message("manifest__message"))
    if words:
        papers = Document.objects.filter(traveller=OuterRef("pk"), number__icontains=words)
        people = people.filter(Q(surname__icontains=words) | Q(given__icontains=words) | Exists(papers))
    return people.annotate(open_alerts=_number(_to_decide(user, "traveller"), "traveller")).order_by(
        "surname", "given", "pk"
    )
