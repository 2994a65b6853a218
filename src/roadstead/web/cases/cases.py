"""Cases of the user's own state or centre, and a new one."""

from __future__ import annotations

from django.contrib import messages as banner
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from roadstead.casework.cases.acts import NewCase, open_case
from roadstead.casework.cases.links import put_in, visible_links
from roadstead.casework.cases.models import Case
from roadstead.casework.cases.search import mine, with_tasks, with_words
from roadstead.casework.cases.tasks import waiting_for
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_see_cases, may_work_on_cases
from roadstead.platform.audit.models import log
from roadstead.targeting.watchlists.handling import PURPOSES
from roadstead.web.common.guard import allowed, current_user, own_states
from roadstead.web.common.refusals import refusal_text
from roadstead.web.common.tables import Column, as_csv, headings, one_of, page_of, sorted_by

SHOWN = ("open", "closed", "all")
ASSIGNEES = ("all", "mine")
TASKS = ("overdue", "to-do")
COLUMNS = {
    "case": Column("Case", ("title",), lambda row: row.title),
    "lead": Column("Led by", ("lead__username",), lambda row: row.lead),
    "opened": Column("Opened", ("opened_at",), lambda row: f"{row.opened_at:%Y-%m-%dT%H:%MZ}"),
    "closed": Column("Closed", ("closed_at",), lambda row: f"{row.closed_at:%Y-%m-%dT%H:%MZ}" if row.closed_at else ""),
    "tasks": Column("Tasks to be done", ("to_do",), lambda row: row.to_do),
}
EXPORTED = {
    "number": Column("Number", (), lambda row: row.pk),
    **COLUMNS,
    "overdue": Column("Overdue tasks", (), lambda row: row.overdue),
}


@allowed(may_see_cases)
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """List the cases of the own state or centre, newest first: open or closed, mine or all, by words of their
    contents.
    """
    user, asked = current_user(request), _filters(request)
    rows = sorted_by(_found(user, asked), request, COLUMNS)
    log(user, "read", "cases", states=own_states(user))
    if request.GET.get("as") == "csv":
        log(user, "exported", "cases", states=own_states(user))
        return as_csv("cases", EXPORTED.values(), rows)
    context = {
        "cases": page_of(rows, request),
        "headings": headings(request, COLUMNS),
        "shown": SHOWN,
        "whose_all": ASSIGNEES,
        "tasks_all": TASKS,
        "may_work": may_work_on_cases(user),
        **asked,
        "my_tasks": waiting_for(user, timezone.now()),
    }
    return render(request, "cases.html", context)


def _filters(request: HttpRequest) -> dict[str, str]:
    """Return the filters of the URL; unknown values count as none."""
    return {
        "q": request.GET.get("q", "")[:100].strip(),
        "show": one_of(request.GET.get("show", ""), SHOWN, "open"),
        "whose": one_of(request.GET.get("whose", ""), ASSIGNEES, "all"),
        "tasks": one_of(request.GET.get("tasks", ""), TASKS),
        "alert": request.GET.get("alert", "")[:18],
    }


def _found(user: User, asked: dict[str, str]) -> QuerySet[Case, Case]:
    rows = with_tasks(Case.objects.visible_to(user).select_related("lead"), timezone.now())
    if asked["show"] != "all":
        rows = rows.filter(closed_at__isnull=asked["show"] == "open")
    if asked["whose"] == "mine":
        rows = mine(rows, user)
    if asked["tasks"]:
        rows = rows.filter(**{"overdue__gt" if asked["tasks"] == "overdue" else "to_do__gt": 0})
    if alert := asked["alert"]:
        with_it = visible_links(user).filter(alert_id=alert) if _is_number(alert) else visible_links(user).none()
        rows = rows.filter(pk__in=with_it.order_by().values("case_id"))
    return with_words(rows, asked["q"], user)


@allowed(may_work_on_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def new_case(request: HttpRequest) -> HttpResponse:
    """Open a case; `?alert=17` adds that alert at once."""
    if request.method == "POST":
        return _open_case(request)
    return _new_page(request)


def _open_case(request: HttpRequest) -> HttpResponse:
    asked = NewCase(**{name: request.POST.get(name, "") for name in ("title", "purpose", "basis")})
    by, now, alert = current_user(request), timezone.now(), request.POST.get("alert", "")
    try:
        case = open_case(asked, by=by, now=now)
    except NotAllowed as refused:
        return _new_page(request, error=refusal_text(refused), status=400)
    try:
        if alert:
            put_in(case.pk, "alert", alert, by=by, now=now)
    except NotAllowed as refused:
        banner.warning(request, _("The case is open, without the alert. %(why)s") % {"why": refused})
    return redirect("case", pk=case.pk)


def _new_page(request: HttpRequest, *, error: str = "", status: int = 200) -> HttpResponse:
    alert = request.POST.get("alert", request.GET.get("alert", ""))[:18]
    context = {
        "typed": request.POST,
        "purposes": PURPOSES.items(),
        "error": error,
        "alert": alert if _is_number(alert) else "",
    }
    return render(request, "case_new.html", context, status=status)


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) < 18
