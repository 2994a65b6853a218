"""One case with its contents and its timeline, and the actions of the forms on its page."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages as banner
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from roadstead.casework.cases.acts import CaseChanged
from roadstead.casework.cases.files import files_of
from roadstead.casework.cases.links import linked, visible_case_events
from roadstead.casework.cases.models import Case
from roadstead.casework.cases.officers import colleagues, working
from roadstead.casework.cases.tasks import tasks_seen
from roadstead.casework.cases.timeline import Act, states_of
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import (
    may_export_cases,
    may_reopen_cases,
    may_see_cases,
    may_work_on_cases,
)
from roadstead.platform.audit.models import log
from roadstead.platform.handling.ceiling import TOO_HIGH
from roadstead.platform.handling.labels import tlp_line
from roadstead.platform.handling.logic.codes import strictest
from roadstead.platform.timeline.events import first_broken
from roadstead.platform.timeline.tasks import zones_for
from roadstead.targeting.watchlists.handling import PURPOSES
from roadstead.web.cases import case_forms
from roadstead.web.cases.case_acts import ACTS
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.tables import page_of
from roadstead.web.forms.acts import ChosenAct, shown
from roadstead.web.forms.page_form import PageForm

EVENTS_PER_PAGE: Final = 20  # of a timeline on a page, the newest first
MAX_OFFICERS: Final = 200  # offered in a list of choices


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
    """Perform one action in a case. A refusal says why, at the form that was sent, and keeps what was typed."""
    own_case(request, pk)
    user, chosen = current_user(request), ChosenAct(request.POST, ACTS)
    if not chosen.is_valid():
        return case_page(request, own_case(request, pk), sent=chosen, status=409)
    act = ACTS[chosen.cleaned_data["act"]]
    form = act.form(request.POST, **_choices(user, act.form))
    if form.is_valid():
        try:
            act.run(pk, form.cleaned_data, user, timezone.now())
        except NotAllowed as refused:
            refuse(form, refused, act.field)
        else:
            return back_to_case(request, pk)
    return case_page(request, own_case(request, pk), sent=form, status=409)


def refuse(form: PageForm, refused: NotAllowed, field: str) -> None:
    """Show a refusal at the field; above the form if it is about the whole case, or about a protective marking."""
    is_general = isinstance(refused, CaseChanged) or refused.text == TOO_HIGH
    form.refuse(refused, None if is_general else field)


def back_to_case(request: HttpRequest, pk: int) -> HttpResponse:
    """Redirect to the case, and confirm the action."""
    banner.success(request, _("Saved. The timeline shows the change."))
    return redirect("case", pk=pk)


def own_case(request: HttpRequest, pk: int) -> Case:
    return get_object_or_404(Case.objects.visible_to(current_user(request)).select_related("lead", "opened_by"), pk=pk)


def case_page(request: HttpRequest, found: Case, *, sent: PageForm | None = None, status: int = 200) -> HttpResponse:
    """Render the case; after a refusal with `sent`, the form that was sent, with its errors and what was typed."""
    user = current_user(request)
    links = linked(found, user)
    codes = [link.alert.handling_code for link in links if link.alert]
    may_write = may_work_on_cases(user) and not found.closed_at
    context: dict[str, Any] = {
        "case": found,
        "handling": tlp_line(strictest(codes), _) if codes else "",
        "purpose": _(PURPOSES.get(found.purpose, found.purpose)),
        "broken": first_broken(found),
        "may_write": may_write,
        "may_reopen": may_reopen_cases(user) and found.closed_at,
        "may_export": may_export_cases(user),
        "form": sent,
        "forms": _forms(found, user, sent),
        **_rows(request, found, sent, links=links),
    }
    return render(request, "case.html", context, status=status)


def _choices(user: User, form: type[PageForm]) -> dict[str, Any]:
    """Return the further arguments of a form of the page."""
    if form in (case_forms.JoinForm, case_forms.HandOverForm, case_forms.TaskForm):
        zones = {"zones": zones_for(user)} if form is case_forms.TaskForm else {}
        return {"officers": colleagues(user)[:MAX_OFFICERS], **zones}
    return {}


def _forms(found: Case, user: User, sent: PageForm | None) -> dict[str, PageForm]:
    """Return the forms that the page has once."""
    officers, edition = list(colleagues(user)[:MAX_OFFICERS]), {"edition": found.edition}
    others = [each for each in officers if each.pk != found.lead_id]
    return {
        "note": shown(sent, case_forms.NoteForm),
        "put_in": shown(sent, case_forms.PutInForm),
        "file": shown(sent, case_forms.FileForm),
        "task": shown(sent, case_forms.TaskForm, officers=officers, zones=zones_for(user)),
        "join": shown(sent, case_forms.JoinForm, officers=others),
        "hand_over": shown(
            sent, case_forms.HandOverForm, officers=officers, initial={**edition, "lead": found.lead.username}
        ),
        "close": shown(sent, case_forms.CloseForm, initial=edition),
        "reopen": shown(sent, case_forms.ReopenForm, initial=edition),
    }


def _rows(request: HttpRequest, found: Case, sent: PageForm | None, *, links: list[Any]) -> dict[str, Any]:
    """Return the rows of the case, each with the form to change it."""
    user, now, edition = current_user(request), timezone.now(), {"edition": found.edition}
    tasks = tasks_seen(user).filter(case=found).order_by(F("ended_at").asc(nulls_first=True), "due_at")
    files = list(files_of(found, user))
    page = page_of(visible_case_events(found, user).order_by("-number"), request, size=EVENTS_PER_PAGE)
    events = [(event, _amendment(event, user, sent, edition)) for event in page]
    return {
        "links": [(row, shown(sent, case_forms.TakeOutForm, row=row.pk, initial=edition)) for row in links],
        "files": [
            (row, shown(sent, case_forms.TakeFileOutForm, row=row.pk, initial=edition))
            for row in files
            if not row.taken_out_at
        ],
        "removed_files": [row for row in files if row.taken_out_at],
        "tasks": [(row, row.status_at(now), shown(sent, case_forms.EndTaskForm, row=row.number)) for row in tasks],
        "working": [
            (row, shown(sent, case_forms.LeaveForm, row=row.officer.username, initial=edition))
            for row in working(found, user)
        ],
        "page": page,
        "events": events,
        "numbers": {event.number for event in page},
    }


def _amendment(event: Any, user: User, sent: PageForm | None, edition: dict[str, int]) -> PageForm | None:
    """Return the form for a new version of one's own note."""
    if event.act != Act.NOTED or event.who != user:
        return None
    initial = {**edition, "text": event.content.get("text", "")}
    return shown(sent, case_forms.AmendForm, row=event.number, initial=initial)
