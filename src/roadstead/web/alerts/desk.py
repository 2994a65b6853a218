"""Desk of a border officer: a document is checked against what is stored and in force, and an outcome is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages as banner
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from roadstead.casework.alerts.desk import DocumentCheck, alerts_at_desk, check, is_live
from roadstead.casework.alerts.listed_photo import listed_photo
from roadstead.casework.alerts.logic.desk import parse_presented
from roadstead.casework.alerts.logic.outcomes import OutcomeType
from roadstead.casework.alerts.outcomes import is_early, may_record, record
from roadstead.engine.refusals import NotAllowed
from roadstead.outbound.notifications.acknowledgement import acknowledge_for_alert
from roadstead.platform.accounts.permissions import may_check_documents, may_record_outcomes
from roadstead.web.alerts.desk_forms import DeskForm, DeskOutcomeForm
from roadstead.web.common.guard import allowed, current_user, page_recipient


@allowed(may_check_documents)
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest) -> HttpResponse:
    """Check the document that was typed or scanned. It is sent as a form: nothing of it stands in an address."""
    if request.method != "POST":
        return render(request, "desk.html", {"form": DeskForm()})
    form, user, now = DeskForm(request.POST), current_user(request), timezone.now()
    if not form.is_valid():
        return render(request, "desk.html", {"form": form}, status=400)
    try:
        presented = parse_presented(form.cleaned_data["zone"], now.date())
    except NotAllowed as refused:
        form.refuse(refused, "zone")
        return render(request, "desk.html", {"form": form}, status=400)
    found = check(presented, by=user, to=page_recipient(user), now=now)
    to_record = [each for each in found.live_alerts if may_record(each, user)]
    context = {"form": DeskForm(), "check": found, "now": now, "photos": _photos(request, found)}
    if to_record:
        early = any(is_early(each, now, user.state_id or "") for each in to_record)
        numbers = DeskOutcomeForm.field_of(to_record)
        context |= {"outcome": DeskOutcomeForm(initial={"alerts": numbers}, is_early=early), "to_record": to_record}
    return render(request, "desk.html", context)


@allowed(may_record_outcomes)
@require_POST
def desk_outcome(request: HttpRequest) -> HttpResponse:
    """Record the outcome for all alerts about the person at the desk, or for none of them."""
    user, now = current_user(request), timezone.now()
    asked = DeskOutcomeForm.numbers(request.POST.get("alerts", ""))
    alerts = [each for each in alerts_at_desk(asked, by=user, to=page_recipient(user)) if is_live(each)]
    form = DeskOutcomeForm(request.POST, is_early=any(is_early(each, now, user.state_id or "") for each in alerts))
    if not alerts:
        banner.error(request, _("These alerts are dealt with already, or are not yours. Check the document again."))
        return redirect("desk")
    if not form.is_valid():
        return _refused(request, alerts, form, status=400)
    given = form.cleaned_data
    try:
        with transaction.atomic():
            for each in alerts:
                record(
                    each.pk,
                    OutcomeType(given["what"]),
                    at=now,
                    text=given["outcome_note"],
                    by=user,
                    now=now,
                    early_reason=given.get("early_reason", ""),
                )
                acknowledge_for_alert(each, by=user, now=now)
    except NotAllowed as refused:
        form.refuse(refused, "outcome_note")
        return _refused(request, alerts, form, status=409)
    saved = ngettext("Outcome saved for %(number)d alert.", "Outcome saved for %(number)d alerts.", len(alerts))
    banner.success(request, saved % {"number": len(alerts)})
    return redirect("desk")


def _refused(request: HttpRequest, alerts: Sequence[Any], form: DeskOutcomeForm, *, status: int) -> HttpResponse:
    context = {"form": DeskForm(), "now": timezone.now(), "outcome": form, "to_record": alerts}
    return render(request, "desk.html", context, status=status)


def _photos(request: HttpRequest, found: DocumentCheck) -> list[dict[str, Any]]:
    """Return the photos of the entries that the live alerts are about."""
    user = current_user(request)
    shown = ((each, listed_photo(each, page_recipient(user), user.scope)) for each in found.live_alerts)
    return [{"alert": each, "photo": photo} for each, photo in shown if photo is not None]
