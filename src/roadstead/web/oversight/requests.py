"""Data subject requests: received, answered, reviewed by another person (S34, S36)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as banner
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from roadstead.engine.refusals import NotAllowed
from roadstead.oversight.retention import carry_out, named, restrict, rights, whose
from roadstead.oversight.retention.models import Kind, Request, Restriction
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import (
    may_answer_requests,
    may_carry_out_requests,
    may_see_data_protection,
    may_see_requests,
)
from roadstead.platform.audit.models import note
from roadstead.targeting.watchlists.models import REGION
from roadstead.web.common.guard import allowed, who
from roadstead.web.common.refusals import LONGEST, why_not
from roadstead.web.common.tables import page_of

LONGEST_NUMBER = 18  # digits of a row's number


@allowed(may_see_requests)
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """List the requests that this user may see, the next due first, with the form for a new one."""
    return _list(request)


@allowed(may_answer_requests)
@require_POST
def new(request: HttpRequest) -> HttpResponse:
    try:
        made = rights.take_in(request.POST.dict(), by=who(request), now=timezone.now())
    except NotAllowed as refused:
        return _list(request, error=why_not(refused), status=409)
    banner.success(request, _("Taken in as %(reference)s.") % {"reference": made.reference})
    return redirect("request", pk=made.pk)


@allowed(may_see_requests)
@require_safe
def request_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one request, the letter, and what would be enclosed."""
    return _page(request, _found(request, pk))


@allowed(may_see_requests)
@require_safe
def enclosed(request: HttpRequest, pk: int) -> HttpResponse:
    """Return what may be given to the person, as a file."""
    found = _found(request, pk)
    note(who(request), "exported", f"request {pk}", states=found.states)
    bills = named.enclosed_bills(found, set(request.GET.getlist("bill")), by=who(request))
    view = {"reference": found.reference, "enclosed": rights.enclosed(found, by=who(request)), "bills": bills}
    response = JsonResponse(view, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="{found.reference}.json"'
    return response


@allowed(may_answer_requests)
@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer, carry out or refuse a request, record that a review is asked for, or decide one."""
    found = _found(request, pk)
    try:
        with transaction.atomic():  # a refusal rolls back what was begun
            _done(request, found)
    except NotAllowed as refused:
        return _page(request, found, error=why_not(refused), status=409)
    banner.success(request, _("Done."))
    return redirect("request", pk=pk)


@allowed(may_carry_out_requests)
@require_POST
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Lift a restriction, with the reason. 404 unless the user's own state or centre received the request."""
    mine = Restriction.objects.visible_to(who(request)).filter(owner=who(request).state_id or REGION)
    get_object_or_404(mine, pk=pk)
    try:
        restrict.lift(pk, request.POST.get("why", ""), by=who(request), now=timezone.now())
    except NotAllowed as refused:
        return _list(request, error=why_not(refused), status=409)
    banner.success(request, _("The restriction has ended."))
    return redirect("requests")


def _done(request: HttpRequest, found: Request) -> None:
    by, now, why = who(request), timezone.now(), request.POST.get("withheld", "")
    if len(why) > LONGEST:
        raise NotAllowed("at most %(most)s characters are kept: shorten the reason", most=f"{LONGEST:,}")
    match request.POST.get("act"):
        case "answer":
            rights.answer(found.pk, why, by=by, now=now)
        case "ask-review":
            rights.ask_review(found.pk, by=by, now=now)
        case "carry-out":
            carry_out.ask(
                found.pk,
                _rows(request),
                request.POST.get("statement", ""),
                by=by,
                now=now,
                until=request.POST.get("until", ""),
            )
        case "agree" | "decline" as decided:
            carry_out.decide(found.pk, agree=decided == "agree", by=by, now=now)
        case "refuse":
            carry_out.refuse(found.pk, request.POST.get("ground", ""), why, by=by, now=now)
        case "uphold" | "overturn" as decided:
            rights.review(found.pk, upheld=decided == "uphold", by=by, now=now)
        case _:
            raise NotAllowed("choose what is to be done")


def _rows(request: HttpRequest) -> set[int]:
    """Return the ids of the rows that are ticked; anything but numbers is ignored."""
    return {int(each) for each in request.POST.getlist("row") if each.isdecimal() and len(each) < LONGEST_NUMBER}


def _found(request: HttpRequest, pk: int) -> Request:
    return get_object_or_404(Request.objects.visible_to(who(request)), pk=pk)


def _list(request: HttpRequest, *, error: str = "", status: int = 200) -> HttpResponse:
    note(who(request), "read", "requests", states=list(who(request).scope.states))
    rows = Request.objects.visible_to(who(request)).select_related("taken_by")
    context = {
        "rows": page_of(rows, request),
        "kinds": Kind.choices,
        "error": error,
        "typed": request.POST,
        "restrictions": Restriction.objects.visible_to(who(request)).filter(lifted_at=None).select_related("voyage"),
        "lifts": (who(request).state_id or REGION) if may_carry_out_requests(who(request)) else "",
        "now": timezone.now(),
        "may_answer": may_answer_requests(who(request)),
    }
    return render(request, "requests.html", context, status=status)


def _page(request: HttpRequest, found: Request, *, error: str = "", status: int = 200) -> HttpResponse:
    user = who(request)
    alike = whose.alike(found, by=user) if not found.answered_at else []
    note(user, "read", f"request {found.pk}", states=found.states, detail=f"{len(alike)} rows declared alike")
    context: dict[str, Any] = {
        "one": found,
        "letter": rights.letter(found),
        "rows": rights.enclosed(found, by=user),
        "error": error,
        "may_answer": may_answer_requests(user),
        "may_watch": may_see_data_protection(user),
        "typed": request.POST,
        "named": named.named_in_bills(found, by=user),
        "alike": alike,
        "most_alike": whose.MOST,
        **_to_carry_out(found, user),
    }
    return render(request, "request.html", context, status=status)


def _to_carry_out(found: Request, user: User) -> dict[str, Any]:
    """Return rows to choose from and grounds for refusal while there is something to carry out; and what was carried
    out.
    """
    measures = list(found.measures.select_related("proposed_by", "decided_by"))
    waiting = next((each for each in measures if each.is_open), None)
    is_to_do = found.kind in carry_out.CARRIED_OUT and not found.answered_at
    may = may_carry_out_requests(user) and is_to_do
    return {
        "asks_supervisor": is_to_do and not may and may_answer_requests(user),
        "measures": measures,
        "waiting": waiting,
        "waits_for": whose.rows(waiting.travellers, by=user) if waiting else [],
        "choices": whose.found(found, by=user) if may and not waiting else [],
        "grounds": carry_out.grounds_of(found, on=timezone.now()) if may and not waiting else {},
        "carries_out": may and not waiting,
        "used": carry_out.used_all_the_same(found, on=timezone.now()),
        "may_carry_out": may,
    }
