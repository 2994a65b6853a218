"""Outcomes of an alert at the border, and the tasks that follow: recorded by officers of that state."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages as banner
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from roadstead.casework.alerts.follow_ups import assign, end
from roadstead.casework.alerts.logic.outcomes import OUTCOME_LABELS, OutcomeType
from roadstead.casework.alerts.logic.seizure import Seizure, SeizureFormError, is_filled_in, parse_form
from roadstead.casework.alerts.models import Alert, FollowUp
from roadstead.casework.alerts.outcomes import NotArrived, record
from roadstead.engine.refusals import NotAllowed
from roadstead.outbound.notifications.acknowledgement import acknowledge_for_alert
from roadstead.platform.accounts.permissions import may_record_outcomes
from roadstead.web.alerts.alert_page import render_alert, time_zone_of, visible_alert
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.refusals import MAX_TEXT_CHARS, refusal_text


@allowed(may_record_outcomes)
@require_POST
def record_outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """Record an outcome. A refusal names the field and keeps what was typed; before arrival the form asks first."""
    found, now = visible_alert(request, pk), timezone.now()
    early = _text(request, "early_reason") if request.POST.get("early") == "yes" else ""
    try:
        what, at, text = _what(request.POST.get("what", "")), _moment(request, found), _note(request)
        seizure = _seizure(request, what)
        record(pk, what, at=at, text=text, by=current_user(request), now=now, seizure=seizure, early_reason=early)
    except SeizureFormError as faulty:
        return render_alert(request, found, error=str(faulty), faults=faulty.faults, status=400)
    except NotArrived as refused:
        faults = {"early": refusal_text(refused)}
        return render_alert(request, found, error=refusal_text(refused), faults=faults, early=True, status=409)
    except NotAllowed as refused:
        return render_alert(
            request, found, error=refusal_text(refused), faults={"what": refusal_text(refused)}, status=409
        )
    acknowledge_for_alert(found, by=current_user(request), now=now)
    banner.success(request, _("Outcome saved. The list owner can see it.") if found.list_name else _("Outcome saved."))
    return redirect("alert", pk=pk)


@allowed(may_record_outcomes)
@require_POST
def act_on_follow_up(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Mark a task as done with what was done, or assign it to an officer."""
    found, by = visible_alert(request, pk), current_user(request)
    if not FollowUp.objects.visible_to(by).filter(pk=number, alert=found.pk).exists():
        raise Http404
    try:
        if request.POST.get("act") == "assign":
            assign(number, request.POST.get("officer", ""), by=by)
            banner.success(request, _("Task assigned."))
        else:
            end(number, _text(request, "done_note"), by=by, now=timezone.now())
            banner.success(request, _("Task done."))
    except NotAllowed as refused:
        return render_alert(request, found, error=refusal_text(refused), status=409)
    except SeizureFormError as faulty:
        return render_alert(request, found, error=str(faulty), status=400)
    return redirect("alert", pk=pk)


def _what(text: str) -> OutcomeType:
    try:
        return OutcomeType(text)
    except ValueError:
        raise SeizureFormError({"what": _("Choose what happened.")}) from None


def _seizure(request: HttpRequest, what: OutcomeType) -> Seizure | None:
    """Return the seizure as typed. Refuse its fields with another outcome, so that nothing typed is dropped
    silently.
    """
    cells = request.POST.dict()
    if what is OutcomeType.SEIZED:
        return parse_form(cells)
    if is_filled_in(cells):
        said = _("You name things that were found: choose “%(words)s”, or empty those fields.")
        raise SeizureFormError({"what": said % {"words": _(OUTCOME_LABELS[OutcomeType.SEIZED])}})
    return None


def _moment(request: HttpRequest, alert: Alert) -> datetime:
    """Return the time as typed, by the clock that the field names; now if it is empty."""
    text, zone = request.POST.get("at", "").strip(), time_zone_of(alert, current_user(request))
    if not text:
        return timezone.now()
    try:
        return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        said = _("Write the time as 2026-11-25T16:20, by the clock of %(zone)s.")
        raise SeizureFormError({"at": said % {"zone": zone.key}}) from None


def _note(request: HttpRequest) -> str:
    return _text(request, "outcome_note")


def _text(request: HttpRequest, name: str) -> str:
    text = request.POST.get(name, "")
    if len(text) > MAX_TEXT_CHARS:
        said = _("At most %(most)s characters are kept: shorten the note.") % {"most": f"{MAX_TEXT_CHARS:,}"}
        raise SeizureFormError({name: said})
    return text
