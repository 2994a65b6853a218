"""Tasks of all cases of the own state or centre: mine, or those of all officers; overdue ones are marked."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from roadstead.casework.cases.models import CaseTask
from roadstead.casework.cases.tasks import tasks_seen
from roadstead.platform.accounts.permissions import may_see_cases
from roadstead.platform.audit.models import log
from roadstead.platform.timeline.tasks import assigned_to, overdue
from roadstead.web.common.guard import allowed, current_user, own_states
from roadstead.web.common.tables import Column, as_csv, headings, page_of, sorted_by
from roadstead.web.forms.page_form import PageForm

TASKS_PER_PAGE: Final = 20
EXPORTED: Final = {
    "number": Column("Case number", (), lambda row: row.case_id),
    "task": Column("Task", ("what",), lambda row: row.what),
    "case": Column("Case", ("case__title",), lambda row: row.case.title),
    "for": Column("Assigned to", ("officer__username",), lambda row: row.officer or gettext("anyone")),
    "due": Column("Due", ("due_at",), lambda row: f"{row.due_at:%Y-%m-%dT%H:%MZ}"),
    "standing": Column("Status", ("ended", "due_at"), lambda row: row.status_at(timezone.now())),
    "said": Column("Result", (), lambda row: row.result),
}

COLUMNS: Final = {name: EXPORTED[name] for name in ("task", "case", "for", "due", "standing")}


class TaskFilter(PageForm):
    """Filters of the list of tasks."""

    auto_id, marks_optional = "filter-%s", False
    show = forms.ChoiceField(
        label=_("Status"),
        choices=[
            ("to-do", _("To do")),
            ("overdue", _("Overdue")),
            ("done", _("Done")),
            ("dropped", _("Dropped")),
            ("all", _("All")),
        ],
        required=False,
    )
    whose = forms.ChoiceField(
        label=_("Assigned to"), choices=[("mine", _("Me or anyone")), ("all", _("All officers"))], required=False
    )


@allowed(may_see_cases)
@require_safe
def case_tasks(request: HttpRequest) -> HttpResponse:
    """List the tasks of this user and unassigned ones, the next one due first; others as the URL asks."""
    user, now, form = current_user(request), timezone.now(), TaskFilter(request.GET)
    form.is_valid()
    show, whose = form.cleaned_data.get("show") or "to-do", form.cleaned_data.get("whose") or "mine"
    log(user, "read", "case tasks", states=own_states(user))
    rows = sorted_by(_found(request, show, whose, now), request, COLUMNS)
    if request.GET.get("as") == "csv":
        log(user, "exported", "case tasks", states=own_states(user))
        return as_csv("tasks", EXPORTED.values(), rows)
    page = page_of(rows, request, size=TASKS_PER_PAGE)
    context: dict[str, Any] = {
        "page": page,
        "lines": [(row, row.status_at(now)) for row in page],
        "headings": headings(request, COLUMNS),
        "form": form,
        "whose": whose,
    }
    return render(request, "case_tasks.html", context)


def _found(request: HttpRequest, show: str, whose: str, now: datetime) -> QuerySet[CaseTask, CaseTask]:
    rows = tasks_seen(current_user(request)).filter(_state_filter(show, now))
    return rows.filter(assigned_to(current_user(request))) if whose == "mine" else rows


def _state_filter(show: str, now: datetime) -> Q:
    by_code = {"to-do": Q(ended_at=None), "overdue": overdue(now), "all": Q()}
    return by_code.get(show, Q(ended=show))
