"""Responses to the carrier about each person of a message, also as files for its system."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from roadstead.filings.intake.models import Message
from roadstead.filings.intake.receive import normalise_receipt
from roadstead.outbound.responses import edifact
from roadstead.outbound.responses.models import Response
from roadstead.platform.accounts.filing_permissions import may_see_messages
from roadstead.platform.accounts.models import Role
from roadstead.platform.audit.models import log
from roadstead.web.carriers.forms import ResponseFilterForm
from roadstead.web.carriers.response_views import EDIFACT
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.tables import Column, as_csv, headings, page_of, sorted_by, url_with
from roadstead.web.forms.posted_words import filters_of, posts_words

COLUMNS = {
    "place": Column("No.", ("answered_list_id", "place"), lambda row: row.place),
    "name": Column("Person", ("name",), lambda row: row.name),
    "booking": Column("Booking", ("booking",), lambda row: row.booking),
    "passenger": Column("Your reference", ("passenger",), lambda row: row.passenger),
    "verdict": Column("Response", ("verdict", "answered_list_id", "place"), lambda row: row.verdict),
    "missing": Column("Missing data", (), lambda row: ", ".join(row.missing)),
    "given": Column("Sent (UTC)", ("given_at",), lambda row: row.given_at.isoformat(timespec="seconds")),
}
ROWS_PER_PAGE = 100


@allowed(may_see_messages)
@posts_words
@require_safe
def responses(request: HttpRequest, receipt: str) -> HttpResponse:
    """Show the response about each person of one message; `as=cusres`, `contrl`, `aperak` or `csv` returns a file."""
    found = get_object_or_404(Message.objects.visible_to(current_user(request)), receipt=normalise_receipt(receipt))
    form = request.GET.get("as", "")
    log(current_user(request), "exported" if form else "read", f"answers {found.receipt}", states=found.states)
    filters = ResponseFilterForm(filters_of(request))
    rows = sorted_by(_filtered(request, found, filters), request, COLUMNS)
    if form == "csv":
        return as_csv(f"responses-{found.receipt}", COLUMNS.values(), rows)
    if form in FILES:
        return _file(request, found, form)
    return _page(request, found, rows, filters)


def _filtered(request: HttpRequest, found: Message, filters: ResponseFilterForm) -> QuerySet[Response, Response]:
    newest = Response.objects.visible_to(current_user(request)).filter(answered_list__message=found).current()
    rows: QuerySet[Response, Response] = Response.objects.filter(pk__in=newest.values("pk"))
    verdict, words = filters.chosen("verdict"), filters.chosen("q")
    if verdict:
        rows = rows.filter(verdict=verdict)
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(booking__iexact=words) | Q(passenger__iexact=words))
    return rows.order_by("answered_list_id", "place")


def _page(
    request: HttpRequest, found: Message, rows: QuerySet[Response, Response], filters: ResponseFilterForm
) -> HttpResponse:
    is_carrier = current_user(request).role == Role.CARRIER
    shown = {**COLUMNS, "passenger": Column("Your reference" if is_carrier else "Their reference", ("passenger",))}
    context = {
        "message": found,
        "answers": page_of(rows if is_carrier else rows.select_related("decision__who"), request, size=ROWS_PER_PAGE),
        "headings": headings(request, shown),
        "form": filters,
        "is_filtered": bool(filters.chosen("verdict") or filters.chosen("q")),
        "is_carrier": is_carrier,
        "export": url_with(request, **{"as": "csv"}),
    }
    return render(request, "responses.html", context)


# ── Files.


def _cusres(request: HttpRequest, found: Message) -> bytes:
    newest = Response.objects.visible_to(current_user(request)).filter(answered_list__message=found).current()
    return edifact.cusres(found, newest.select_related("answered_list"), at=timezone.now())


def _contrl(request: HttpRequest, found: Message) -> bytes:
    return edifact.contrl(found, at=timezone.now())


def _aperak(request: HttpRequest, found: Message) -> bytes:
    return edifact.aperak(found, at=timezone.now())


FILES: dict[str, Callable[[HttpRequest, Message], bytes]] = {"cusres": _cusres, "contrl": _contrl, "aperak": _aperak}


def _file(request: HttpRequest, found: Message, form: str) -> HttpResponse:
    """Return the file, or redirect to the page if there is nothing to write yet."""
    written = FILES[form](request, found)
    if not written:
        return redirect(url_with(request, **{"as": "", "none": form}))
    response = HttpResponse(written, content_type=EDIFACT)
    response["Content-Disposition"] = f'attachment; filename="{form}-{found.receipt}.edi"'
    return response
