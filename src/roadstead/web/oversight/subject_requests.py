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
from roadstead.oversight.retention import restrict, subject_actions, subject_bills, subject_match
from roadstead.oversight.retention import subject_requests as subject_requests_module
from roadstead.oversight.retention.models import RequestType, Restriction, SubjectRequest
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import (
    may_answer_subject_requests,
    may_execute_requests,
    may_see_data_protection,
    may_see_subject_requests,
)
from roadstead.platform.audit.models import log
from roadstead.targeting.watchlists.models import REGION
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.refusals import MAX_TEXT_CHARS, refusal_text
from roadstead.web.common.tables import page_of

MAX_ID_DIGITS = 18  # digits of a row's number


@allowed(may_see_subject_requests)
@require_safe
def subject_requests(request: HttpRequest) -> HttpResponse:
    """List the requests that this user may see, the next due first, with the form for a new one."""
    return _list(request)


@allowed(may_answer_subject_requests)
@require_POST
def new_subject_request(request: HttpRequest) -> HttpResponse:
    try:
        made = subject_requests_module.receive_request(
            request.POST.dict(), by=current_user(request), now=timezone.now()
        )
    except NotAllowed as refused:
        return _list(request, error=refusal_text(refused), status=409)
    banner.success(request, _("Taken in as %(reference)s.") % {"reference": made.reference})
    return redirect("subject-request", pk=made.pk)


@allowed(may_see_subject_requests)
@require_safe
def subject_request(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one request, the letter, and what would be enclosed."""
    return _page(request, _found(request, pk))


@allowed(may_see_subject_requests)
@require_safe
def enclosed(request: HttpRequest, pk: int) -> HttpResponse:
    """Return what may be given to the person, as a file."""
    found = _found(request, pk)
    log(current_user(request), "exported", f"request {pk}", states=found.states)
    bills = subject_bills.enclosed_bills(found, set(request.GET.getlist("bill")), by=current_user(request))
    view = {
        "reference": found.reference,
        "enclosed": subject_requests_module.enclosed(found, by=current_user(request)),
        "bills": bills,
    }
    response = JsonResponse(view, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="{found.reference}.json"'
    return response


@allowed(may_answer_subject_requests)
@require_POST
def act_on_subject_request(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer, carry out or refuse a request, record that a review is asked for, or decide one."""
    found = _found(request, pk)
    try:
        with transaction.atomic():  # a refusal rolls back what was begun
            _perform(request, found)
    except NotAllowed as refused:
        return _page(request, found, error=refusal_text(refused), status=409)
    banner.success(request, _("Done."))
    return redirect("subject-request", pk=pk)


@allowed(may_execute_requests)
@require_POST
def lift_restriction(request: HttpRequest, pk: int) -> HttpResponse:
    """Lift a restriction, with the reason. 404 unless the user's own state or centre received the request."""
    mine = Restriction.objects.visible_to(current_user(request)).filter(owner=current_user(request).state_id or REGION)
    get_object_or_404(mine, pk=pk)
    try:
        restrict.lift(pk, request.POST.get("why", ""), by=current_user(request), now=timezone.now())
    except NotAllowed as refused:
        return _list(request, error=refusal_text(refused), status=409)
    banner.success(request, _("The restriction has ended."))
    return redirect("subject-requests")


def _perform(request: HttpRequest, found: SubjectRequest) -> None:
    by, now, why = current_user(request), timezone.now(), request.POST.get("withheld", "")
    if len(why) > MAX_TEXT_CHARS:
        raise NotAllowed("at most %(most)s characters are kept: shorten the reason", most=f"{MAX_TEXT_CHARS:,}")
    match request.POST.get("act"):
        case "answer":
            subject_requests_module.answer(found.pk, why, by=by, now=now)
        case "ask-review":
            subject_requests_module.ask_review(found.pk, by=by, now=now)
        case "carry-out":
            subject_actions.ask(
                found.pk,
                _rows(request),
                request.POST.get("statement", ""),
                by=by,
                now=now,
                until=request.POST.get("until", ""),
            )
        case "agree" | "decline" as decided:
            subject_actions.decide(found.pk, approve=decided == "agree", by=by, now=now)
        case "refuse":
            subject_actions.refuse(found.pk, request.POST.get("ground", ""), why, by=by, now=now)
        case "uphold" | "overturn" as decided:
            subject_requests_module.review(found.pk, upheld=decided == "uphold", by=by, now=now)
        case _:
            raise NotAllowed("choose what is to be done")


def _rows(request: HttpRequest) -> set[int]:
    """Return the ids of the rows that are ticked; anything but numbers is ignored."""
    return {int(each) for each in request.POST.getlist("row") if each.isdecimal() and len(each) < MAX_ID_DIGITS}


def _found(request: HttpRequest, pk: int) -> SubjectRequest:
    return get_object_or_404(SubjectRequest.objects.visible_to(current_user(request)), pk=pk)


def _list(request: HttpRequest, *, error: str = "", status: int = 200) -> HttpResponse:
    log(current_user(request), "read", "requests", states=list(current_user(request).scope.states))
    rows = SubjectRequest.objects.visible_to(current_user(request)).select_related("taken_by")
    context = {
        "rows": page_of(rows, request),
        "kinds": RequestType.choices,
        "error": error,
        "typed": request.POST,
        "restrictions": Restriction.objects.visible_to(current_user(request))
        .filter(lifted_at=None)
        .select_related("voyage"),
        "lifts": (current_user(request).state_id or REGION) if may_execute_requests(current_user(request)) else "",
        "now": timezone.now(),
        "may_answer": may_answer_subject_requests(current_user(request)),
    }
    return render(request, "subject_requests.html", context, status=status)


def _page(request: HttpRequest, found: SubjectRequest, *, error: str = "", status: int = 200) -> HttpResponse:
    user = current_user(request)
    alike = subject_match.similar_rows(found, by=user) if not found.answered_at else []
    log(user, "read", f"request {found.pk}", states=found.states, detail=f"{len(alike)} rows declared alike")
    context: dict[str, Any] = {
        "one": found,
        "letter": subject_requests_module.letter(found),
        "rows": subject_requests_module.enclosed(found, by=user),
        "error": error,
        "may_answer": may_answer_subject_requests(user),
        "may_watch": may_see_data_protection(user),
        "typed": request.POST,
        "named": subject_bills.bills_naming_person(found, by=user),
        "alike": alike,
        "most_alike": subject_match.MAX_SIMILAR,
        **_action_context(found, user),
    }
    return render(request, "subject_request.html", context, status=status)


def _action_context(found: SubjectRequest, user: User) -> dict[str, Any]:
    """Return rows to choose from and grounds for refusal while there is something to carry out; and what was carried
    out.
    """
    measures = list(found.actions.select_related("proposed_by", "decided_by"))
    waiting = next((each for each in measures if each.is_open), None)
    is_to_do = found.kind in subject_actions.CARRIED_OUT and not found.answered_at
    may = may_execute_requests(user) and is_to_do
    return {
        "asks_supervisor": is_to_do and not may and may_answer_subject_requests(user),
        "measures": measures,
        "waiting": waiting,
        "waits_for": subject_match.chosen_rows(waiting.travellers, by=user) if waiting else [],
        "choices": subject_match.matching_rows(found, by=user) if may and not waiting else [],
        "grounds": subject_actions.grounds_of(found, on=timezone.now()) if may and not waiting else {},
        "carries_out": may and not waiting,
        "used": subject_actions.used_all_the_same(found, on=timezone.now()),
        "may_carry_out": may,
    }
