"""One case with its contents and its timeline, and the actions of the forms on its page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as banner
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from roadstead.casework.cases.files import files_of
from roadstead.casework.cases.links import linked, visible_case_events
from roadstead.casework.cases.models import Case
from roadstead.casework.cases.officers import colleagues, working
from roadstead.casework.cases.tasks import tasks_seen
from roadstead.casework.cases.timeline import states_of
from roadstead.config import config
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import (
    may_export_cases,
    may_reopen_cases,
    may_see_cases,
    may_work_on_cases,
)
from roadstead.platform.audit.models import log
from roadstead.platform.handling.labels import tlp_line
from roadstead.platform.handling.logic.codes import strictest
from roadstead.platform.timeline.attachments import EVIDENCE_TYPES
from roadstead.platform.timeline.events import first_broken
from roadstead.platform.timeline.logic.file_types import ACCEPTED_TYPES, MB
from roadstead.platform.timeline.tasks import zones_for
from roadstead.targeting.watchlists.handling import PURPOSES
from roadstead.web.cases.case_acts import ACTS
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.refusals import refusal_text
from roadstead.web.common.tables import page_of

EVENTS_PER_PAGE = 200  # of a timeline on a page


@allowed(may_see_cases)
@require_safe
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one case: its purpose, its contents, its notes and its timeline, and whether the timeline is unchanged."""
    found = own_case(request, pk)
    log(current_user(request), "read", f"case {found.pk}", states=states_of(found))
    return case_page(request, found)


@allowed(may_work_on_cases)
@require_POST
def case_act(request: HttpRequest, pk: int) -> HttpResponse:
    """Perform one action in a case. A refusal says why and keeps what was typed."""
    own_case(request, pk)
    act = ACTS.get(request.POST.get("act", ""))
    try:
        if act is None:
            raise NotAllowed("Choose what is to be done.")
        act(pk, request.POST, current_user(request), timezone.now())
    except NotAllowed as refused:
        return case_page(request, own_case(request, pk), error=refusal_text(refused), status=409)
    return back_to_case(request, pk)


def back_to_case(request: HttpRequest, pk: int) -> HttpResponse:
    """Redirect to the case, and confirm the action."""
    banner.success(request, "Kept. It stands in the timeline.")
    return redirect("case", pk=pk)


def own_case(request: HttpRequest, pk: int) -> Case:
    return get_object_or_404(Case.objects.visible_to(current_user(request)).select_related("lead", "opened_by"), pk=pk)


def case_page(request: HttpRequest, found: Case, *, error: str = "", status: int = 200) -> HttpResponse:
    """Render the case; after a refusal with `error` and what was typed."""
    user = current_user(request)
    links = linked(found, user)
    codes = [link.alert.handling_code for link in links if link.alert]
    context: dict[str, Any] = {
        "case": found,
        "handling": tlp_line(strictest(codes), gettext) if codes else "",
        "purpose": PURPOSES.get(found.purpose, found.purpose),
        "links": links,
        "events": page_of(visible_case_events(found, user), request, size=EVENTS_PER_PAGE),
        "broken": first_broken(found),
        "may_write": may_work_on_cases(user) and not found.closed_at,
        "may_reopen": may_reopen_cases(user) and found.closed_at,
        "may_hand_out": may_export_cases(user),
        "officers": list(colleagues(user)[:200]),
        "working": working(found, user),
        "error": error,
        "typed": request.POST,
        **_files(found, user),
        **_tasks(found, user),
    }
    return render(request, "case.html", context, status=status)


def _tasks(found: Case, user: User) -> dict[str, Any]:
    """Return the tasks: open ones first, the next one due before the others; then those done or dropped."""
    now, rows = (
        timezone.now(),
        tasks_seen(user).filter(case=found).order_by(F("ended_at").asc(nulls_first=True), "due_at"),
    )
    return {"tasks": [(row, row.status_at(now)) for row in rows], "zones": zones_for(user)}


def _files(found: Case, user: User) -> dict[str, Any]:
    rows = list(files_of(found, user))
    return {
        "files": [row for row in rows if not row.taken_out_at],
        "files_out": [row for row in rows if row.taken_out_at],
        "whats": EVIDENCE_TYPES,
        "taken": ACCEPTED_TYPES,
        "file_mb": config().file_size // MB,
    }
