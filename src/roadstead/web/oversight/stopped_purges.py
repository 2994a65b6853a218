"""Stopped deletions: why, how much they would delete, who has decided; and the forms to decide (S10)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django import forms
from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from roadstead.oversight.retention.models import StoppedPurge
from roadstead.oversight.retention.stops import confirm_clock, decide_proposal, propose
from roadstead.oversight.retention.trusted_clock import database_now
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_decide_stopped_purges, may_see_stopped_purges
from roadstead.platform.audit.models import log
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.forms.page_form import PageForm
from roadstead.web.oversight.acts import submit

MAX_CLOSED: Final = 20  # settled ones shown, the newest first
MAX_ID: Final = 2**63 - 1
CHOOSE: Final = {
    name: _("Choose one of the buttons on this page.") for name in ("required", "invalid_choice", "invalid")
}


def _confirm_clock(pk: int, by: User) -> None:
    confirm_clock(pk, by=by, now=timezone.now())


ACTS: Final[dict[str, Callable[[int, User], object]]] = {
    "go-on": lambda pk, by: propose(pk, go_on=True, by=by),
    "reject": lambda pk, by: propose(pk, go_on=False, by=by),
    "agree": lambda pk, by: decide_proposal(pk, approve=True, by=by),
    "disagree": lambda pk, by: decide_proposal(pk, approve=False, by=by),
    "confirm-clock": _confirm_clock,
}


class DecisionForm(PageForm):
    """Values that a button sends: the stopped deletion, and the action to take."""

    stop = forms.IntegerField(min_value=1, max_value=MAX_ID, widget=forms.HiddenInput, error_messages=CHOOSE)
    act = forms.ChoiceField(choices=[(act, act) for act in ACTS], widget=forms.HiddenInput, error_messages=CHOOSE)


@allowed(may_see_stopped_purges)
@require_safe
def stopped_purges(request: HttpRequest) -> HttpResponse:
    """List the open ones first, each with its next step; then the settled ones."""
    return _page(request)


@allowed(may_decide_stopped_purges)
@require_POST
def decide_stopped_purge(request: HttpRequest) -> HttpResponse:
    """Propose, approve, reject, or confirm the clock."""
    form = DecisionForm(request.POST)
    if form.is_valid() and submit(form, lambda: _decide(form, current_user(request))):
        banner.success(request, _("Decision recorded."))
        return redirect("stopped-purges")
    return _page(request, sent=form)


def _decide(form: DecisionForm, by: User) -> None:
    ACTS[form.cleaned_data["act"]](form.cleaned_data["stop"], by)


def _page(request: HttpRequest, *, sent: DecisionForm | None = None) -> HttpResponse:
    """Show the page. `sent`: the form that was refused."""
    user = current_user(request)
    log(user, "read", "deletions stopped", states=list(user.scope.states))
    rows = StoppedPurge.objects.select_related("proposed_by", "decided_by")
    context = {
        "open": rows.filter(closed_at=None),
        "closed": rows.exclude(closed_at=None)[:MAX_CLOSED],
        "form": sent,
        "may_decide": may_decide_stopped_purges(user),
        "present": database_now(),
        "me": user,
    }
    return render(request, "stopped_purges.html", context, status=409 if sent else 200)
