"""Hit confirmation, requested on the alert's page, and national powers, recorded there."""

from __future__ import annotations

from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from roadstead.casework.alerts.answers import is_withheld_from_owner
from roadstead.casework.alerts.powers import record_power
from roadstead.casework.alerts.protection import KEPT_BACK, answer_protection
from roadstead.cooperation.hits.ask import ask
from roadstead.cooperation.hits.found import is_awaiting_reply
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.permissions import may_record_outcomes
from roadstead.platform.directory.roster import zone_of_officer
from roadstead.web.alerts.alert_page import render_alert, visible_alert
from roadstead.web.alerts.hit_forms import HitForm, PowerForm
from roadstead.web.common.guard import allowed, current_user


@allowed(may_record_outcomes)
@require_POST
def request_hit_confirmation(request: HttpRequest, pk: int) -> HttpResponse:
    """Store the answer to the question of protection, then ask the owner of the entry, unless the answer keeps it back.

    The answer stays stored if the request cannot be sent for another reason.
    """
    found, by, now = visible_alert(request, pk), current_user(request), timezone.now()
    form = HitForm(request.POST, alert=found, is_awaiting_reply=is_awaiting_reply(found, by))
    if not form.is_valid():
        return render_alert(request, found, form=form, status=400)
    try:
        if form.answer and is_withheld_from_owner(found, answer_protection(pk, form.answer, by=by, now=now)):
            banner.warning(request, _(KEPT_BACK))
            return redirect("alert", pk=pk)
        if form.is_awaiting_reply and form.answer:
            banner.success(request, _("Answer saved."))
            return redirect("alert", pk=pk)
        made = ask(pk, is_waiting=form.is_waiting, by=by, now=now)
    except NotAllowed as refused:
        form.refuse(refused, getattr(refused, "field", None))
        return render_alert(request, visible_alert(request, pk), form=form, status=409)
    banner.success(request, _("Sent. The reference is %(reference)s.") % {"reference": made.reference})
    return redirect("alert", pk=pk)


@allowed(may_record_outcomes)
@require_POST
def record_power_used(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a national power that was used. A refusal names the field and keeps what was typed."""
    found, by, now = visible_alert(request, pk), current_user(request), timezone.now()
    form = PowerForm(request.POST, zone=zone_of_officer(by), now=now)
    if not form.is_valid():
        return render_alert(request, found, form=form, status=400)
    try:
        record_power(pk, form.statement(), by=by, now=now)
    except NotAllowed as refused:
        form.refuse(refused, getattr(refused, "field", None))
        return render_alert(request, found, form=form, status=409)
    banner.success(request, _("Power recorded."))
    return redirect("alert", pk=pk)
