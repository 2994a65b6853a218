"""Outcomes of an alert at the border, and the tasks that follow: recorded by officers of that state."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as banner
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from roadstead.casework.alerts.follow_ups import assign, assignable, end
from roadstead.casework.alerts.logic.outcomes import OutcomeType
from roadstead.casework.alerts.models import FollowUp
from roadstead.casework.alerts.outcomes import NotArrived, record
from roadstead.engine.refusals import NotAllowed
from roadstead.outbound.notifications.acknowledgement import acknowledge_for_alert
from roadstead.platform.accounts.permissions import may_record_outcomes
from roadstead.platform.directory.roster import zone_of_officer
from roadstead.web.alerts.alert_page import render_alert, visible_alert
from roadstead.web.alerts.outcome_forms import AssignForm, DoneForm, OutcomeForm
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.forms.found_form import ADD_ITEM


@allowed(may_record_outcomes)
@require_POST
def record_outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """Record an outcome. A refusal names the field and keeps what was typed; before arrival the form asks first. The
    button for a further item shows the form again with one more.
    """
    found, now, by = visible_alert(request, pk), timezone.now(), current_user(request)
    given: dict[str, Any] = {"alert": found, "zone": zone_of_officer(by), "now": now, "container": ""}
    form = OutcomeForm(request.POST, **given)
    if ADD_ITEM in request.POST:
        return render_alert(request, found, form=form.with_further_item(**given))
    if not form.is_valid():
        return render_alert(request, found, form=form, status=400)
    cleaned = form.cleaned_data
    try:
        made = record(
            pk,
            OutcomeType(cleaned["what"]),
            at=cleaned["at"],
            text=cleaned["outcome_note"],
            by=by,
            now=now,
            seizure=form.seizure,
            early_reason=form.early_text,
        )
    except NotAllowed as refused:
        form.refuse(refused, "early" if isinstance(refused, NotArrived) else "what")
        return render_alert(request, found, form=form, status=409)
    acknowledge_for_alert(found, by=by, now=now)
    is_told = bool(found.list_name) and made.owner == found.owner
    banner.success(request, _("Outcome saved. The list owner can see it.") if is_told else _("Outcome saved."))
    return redirect("alert", pk=pk)


@allowed(may_record_outcomes)
@require_POST
def act_on_follow_up(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Mark a task as done with what was done, or assign it to an officer."""
    found, by = visible_alert(request, pk), current_user(request)
    if not FollowUp.objects.visible_to(by).filter(pk=number, alert=found.pk).exists():
        raise Http404
    form: AssignForm | DoneForm
    if assigns := request.POST.get("act") == "assign":
        form = AssignForm(request.POST, task=number, officers=assignable(by) if by.state_id else ())
    else:
        form = DoneForm(request.POST, task=number)
    if not form.is_valid():
        return render_alert(request, found, form=form, status=409)
    try:
        if assigns:
            assign(number, form.cleaned_data["officer"], by=by, now=timezone.now())
        else:
            end(number, form.cleaned_data["done_note"], by=by, now=timezone.now())
    except NotAllowed as refused:
        form.refuse(refused, "officer" if assigns else "done_note")
        return render_alert(request, found, form=form, status=409)
    banner.success(request, _("Task assigned.") if assigns else _("Task done."))
    return redirect("alert", pk=pk)
