"""Checks made elsewhere, recorded on the alert's page."""

from __future__ import annotations

from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from roadstead.casework.alerts.checks import checks_of, record_check
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.permissions import may_record_outcomes
from roadstead.web.alerts.alert_page import render_alert, visible_alert
from roadstead.web.alerts.check_form import check_form
from roadstead.web.common.guard import allowed, current_user


@allowed(may_record_outcomes)
@require_POST
def record_check_made(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what was looked up in another system. A refusal names the field and keeps what was typed."""
    found, by, now = visible_alert(request, pk), current_user(request), timezone.now()
    form = check_form(checks_of(found, by), by, now, request.POST)
    if not form.is_valid():
        return render_alert(request, found, form=form, status=400)
    try:
        record_check(pk, form.statement(), by=by, now=now)
    except NotAllowed as refused:
        form.refuse(refused, getattr(refused, "field", None))
        return render_alert(request, found, form=form, status=409)
    banner.success(request, _("Check recorded."))
    return redirect("alert", pk=pk)
