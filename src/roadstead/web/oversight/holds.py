"""Holds: which voyages are kept beyond their retention period, why, by whom, until when; placed, reviewed and
lifted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from django.contrib import messages as banner
from django.db.models import F, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from roadstead.engine.refusals import NotAllowed
from roadstead.filings.voyages.models import Voyage
from roadstead.oversight.retention.holds import NewHold, confirm_hold, decide_to_lift, place, propose_to_lift
from roadstead.oversight.retention.models import Hold, HoldLifting
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_place_holds, may_see_holds
from roadstead.platform.approvals.models import WAITING
from roadstead.platform.audit.models import log
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.refusals import refusal_text
from roadstead.web.common.tables import one_of, page_of

SHOWN: Final = ("held", "over", "all")


@allowed(may_see_holds)
@require_safe
def holds(request: HttpRequest) -> HttpResponse:
    """List the holds in force, the next due for review first; and the form to place one, with `?voyage=17` for that
    voyage.
    """
    return _page(request)


@allowed(may_place_holds)
@require_POST
def new_hold(request: HttpRequest) -> HttpResponse:
    """Place a hold on a voyage by its number."""
    by, asked = current_user(request), request.POST
    wanted = NewHold(**{name: asked.get(name, "") for name in ("reason", "until", "review_on")})
    try:
        place(_voyage(asked.get("voyage", "").strip(), by), wanted, by=by, now=timezone.now())
    except NotAllowed as refused:
        return _page(request, error=refusal_text(refused), status=409)
    banner.success(request, _("The voyage is held."))
    return redirect("holds")


@allowed(may_place_holds)
@require_POST
def hold_act(request: HttpRequest, pk: int) -> HttpResponse:
    """Review a hold, propose to lift it, or decide what another has proposed."""
    get_object_or_404(Hold.objects.visible_to(current_user(request)), pk=pk)
    act = ACTS.get(request.POST.get("act", ""))
    try:
        if act is None:
            raise NotAllowed("choose what is to be done")
        act(pk, request.POST, current_user(request), timezone.now())
    except NotAllowed as refused:
        return _page(request, error=refusal_text(refused), status=409)
    banner.success(request, _("Done."))
    return redirect("holds")


def _review(pk: int, form: Mapping[str, str], by: User, now: datetime) -> None:
    confirm_hold(pk, form.get("review_on", ""), by=by, now=now)


def _propose_lifting(pk: int, form: Mapping[str, str], by: User, now: datetime) -> None:
    propose_to_lift(pk, form.get("why", ""), by=by, now=now)


def _decide(pk: int, form: Mapping[str, str], by: User, now: datetime) -> None:
    decide_to_lift(pk, approve=form["act"] == "approve", by=by, now=now)


ACTS: Final[dict[str, Callable[[int, Mapping[str, str], User, datetime], None]]] = {
    "look": _review,
    "lift": _propose_lifting,
    "approve": _decide,
    "decline": _decide,
}


def _voyage(number: str, by: User) -> Voyage:
    found = number.isdecimal() and len(number) < 18 and Voyage.objects.visible_to(by).filter(pk=number).first()
    if not found:
        raise NotAllowed("there is no voyage with that number that you may see; it stands in its page's address")
    return found


def _rows(user: User, show: str, now: datetime) -> QuerySet[Hold, Hold]:
    waiting = HoldLifting.objects.visible_to(user).filter(WAITING).select_related("proposed_by")
    rows = Hold.objects.visible_to(user).select_related("placed_by", "lifted_by")
    rows = rows.prefetch_related("voyage", Prefetch("liftings", queryset=waiting))
    in_force = rows.filter(lifted_at=None, until__gte=now.date())
    if show == "held":
        return in_force.order_by(F("review_on").asc(nulls_first=True), "until", "pk")
    return rows.exclude(pk__in=in_force.values("pk")) if show == "over" else rows


def _page(request: HttpRequest, *, error: str = "", status: int = 200) -> HttpResponse:
    user, now = current_user(request), timezone.now()
    show = one_of(request.GET.get("show", ""), SHOWN, "held")
    log(user, "read", "holds", states=list(user.scope.states))
    context = {
        "rows": page_of(_rows(user, show, now), request),
        "show": show,
        "shown": SHOWN,
        "today": now.date(),
        "may_keep": may_place_holds(user),
        "owns": [user.state_id] if user.state_id else [],
        "error": error,
        "typed": request.POST,
        "voyage": request.POST.get("voyage", request.GET.get("voyage", ""))[:18],
    }
    return render(request, "holds.html", context, status=status)
