"""Stopped deletions: why, how much they would delete, who has decided; and the forms to decide (S10)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from roadstead.engine.refusals import NotAllowed
from roadstead.oversight.retention.models import StoppedPurge
from roadstead.oversight.retention.stops import confirm_clock, decide_proposal, propose
from roadstead.oversight.retention.trusted_clock import database_now
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_decide_stopped_purges, may_see_stopped_purges
from roadstead.platform.audit.models import log
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.refusals import refusal_text

MAX_CLOSED: Final = 50  # settled ones shown, the newest first
MAX_DIGITS: Final = 18  # of a number in a form


@allowed(may_see_stopped_purges)
@require_safe
def stopped_purges(request: HttpRequest) -> HttpResponse:
    """List the open ones first, each with its next step; then the settled ones."""
    return _page(request)


@allowed(may_decide_stopped_purges)
@require_POST
def decide_stopped_purge(request: HttpRequest) -> HttpResponse:
    """Propose, approve, reject, or confirm the clock."""
    act, number = ACTS.get(request.POST.get("act", "")), request.POST.get("stop", "")
    try:
        if act is None or not (number.isascii() and number.isdecimal() and len(number) < MAX_DIGITS):
            raise NotAllowed("choose what is to be done")
        act(int(number), current_user(request))
    except NotAllowed as refused:
        return _page(request, error=refusal_text(refused), status=409)
    banner.success(request, _("Recorded."))
    return redirect("stopped-purges")


def _confirm_clock(pk: int, by: User) -> None:
    confirm_clock(pk, by=by, now=timezone.now())


ACTS: Final[dict[str, Callable[[int, User], object]]] = {
    "go-on": lambda pk, by: propose(pk, go_on=True, by=by),
    "reject": lambda pk, by: propose(pk, go_on=False, by=by),
    "agree": lambda pk, by: decide_proposal(pk, approve=True, by=by),
    "disagree": lambda pk, by: decide_proposal(pk, approve=False, by=by),
    "confirm-clock": _confirm_clock,
}


def _page(request: HttpRequest, *, error: str = "", status: int = 200) -> HttpResponse:
    user = current_user(request)
    log(user, "read", "deletions stopped", states=list(user.scope.states))
    rows = StoppedPurge.objects.select_related("proposed_by", "decided_by")
    context = {
        "open": rows.filter(closed_at=None),
        "closed": rows.exclude(closed_at=None)[:MAX_CLOSED],
        "error": error,
        "may_decide": may_decide_stopped_purges(user),
        "present": database_now(),
        "me": user,
    }
    return render(request, "stopped_purges.html", context, status=status)
