"""Cases: the own ones, a new one, and one with all that is in it and its timeline."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as banner
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from roadstead.accounts.models import User
from roadstead.accounts.permissions import OFFICERS, may_reopen_cases, may_see_cases, may_work_on_cases
from roadstead.audit.models import note
from roadstead.cases.links import events_seen, put_in, seen
from roadstead.cases.models import Case
from roadstead.cases.timeline import first_broken, states_of
from roadstead.cases.work import NewCase, Refused, open_case
from roadstead.watchlists.handling import PURPOSES
from roadstead.web.tables import one_of, page_of
from roadstead.web.views.case_acts import ACTS
from roadstead.web.views.guard import allowed, own_states, who

SHOWN = ("open", "closed", "all")
WHOSE = ("all", "mine")
EVENTS = 200  # of a timeline on a page


@allowed(may_see_cases)
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """The cases of the own state or centre, newest first: open or closed, mine or all, by words of the title."""
    show = one_of(request.GET.get("show", ""), SHOWN, "open")
    whose, q = one_of(request.GET.get("whose", ""), WHOSE, "all"), request.GET.get("q", "")[:100].strip()
    rows = _found(request, show=show, whose=whose, q=q)
    note(who(request), "read", "cases", states=own_states(who(request)))
    context = {
        "cases": page_of(rows, request), "show": show, "shown": SHOWN, "whose": whose, "whose_all": WHOSE, "q": q,
        "alert": request.GET.get("alert", "")[:18], "may_work": may_work_on_cases(who(request)),
    }  # fmt: skip
    return render(request, "cases.html", context)


def _found(request: HttpRequest, *, show: str, whose: str, q: str) -> QuerySet[Case, Case]:
    user, alert = who(request), request.GET.get("alert", "")
    rows = Case.objects.visible_to(user).select_related("lead")
    if show != "all":
        rows = rows.filter(closed_at__isnull=show == "open")
    if whose == "mine":
        rows = rows.filter(Q(lead=user) | Q(opened_by=user))
    if alert:
        with_it = seen(user).filter(alert_id=alert) if _is_number(alert) else seen(user).none()
        rows = rows.filter(pk__in=with_it.order_by().values("case_id"))
    named = Q(title__icontains=q) | (Q(pk=q) if _is_number(q) else Q())
    return rows.filter(named) if q else rows


@allowed(may_work_on_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def new_case(request: HttpRequest) -> HttpResponse:
    """Open a case; `?alert=17` puts that alert into it at once."""
    if request.method == "POST":
        return _opened(request)
    return _new_page(request)


def _opened(request: HttpRequest) -> HttpResponse:
    asked = NewCase(**{name: request.POST.get(name, "") for name in ("title", "purpose", "basis")})
    by, now, alert = who(request), timezone.now(), request.POST.get("alert", "")
    try:
        case = open_case(asked, by=by, now=now)
    except Refused as refused:
        return _new_page(request, error=str(refused), status=400)
    try:
        if alert:
            put_in(case.pk, "alert", alert, by=by, now=now)
    except Refused as refused:
        banner.warning(request, _("The case is open, without the alert. %(why)s") % {"why": refused})
    return redirect("case", pk=case.pk)


def _new_page(request: HttpRequest, *, error: str = "", status: int = 200) -> HttpResponse:
    alert = request.POST.get("alert", request.GET.get("alert", ""))[:18]
    context = {"typed": request.POST, "purposes": PURPOSES.items(), "error": error,
               "alert": alert if _is_number(alert) else ""}  # fmt: skip
    return render(request, "case_new.html", context, status=status)


@allowed(may_see_cases)
@require_safe
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """One case: what it is for, what is in it, its notes and its timeline, and whether the timeline holds."""
    found = _case(request, pk)
    note(who(request), "read", f"case {found.pk}", states=states_of(found))
    return _page(request, found)


@allowed(may_work_on_cases)
@require_POST
def case_act(request: HttpRequest, pk: int) -> HttpResponse:
    """One act in a case. A refusal says why and keeps what was typed."""
    _case(request, pk)
    act = ACTS.get(request.POST.get("act", ""))
    try:
        if act is None:
            raise Refused("Choose what is to be done.")
        act(pk, request.POST, who(request), timezone.now())
    except Refused as refused:
        return _page(request, _case(request, pk), error=str(refused), status=409)
    banner.success(request, "Kept. It stands in the timeline.")
    return redirect("case", pk=pk)


def _case(request: HttpRequest, pk: int) -> Case:
    return get_object_or_404(Case.objects.visible_to(who(request)).select_related("lead", "opened_by"), pk=pk)


def _page(request: HttpRequest, found: Case, *, error: str = "", status: int = 200) -> HttpResponse:
    user = who(request)
    context: dict[str, Any] = {
        "case": found,
        "purpose": PURPOSES.get(found.purpose, found.purpose),
        "links": seen(user).filter(case=found),
        "events": page_of(events_seen(found, user), request, size=EVENTS),
        "broken": first_broken(found),
        "may_write": may_work_on_cases(user) and not found.closed_at,
        "may_reopen": may_reopen_cases(user) and found.closed_at,
        "officers": _officers(user),
        "error": error,
        "typed": request.POST,
    }
    return render(request, "case.html", context, status=status)


def _officers(user: User) -> QuerySet[User, User]:
    """To whom a case may be handed over."""
    return User.objects.filter(state=user.state_id, role__in=OFFICERS, is_active=True).order_by("username")[:200]


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) < 18
