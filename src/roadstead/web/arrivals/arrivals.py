"""Board of voyages as a table and as a map, and what is new on it since it was loaded."""

from __future__ import annotations

from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from roadstead.filings.voyages.models import Leg
from roadstead.platform.accounts.models import State
from roadstead.platform.accounts.permissions import may_see_alerts, may_see_arrivals
from roadstead.platform.audit.models import log
from roadstead.web.arrivals.chart import NARROW, WIDE, ArrivingVoyage, chart
from roadstead.web.arrivals.forms import BoardForm
from roadstead.web.arrivals.news import MAX_VOYAGES, Mark, board_rows, news
from roadstead.web.common.board import ALL_WAYS, WAYS, BoardFilters, voyages
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.tables import Column, as_csv, headings, page_of, sorted_by, url_with
from roadstead.web.templatetags.quality import worst

FILED: dict[bool | None, str] = {True: "on time", False: "late", None: "no deadline known"}
COLUMNS = {
    "arrives": Column("Arrives", ("arrives_at",), lambda voyage: voyage.arrives_local),
    "voyage": Column("Voyage", ("carrier", "number"), lambda voyage: voyage.craft_name or voyage.number),
    "mode": Column("By", ("mode",), lambda voyage: voyage.mode),
    "from": Column("From", ("origin",), lambda voyage: voyage.origin),
    "to": Column("To", ("destination",), lambda voyage: voyage.destination),
    "travellers": Column("Travellers", ("traveller_count",), lambda voyage: voyage.traveller_count),
    "alerts": Column("Alerts", ("open_alerts",), lambda voyage: voyage.open_alerts),
    "filed": Column("Filed", ("filed_at",), lambda voyage: FILED[voyage.on_time]),
    "quality": Column("Data quality", ("grade",), lambda voyage: worst(voyage.quality)),
}
ROWS_PER_PAGE = 40

CANVASES = (("wide", WIDE), ("narrow", NARROW))  # the map for a desk and for a phone


@allowed(may_see_arrivals)
@require_safe
def arrivals(request: HttpRequest) -> HttpResponse:
    """Show the board: voyages by expected arrival, filters in the URL."""
    form = BoardForm(request.GET, user=current_user(request))
    wanted = form.filters()
    exported = request.GET.get("as") == "csv"
    rows = sorted_by(voyages(current_user(request), wanted, timezone.now(), in_file=exported), request, COLUMNS)
    if exported:
        log(current_user(request), "exported", "arrivals", states=list(current_user(request).scope.states))
        return as_csv("arrivals", COLUMNS.values(), rows)
    _note_read(request, wanted, "arrivals")
    context = {
        "voyages": page_of(rows, request, size=ROWS_PER_PAGE),
        "headings": headings(request, COLUMNS),
        "may_see_alerts": may_see_alerts(current_user(request)),
        "export": url_with(request, **{"as": "csv"}),
        **_board_context(request, form, rows),
    }
    return render(request, "arrivals.html", context)


@allowed(may_see_arrivals)
@require_safe
def arrivals_map(request: HttpRequest) -> HttpResponse:
    """Show the same voyages as a map, and its ports as a table with the same content."""
    form = BoardForm(request.GET, user=current_user(request))
    now = timezone.now()
    rows = voyages(current_user(request), form.filters(), now)
    _note_read(request, form.filters(), "arrivals map")
    coming, state = _arriving_voyages(rows), current_user(request).state_id
    home = {state} if state else set(State.objects.values_list("code", flat=True))
    drawn = [(name, chart(coming, home=home, canvas=canvas, region=not state, now=now)) for name, canvas in CANVASES]
    context = {"chart": drawn[0][1], "drawn": drawn, "most": MAX_VOYAGES, **_board_context(request, form, rows)}
    return render(request, "arrivals_map.html", context)


@allowed(may_see_arrivals)
@require_safe
def arrivals_news(request: HttpRequest) -> HttpResponse:
    """Return how the board of this URL has changed since it was loaded (`seen`, a news.Mark): numbers, no personal
    data.

    Not logged: opening the board was. With the ETag of the last response: 304 if nothing has changed.
    """
    wanted = BoardForm(request.GET, user=current_user(request)).filters()
    now = board_rows(voyages(current_user(request), wanted, timezone.now()))
    answer = JsonResponse({"text": news(now, Mark.parse(request.GET.get("seen", "")))})
    return get_conditional_response(request, etag=f'"{now.mark}"', response=_with_etag(answer, now)) or answer


def _with_etag(answer: JsonResponse, now: Any) -> JsonResponse:
    answer["ETag"] = f'"{now.mark}"'
    return answer


def _tabs(request: HttpRequest, form: BoardForm) -> list[tuple[str, str, bool]]:
    """Return a tab for each way: its code, its URL, and True for the one shown. None for the regional centre."""
    if not current_user(request).state_id:
        return []
    shown = form.filters().way
    ways = (*WAYS, ALL_WAYS)
    return [(way, url_with(request, way=way, page="", seen="", **{"as": ""}), way == shown) for way in ways]


def _note_read(request: HttpRequest, wanted: BoardFilters, subject: str) -> None:
    log(
        current_user(request),
        "searched" if wanted.q else "read",
        subject,
        states=list(current_user(request).scope.states),
    )


def _arriving_voyages(rows: QuerySet[Any, Any]) -> list[ArrivingVoyage]:
    """Return each voyage with its last port before: with several legs, the origin of the leg that arrives here."""
    here = Leg.objects.filter(voyage=OuterRef("pk"), destination=OuterRef("destination")).order_by("-position")
    before = Coalesce(Subquery(here.values("origin")[:1]), F("origin"))
    columns = ("last_port", "destination", "mode", "open_alerts", "arrives_at")
    return [
        ArrivingVoyage(*row)
        for row in rows.filter(cancelled=False).annotate(last_port=before).values_list(*columns)[:MAX_VOYAGES]
    ]


def _board_context(request: HttpRequest, form: BoardForm, rows: QuerySet[Any, Any]) -> dict[str, Any]:
    """Return the context that table and map share: form of the filters, and the URL for news."""
    query = request.GET.copy()
    for name in ("page", "sort", "as", "seen"):
        query.pop(name, None)
    kept = query.urlencode()
    query["seen"] = str(board_rows(rows).mark)
    return {
        "form": form,
        "is_unfolded": form.filters().has_folded_filters or form.has_folded_errors,
        "kept": kept,
        "ways": _tabs(request, form),
        "news": f"{reverse('arrivals-news')}?{query.urlencode()}",
        "now": timezone.now(),
    }
