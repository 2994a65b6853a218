"""Page of one selection: plan, reason, what was found, photographs, detention, history; and the acts on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST, require_safe

from roadstead.casework.alerts import follow_ups
from roadstead.casework.alerts.detentions import release
from roadstead.casework.alerts.models import Detention, FollowUp, Outcome, Selection
from roadstead.casework.alerts.selection_events import may_act
from roadstead.casework.alerts.selections import assignable
from roadstead.casework.examinations import acts, photos
from roadstead.casework.examinations.daily_list import list_rows, may_be_in_file, overdue, seen
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_examine_goods, may_see_examinations, may_work_on_cases
from roadstead.platform.audit.models import log
from roadstead.platform.directory.roster import zone_of_officer
from roadstead.platform.handling.labels import tlp_line
from roadstead.platform.timeline.events import first_broken
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.examinations import forms, words
from roadstead.web.examinations.record import record_response
from roadstead.web.forms.acts import ActForm, ChosenAct, shown
from roadstead.web.forms.acts import refused as refused_form
from roadstead.web.forms.page_form import PageForm
from roadstead.web.forms.plan_form import PlanChoices

STAYS_HERE: Final = gettext_noop("The alert behind this selection may not leave in a file. Read it on this page.")


@dataclass(frozen=True, slots=True)
class SelectionAct:
    """A button: the form that it sends, its action, and the field at which a refusal is shown."""

    form: type[ActForm]
    run: Callable[[int, Any, User, datetime], object]
    field: str = ""


ACTS: Final = {
    "start": SelectionAct(forms.StartForm, lambda pk, form, by, now: acts.start(pk, by=by, now=now)),
    "change": SelectionAct(
        forms.ChangeForm, lambda pk, form, by, now: acts.replan(pk, form.plan(), by=by, now=now), "planned_at"
    ),
    "cancel": SelectionAct(
        forms.CancelForm,
        lambda pk, form, by, now: acts.cancel(
            pk, form.cleaned_data["why"], by=by, now=now, releases=form.cleaned_data["releases"]
        ),
        "why",
    ),
    "return": SelectionAct(
        forms.ReturnForm,
        lambda pk, form, by, now: acts.return_result(pk, form.cleaned_data["why"], by=by, now=now),
        "why",
    ),
    "detain": SelectionAct(
        forms.DetainForm,
        lambda pk, form, by, now: acts.detain(pk, form.cleaned_data["reason"], by=by, now=now),
        "reason",
    ),
    "release": SelectionAct(
        forms.ReleaseForm,
        lambda pk, form, by, now: release(form.cleaned_data["detention"], form.cleaned_data["result"], by=by, now=now),
        "result",
    ),
    "remove-photo": SelectionAct(
        forms.RemovePhotoForm,
        lambda pk, form, by, now: photos.take_out(
            pk, form.cleaned_data["photo"], form.cleaned_data["why"], by=by, now=now
        ),
        "why",
    ),
    "done": SelectionAct(
        forms.TaskDoneForm,
        lambda pk, form, by, now: follow_ups.end(
            form.cleaned_data["task"], form.cleaned_data["done_note"], by=by, now=now
        ),
        "done_note",
    ),
    "assign": SelectionAct(
        forms.TaskAssignForm,
        lambda pk, form, by, now: follow_ups.assign(
            form.cleaned_data["task"], form.cleaned_data["officer"], by=by, now=now
        ),
        "officer",
    ),
}


@allowed(may_see_examinations)
@require_safe
def selection(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one selection, or its record as a PDF (`as=pdf`)."""
    found, user = own_selection(request, pk), current_user(request)
    if request.GET.get("as") == "pdf":
        if not may_be_in_file([found], user):
            return selection_page(request, found, sent=refused_form(_(STAYS_HERE)), status=409)
        log(user, "exported", f"selection {found.pk}", states=[found.owner], detail="pdf")
        return record_response(found, user, timezone.now())
    log(user, "read", f"selection {found.pk}", states=[found.owner])
    return selection_page(request, found)


@allowed(may_examine_goods)
@require_POST
def selection_act(request: HttpRequest, pk: int) -> HttpResponse:
    """Perform one act on a selection. A refusal says why, at the form that was sent, and keeps what was typed."""
    found, user = own_selection(request, pk), current_user(request)
    chosen = ChosenAct(request.POST, ACTS)
    if not chosen.is_valid():
        return selection_page(request, found, sent=chosen, status=409)
    act = ACTS[chosen.cleaned_data["act"]]
    more: dict[type[ActForm], dict[str, Any]] = {
        forms.ChangeForm: {"plan": plan_choices(found, user)},
        forms.TaskAssignForm: {"officers": follow_ups.assignable(user)},
    }
    form = act.form(request.POST, **more.get(act.form, {}))
    if not form.is_valid():
        return selection_page(request, found, sent=form, status=409)
    if isinstance(form, forms.ReleaseForm):
        get_object_or_404(Detention.objects.visible_to(user), selection=found, pk=form.cleaned_data["detention"])
    if isinstance(form, forms.TaskDoneForm | forms.TaskAssignForm):
        get_object_or_404(FollowUp.objects.visible_to(user), selection=found, pk=form.cleaned_data["task"])
    try:
        done = act.run(pk, form, user, timezone.now())
    except NotAllowed as refused:
        form.refuse(refused, getattr(refused, "field", act.field))
        return selection_page(request, own_selection(request, pk), sent=form, status=409)
    banner.success(request, _said(act, done))
    return redirect("selection", pk=pk)


def _said(act: SelectionAct, done: object) -> str:
    """Return what is confirmed. A released container may be detained for another bill all the same."""
    still = done if act.form is forms.ReleaseForm and isinstance(done, list) else []
    if not still:
        return _("Saved. The history shows the change.")
    numbers = ", ".join(sorted({each.bill or _("another selection") for each in still}))
    return _("Released here. The container is still detained for: %(numbers)s.") % {"numbers": numbers}


def own_selection(request: HttpRequest, pk: int) -> Any:
    return get_object_or_404(seen(current_user(request)).select_related("selected_by"), pk=pk)


def plan_choices(found: Selection, user: User) -> PlanChoices:
    return PlanChoices(
        zone=zone_of_officer(user),
        now=timezone.now(),
        port=found.port,
        place=found.place,
        planned_at=found.planned_at,
        officers=assignable(user),
        officer=found.officer.username,
    )


def selection_page(
    request: HttpRequest, found: Selection, *, sent: PageForm | None = None, status: int = 200
) -> HttpResponse:
    """Render the selection. `sent`: the form that was refused, with its errors and what was typed."""
    user, now = current_user(request), timezone.now()
    events = list(found.events.select_related("who"))
    outcomes = Outcome.objects.visible_to(user).filter(selection=found).select_related("recorded_by")
    detentions = Detention.objects.visible_to(user).filter(selection=found)
    pictures = list(photos.photos_of(found, user))
    context: dict[str, Any] = {
        "selection": found,
        "row": list_rows([found], user)[0],
        "goods": words.goods_words(found),
        "reason": words.reason_words(found),
        "handling": tlp_line(found.handling_code, _),
        "is_overdue": overdue(found, now),
        "items": [words.item_line(item) for item in words.items_found(events)],
        "outcomes": list(outcomes),
        "follow_ups": _follow_ups(found, user, sent),
        "history": [(event, words.ACT_LABELS.get(event.act, event.act), words.history_line(event)) for event in events],
        "broken": first_broken(found),
        "detentions": [
            (row, shown(sent, forms.ReleaseForm, row=row.pk, initial={"detention": row.pk}))
            for row in detentions.select_related("detained_by", "released_by")
        ],
        "photos": [
            (row, shown(sent, forms.RemovePhotoForm, row=row.pk, initial={"photo": row.pk}))
            for row in pictures
            if row.taken_out_at is None
        ],
        "removed_photos": sum(row.taken_out_at is not None for row in pictures),
        "may_act": may_act(found, user),
        "may_open_case": found.alert_id is not None and may_work_on_cases(user),
        "form": sent,
        "forms": _forms(found, user, sent),
        "now": now,
    }
    return render(request, "selection.html", context, status=status)


def _follow_ups(found: Selection, user: User, sent: PageForm | None) -> list[Any]:
    """Return the tasks after a find, with what this user may do and the forms for it."""
    rows = follow_ups.follow_ups_of(found, user)
    officers = list(follow_ups.assignable(user)) if rows and user.state_id else []
    for row in rows:
        row.may_end, row.may_assign = follow_ups.may_end(row, user), follow_ups.may_assign(row, user)
        row.done_form = shown(sent, forms.TaskDoneForm, row=row.pk)
        chosen = {"officer": row.officer.username if row.officer else ""}
        row.assign_form = shown(sent, forms.TaskAssignForm, row=row.pk, officers=officers, initial=chosen)
    return rows


def _forms(found: Selection, user: User, sent: PageForm | None) -> dict[str, PageForm]:
    plan = plan_choices(found, user)
    return {
        "change": shown(sent, forms.ChangeForm, plan=plan, initial={"kind": found.kind}),
        "cancel": shown(sent, forms.CancelForm),
        "return": shown(sent, forms.ReturnForm),
        "detain": shown(sent, forms.DetainForm),
        "photo": shown(sent, forms.PhotoForm),
    }
