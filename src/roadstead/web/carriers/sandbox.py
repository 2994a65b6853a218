"""Pages of a carrier's test lists: what was read and would be answered. They are marked as a test everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from roadstead.engine.records import Traveller
from roadstead.filings.intake.models import SandboxMessage, Status
from roadstead.filings.intake.sandbox import MAX_KEPT, normalise_test_receipt
from roadstead.filings.voyages.models import Manifest
from roadstead.outbound.responses.models import Response
from roadstead.outbound.responses.sandbox import cargo_counts_of, manifests_of, responses_of
from roadstead.platform.accounts.filing_permissions import may_submit_messages
from roadstead.platform.audit.models import log
from roadstead.web.carriers.person_problems import by_person
from roadstead.web.carriers.traveller_rows import TravellerRow, gravest_first
from roadstead.web.common.guard import allowed, current_user, problems_of
from roadstead.web.common.tables import Column, headings, page_of, sorted_by

COLUMNS: Final = {
    "received": Column("Received (UTC)", ("received_at",)),
    "receipt": Column("Receipt", ("receipt",)),
    "file": Column("File", ("filename",)),
    "status": Column("Status", ("status",)),
}
ROWS_PER_PAGE: Final = 30
PEOPLE_PER_PAGE: Final = 40


@allowed(may_submit_messages)
@require_safe
def test_lists(request: HttpRequest) -> HttpResponse:
    """List the carrier's test lists, newest first."""
    rows = SandboxMessage.objects.visible_to(current_user(request)).defer("raw", "result", "files")
    log(current_user(request), "read", "messages", detail="test lists")
    context = {
        "tests": page_of(sorted_by(rows, request, COLUMNS), request, size=ROWS_PER_PAGE),
        "headings": headings(request, COLUMNS),
        "days": MAX_KEPT.days,
    }
    return render(request, "test_lists.html", context)


@allowed(may_submit_messages)
@require_safe
def test_list(request: HttpRequest, receipt: str) -> HttpResponse:
    """Show one test list: what was read, what we would answer, what to correct."""
    test = _test(request, receipt)
    log(current_user(request), "read", f"receipt {test.receipt}", detail="test list")
    manifests = manifests_of(test)
    rows = _rows(test, manifests)
    told = {id(problem) for row in rows for problem in row.grave}
    in_order = sorted(rows, key=lambda row: row.state)
    context = {
        "test": test,
        "until": test.received_at + MAX_KEPT,
        "manifests": list(zip(manifests, cargo_counts_of(test), strict=True)),
        "people": Paginator(in_order, PEOPLE_PER_PAGE).get_page(request.GET.get("page")),
        **problems_of(manifests, doubts=True, without=told),
    }
    return render(request, "test_list.html", context)


@allowed(may_submit_messages)
@require_safe
def test_list_status(request: HttpRequest, receipt: str) -> JsonResponse:
    """Return `waits`: true while the test list waits to be read. Its page asks every second."""
    return JsonResponse({"waits": _test(request, receipt).status == Status.RECEIVED})


def _test(request: HttpRequest, receipt: str) -> SandboxMessage:
    seen = SandboxMessage.objects.visible_to(current_user(request)).defer("raw", "files")
    return get_object_or_404(seen, receipt=normalise_test_receipt(receipt) or "none")


def _rows(test: SandboxMessage, manifests: Sequence[Manifest]) -> list[TravellerRow]:
    """Return a row for each person whom the list declares, as the answers name them."""
    answers: dict[int, list[Response]] = {}
    for answer in responses_of(test):
        answers.setdefault(answer.answered_list.manifest.position, []).append(answer)
    found: list[TravellerRow] = []
    for manifest in manifests:
        own = answers.get(manifest.position, [])
        read = by_person(manifest.problems, [each.segment for each in own])
        findings: dict[int, Any] = {
            each["position"] + 1: each["findings"] for each in manifest.quality.get("travellers", ())
        }
        found += [
            TravellerRow(
                number=each.place,
                traveller=Traveller(surname=each.name),
                verdict=each.verdict,
                missing=each.missing,
                problems=gravest_first([*read.get(each.place, ()), *findings.get(each.place, ())]),
            )
            for each in own
        ]
    return found
