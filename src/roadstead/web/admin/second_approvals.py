"""Second approvals: who can approve a state's proposal, and what states ask the regional centre to approve."""

from __future__ import annotations

from django import forms
from django.contrib import messages as banner
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from roadstead.engine.refusals import NotAllowed
from roadstead.oversight.approvals import stand_in
from roadstead.oversight.approvals.kinds import KINDS
from roadstead.oversight.approvals.models import CentreApproval
from roadstead.oversight.approvals.waiting import WaitingProposal, waiting_for
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import (
    may_approve_for_state,
    may_request_centre_approval,
    may_see_centre_approvals,
    may_see_second_approvals,
)
from roadstead.platform.audit.models import log
from roadstead.web.common.guard import allowed, current_user, own_states
from roadstead.web.common.refusals import refusal_text
from roadstead.web.common.tables import page_of
from roadstead.web.forms.page_form import LinesField, PageForm


class DecisionForm(PageForm):
    """The centre's decision on a state's proposal. `act` is the value of the button."""

    act = forms.ChoiceField(label=gettext_lazy("Your decision"), choices=[("approve", ""), ("reject", "")])
    why = LinesField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Stored with your name. If you approve, the proposal is in force at once."),
        max_length=2000,
    )


@allowed(may_see_second_approvals)
@require_safe
def second_approvals(request: HttpRequest) -> HttpResponse:
    """List what waits for this user's approval, and what states have asked the centre to approve, with its decisions; a
    state sees its own.
    """
    user = current_user(request)
    log(user, "read", "second approvals", states=own_states(user))
    waiting = waiting_for(user, now=timezone.now())
    names = {each.pk: each for each in User.objects.filter(pk__in={each.by for each in waiting if each.by})}
    rows_waiting = [(each, _address(each), names.get(each.by or 0)) for each in waiting]
    rows = CentreApproval.objects.visible_to(user).select_related("proposed_by", "decided_by")
    page = page_of(rows, request)
    lines = [(row, KINDS[row.kind].label) for row in page]
    context = {
        "waiting": rows_waiting,
        "page": page,
        "lines": lines,
        "may_decide": may_approve_for_state(user),
        "asks_or_answers": may_see_centre_approvals(user),
    }
    return render(request, "second_approvals.html", context)


def _address(waiting: WaitingProposal) -> str:
    return reverse(waiting.page) if waiting.number is None else reverse(waiting.page, args=[waiting.number])


@allowed(may_request_centre_approval)
@require_http_methods(["GET", "HEAD", "POST"])
def ask_the_centre(request: HttpRequest, kind: str, subject: int) -> HttpResponse:
    """Show who of the state can approve this proposal, and a button to ask the centre if nobody is on duty."""
    user, now, error = current_user(request), timezone.now(), ""
    try:
        found, row = stand_in.proposal(kind, subject, user)
    except NotAllowed:
        raise Http404 from None
    if request.method == "POST":
        try:
            made = stand_in.ask(kind, subject, by=user, now=now)
        except NotAllowed as refused:
            error = refusal_text(refused)
        else:
            banner.success(request, _("Request sent. The duty supervisor of the regional centre decides."))
            return redirect("second-approval", made.pk)
    state = user.state_id or ""
    context = {
        "kind": kind,
        "subject": subject,
        "label": found.label,
        "state": user.state,
        "second": stand_in.possible_approvers(found, row, state, now=now),
        "asked": stand_in.open_request(kind, subject, user),
        "may_ask": stand_in.may_ask(found, row, user),
        "error": error,
    }
    return render(request, "ask_the_centre.html", context, status=409 if error else 200)


@allowed(may_see_centre_approvals)
@require_http_methods(["GET", "HEAD", "POST"])
def second_approval(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one approval asked of the centre. The duty supervisor reads the proposal and decides; the state reads the
    decision.
    """
    user, asked = current_user(request), _approval(request, pk)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        approves, why = form.cleaned_data["act"] == "approve", form.cleaned_data["why"]
        try:
            stand_in.decide(asked.pk, approve=approves, why=why, by=user, now=timezone.now())
        except NotAllowed as refused:
            form.refuse(refused)
        else:
            banner.success(request, _("Proposal approved.") if approves else _("Proposal rejected."))
            return redirect("second-approval", pk)
    lines = None
    if may_approve_for_state(user) and asked.is_waiting:
        lines = stand_in.read(asked, by=user)
        if lines is None and request.method != "POST":
            stand_in.close_if_gone(asked, now=timezone.now())
    log(user, "read", f"second approval {pk}", states=asked.states, detail=f"{asked.kind} {asked.subject}")
    context = {
        "asked": asked,
        "label": KINDS[asked.kind].label,
        "lines": lines,
        "may_decide": lines is not None,
        "form": form,
    }
    return render(request, "second_approval.html", context, status=409 if form.errors else 200)


def _approval(request: HttpRequest, pk: int) -> CentreApproval:
    rows = CentreApproval.objects.visible_to(current_user(request)).select_related("proposed_by", "decided_by")
    return get_object_or_404(rows, pk=pk)
