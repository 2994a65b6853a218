"""Data subject requests: received, answered, reviewed by another person (S34, S36)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from roadstead.engine.refusals import NotAllowed
from roadstead.oversight.retention import restrict, subject_actions, subject_bills, subject_match
from roadstead.oversight.retention import subject_requests as domain
from roadstead.oversight.retention.models import Restriction, SubjectRequest
from roadstead.oversight.retention.subject_applications import enclosed_applications
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
from roadstead.web.common.tables import page_of
from roadstead.web.forms.page_form import PageForm
from roadstead.web.oversight.acts import Act, carry_out, refuse, submit
from roadstead.web.oversight.subject_forms import (
    ActionForm,
    AnswerForm,
    EnclosedForm,
    LiftForm,
    RefusalForm,
    RequestForm,
)

ROWS: Final = 12  # on a page


@allowed(may_see_subject_requests)
@require_safe
def subject_requests(request: HttpRequest) -> HttpResponse:
    """List the requests that this user may see, the next due first, with the form for a new one."""
    return _list(request)


@allowed(may_answer_subject_requests)
@require_POST
def new_subject_request(request: HttpRequest) -> HttpResponse:
    form = RequestForm(request.POST)
    if not form.is_valid():
        return _list(request, sent=form)
    try:
        made = domain.receive_request(form.cleaned_data, by=current_user(request), now=timezone.now())
    except NotAllowed as refused:
        refuse(form, refused)
        return _list(request, sent=form)
    banner.success(request, _("Request %(reference)s recorded.") % {"reference": made.reference})
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
    found, user = _found(request, pk), current_user(request)
    form = EnclosedForm(request.GET, named=subject_bills.bills_naming_person(found, by=user))
    if not form.is_valid():
        return _page(request, found, sent=form, status=400)
    log(user, "exported", f"request {pk}", states=found.states)
    view = {
        "reference": found.reference,
        "enclosed": domain.enclosed(found, by=user),
        "bills": subject_bills.enclosed_bills(found, set(form.cleaned_data["bill"]), by=user),
        "applications": enclosed_applications(found, by=user),
    }
    response = JsonResponse(view, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="{found.reference}.json"'
    return response


@allowed(may_answer_subject_requests)
@require_POST
def act_on_subject_request(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer, carry out or refuse a request, record that a review is requested, or decide one."""
    found = _found(request, pk)
    sent = carry_out(request, pk, _acts(found, current_user(request)))
    if sent.errors:
        return _page(request, found, sent=sent, status=409)
    banner.success(request, _("Request updated."))
    return redirect("subject-request", pk=pk)


@allowed(may_execute_requests)
@require_POST
def lift_restriction(request: HttpRequest, pk: int) -> HttpResponse:
    """Lift a restriction, with the reason. 404 unless the user's own state or centre received the request."""
    user = current_user(request)
    mine = Restriction.objects.visible_to(user).filter(owner=user.state_id or REGION)
    get_object_or_404(mine, pk=pk)
    form = LiftForm(request.POST, auto_id=f"%s-{pk}")
    if form.is_valid() and submit(
        form, lambda: restrict.lift(pk, form.cleaned_data["why"], by=user, now=timezone.now())
    ):
        banner.success(request, _("Restriction lifted."))
        return redirect("subject-requests")
    return _list(request, sent=form, pk=pk)


def _acts(found: SubjectRequest, user: User) -> dict[str, Act]:
    """Return the acts on a request. Forms list only the rows and grounds that this user may choose."""
    return {
        "answer": Act(carry_out=_answer, form=AnswerForm),
        "ask-review": Act(carry_out=lambda pk, _given, by, now: domain.ask_review(pk, by=by, now=now)),
        "carry-out": Act(carry_out=_propose, form=lambda data: _action_form(found, user, data)),
        "agree": Act(carry_out=lambda pk, _given, by, now: subject_actions.decide(pk, approve=True, by=by, now=now)),
        "decline": Act(carry_out=lambda pk, _given, by, now: subject_actions.decide(pk, approve=False, by=by, now=now)),
        "refuse": Act(carry_out=_refuse, form=lambda data: _refusal_form(found, data)),
        "uphold": Act(carry_out=lambda pk, _given, by, now: domain.review(pk, upheld=True, by=by, now=now)),
        "overturn": Act(carry_out=lambda pk, _given, by, now: domain.review(pk, upheld=False, by=by, now=now)),
    }


def _answer(pk: int, given: Mapping[str, Any], by: User, now: datetime) -> None:
    domain.answer(pk, given["withheld"], by=by, now=now)


def _propose(pk: int, given: Mapping[str, Any], by: User, now: datetime) -> None:
    until = str(given.get("until") or "")
    subject_actions.ask(pk, set(given.get("row", ())), given.get("statement", ""), by=by, now=now, until=until)


def _refuse(pk: int, given: Mapping[str, Any], by: User, now: datetime) -> None:
    subject_actions.refuse(pk, given["ground"], given["withheld"], by=by, now=now)


def _action_form(found: SubjectRequest, user: User, data: Mapping[str, Any] | None = None) -> PageForm:
    if found.kind not in subject_actions.CARRIED_OUT:
        return PageForm(data)  # there is nothing to choose: the domain refuses it
    rows = subject_match.matching_rows(found, by=user)
    similar = subject_match.similar_rows(found, by=user) if not found.answered_at else []
    return ActionForm(data, kind=found.kind, rows=rows, similar=similar)


def _refusal_form(found: SubjectRequest, data: Mapping[str, Any] | None = None) -> RefusalForm:
    return RefusalForm(data, grounds=subject_actions.grounds_of(found, on=timezone.now()))


def _found(request: HttpRequest, pk: int) -> SubjectRequest:
    return get_object_or_404(SubjectRequest.objects.visible_to(current_user(request)), pk=pk)


def _list(request: HttpRequest, *, sent: PageForm | None = None, pk: int = 0) -> HttpResponse:
    """Show the requests. `sent`: the form that was refused, for a new request or for the restriction `pk`."""
    user = current_user(request)
    log(user, "read", "requests", states=list(user.scope.states))
    rows = SubjectRequest.objects.visible_to(user).select_related("taken_by")
    restrictions = Restriction.objects.visible_to(user).filter(lifted_at=None).select_related("voyage")
    page = page_of(rows, request, size=ROWS)
    context = {
        "page": page,
        "form": sent,
        "new": sent if isinstance(sent, RequestForm) else RequestForm(),
        "restrictions": [(each, sent if each.pk == pk else LiftForm(auto_id=f"%s-{each.pk}")) for each in restrictions],
        "lifts": (user.state_id or REGION) if may_execute_requests(user) else "",
        "now": timezone.now(),
        "may_answer": may_answer_subject_requests(user),
    }
    return render(request, "subject_requests.html", context, status=409 if sent else 200)


def _page(
    request: HttpRequest, found: SubjectRequest, *, sent: PageForm | None = None, status: int = 200
) -> HttpResponse:
    """Show one request. `sent`: the form that was refused."""
    user = current_user(request)
    alike = subject_match.similar_rows(found, by=user) if not found.answered_at else []
    log(user, "read", f"request {found.pk}", states=found.states, detail=f"{len(alike)} rows declared alike")
    named = subject_bills.bills_naming_person(found, by=user)
    context: dict[str, Any] = {
        "one": found,
        "letter": domain.letter(found),
        "rows": domain.enclosed(found, by=user),
        "applications": enclosed_applications(found, by=user),
        "form": sent,
        "may_answer": may_answer_subject_requests(user),
        "may_watch": may_see_data_protection(user),
        "answer": sent if isinstance(sent, AnswerForm) else AnswerForm(),
        "named": (sent if isinstance(sent, EnclosedForm) else EnclosedForm(named=named)) if named else None,
        "alike": alike,
        "most_alike": subject_match.MAX_SIMILAR,
        **_action_context(found, user, sent),
    }
    return render(request, "subject_request.html", context, status=status)


def _action_context(found: SubjectRequest, user: User, sent: PageForm | None) -> dict[str, Any]:
    """Return the forms to carry out or refuse while there is something to carry out; and what was carried out."""
    measures = list(found.actions.select_related("proposed_by", "decided_by"))
    waiting = next((each for each in measures if each.is_open), None)
    is_to_do = found.kind in subject_actions.CARRIED_OUT and not found.answered_at
    may = may_execute_requests(user) and is_to_do
    chooses = may and not waiting
    action = sent if isinstance(sent, ActionForm) else _action_form(found, user) if chooses else None
    return {
        "asks_supervisor": is_to_do and not may and may_answer_subject_requests(user),
        "measures": measures,
        "waiting": waiting,
        "waits_for": subject_match.chosen_rows(waiting.travellers, by=user) if waiting else [],
        "choices": subject_match.matching_rows(found, by=user) if chooses else [],
        "action": action if chooses else None,
        "refusal": (sent if isinstance(sent, RefusalForm) else _refusal_form(found)) if chooses else None,
        "carries_out": chooses,
        "used": subject_actions.used_all_the_same(found, on=timezone.now()),
        "may_carry_out": may,
    }
