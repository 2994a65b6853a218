"""Duty roster of the own state: who is on duty now and when, when nobody is, and the changes of its supervisors."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.permissions import may_manage_channels, may_see_alerts
from roadstead.platform.audit.models import log
from roadstead.platform.directory.roster import (
    add_change,
    add_turn,
    names_of,
    own_duties,
    own_state_code,
    people_of,
    points_of,
    remove_duty,
    roster_of,
    zone_of,
)
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.refusals import refusal_text

GAP_PERIOD = timedelta(days=14)  # period that is searched for gaps


@allowed(may_see_alerts)
@require_safe
def duty(request: HttpRequest) -> HttpResponse:
    """Show the roster to everybody who works with alerts; supervisors change it."""
    log(current_user(request), "read", "duty roster", states=list(current_user(request).scope.states))
    return _page(request)


@allowed(may_manage_channels)
@require_POST
def add_duty(request: HttpRequest) -> HttpResponse:
    """Add a weekly turn, or a temporary change."""
    get, by, now = request.POST.get, current_user(request), timezone.now()
    person = get("person", "")
    days = [int(day) for day in request.POST.getlist("day") if day in {*"0123456"}]
    try:
        if get("kind") == "change":
            add_change(person, get("begins_at", ""), get("ends_at", ""), get("note", ""), by=by, now=now)
        else:
            add_turn(person, days, get("begins", ""), get("ends", ""), by=by, now=now, point=get("point", ""))
    except NotAllowed as refused:
        return _page(request, error=refusal_text(refused), status=400)
    banner.success(request, _("The roster has been changed."))
    return redirect("duty")


@allowed(may_manage_channels)
@require_POST
def end_duty(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a turn or a change: it does not count from now on."""
    remove_duty(
        get_object_or_404(own_duties(current_user(request)), pk=pk), by=current_user(request), now=timezone.now()
    )
    banner.success(request, _("The roster has been changed."))
    return redirect("duty")


def _page(request: HttpRequest, *, error: str = "", status: int = 200) -> HttpResponse:
    user, now = current_user(request), timezone.now()
    state = own_state_code(user)
    roster, zone, rows = roster_of(state, since=now), zone_of(state), list(own_duties(user))
    changes = [row for row in rows if row.ends_at and row.ends_at > now]
    context: dict[str, Any] = {
        "is_kept": roster.exists,
        "now_on": sorted(names_of(sorted(roster.on_duty(now))).values()),
        "gaps": roster.gaps(now, now + GAP_PERIOD),
        "ahead": GAP_PERIOD.days,
        "week": [(name, [row for row in rows if row.begins and day in row.days]) for day, name in enumerate(_week())],
        "changes": changes,
        "turns": [(row, ", ".join(_week()[day] for day in row.days)) for row in rows if row.begins],
        "people": people_of(state),
        "points": points_of(user),
        "zone": zone,
        "may_keep": may_manage_channels(user),
        "error": error,
        "typed": request.POST,
        "typed_days": request.POST.getlist("day"),
    }
    return render(request, "duty.html", context, status=status)


def _week() -> list[str]:
    return [_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday")]
