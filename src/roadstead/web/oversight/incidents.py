"""Breaches of personal data: recorded, added to, each authority notified in time, closed (S32)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from roadstead.engine.refusals import NotAllowed
from roadstead.oversight.retention.incidents import (
    LATER,
    NewIncident,
    add_to,
    close,
    draft,
    record,
    record_notification,
)
from roadstead.oversight.retention.models import Incident, NotificationDuty
from roadstead.platform.accounts.models import State, User
from roadstead.platform.accounts.permissions import may_record_incidents, may_see_incidents
from roadstead.platform.audit.models import log
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.refusals import refusal_text
from roadstead.web.common.tables import page_of


@allowed(may_see_incidents)
@require_safe
def incidents(request: HttpRequest) -> HttpResponse:
    """List the incidents that this user may see, the newest first, with who is still to be notified; and the form for a
    new one.
    """
    return _list(request)


@allowed(may_record_incidents)
@require_POST
def new_incident(request: HttpRequest) -> HttpResponse:
    texts = {name: request.POST.get(name, "") for name in ("what", "known_at", *LATER)}
    known = NewIncident(**texts, states=request.POST.getlist("state"))
    try:
        made = record(known, by=current_user(request), now=timezone.now())
    except NotAllowed as refused:
        return _list(request, error=refusal_text(refused), status=409)
    return redirect("incident", pk=made.pk)


@allowed(may_see_incidents)
@require_safe
def incident(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one breach: what is known, by when each authority is notified, and the draft of each notice."""
    return _page(request, _found(request, pk))


@allowed(may_record_incidents)
@require_POST
def incident_act(request: HttpRequest, pk: int) -> HttpResponse:
    """Add what became known, record who was notified, or close it."""
    found = _found(request, pk)
    act = ACTS.get(request.POST.get("act", ""))
    try:
        if act is None:
            raise NotAllowed("choose what is to be done")
        act(pk, request, current_user(request), timezone.now())
    except NotAllowed as refused:
        return _page(request, found, error=refusal_text(refused), status=409)
    banner.success(request, _("Done."))
    return redirect("incident", pk=pk)


def _add(pk: int, request: HttpRequest, by: User, _now: datetime) -> None:
    add_to(pk, request.POST.dict(), by=by)


def _record_notification(pk: int, request: HttpRequest, by: User, now: datetime) -> None:
    number = request.POST.get("duty", "")
    record_notification(
        pk, int(number) if number.isdecimal() and len(number) < 18 else 0, request.POST.get("whom", ""), by=by, now=now
    )


def _close(pk: int, _request: HttpRequest, by: User, now: datetime) -> None:
    close(pk, by=by, now=now)


ACTS: Final[dict[str, Callable[[int, HttpRequest, User, datetime], None]]] = {
    "add": _add, "tell": _record_notification, "close": _close,
}  # fmt: skip


def _found(request: HttpRequest, pk: int) -> Incident:
    return get_object_or_404(Incident.objects.visible_to(current_user(request)).select_related("recorded_by"), pk=pk)


def _list(request: HttpRequest, *, error: str = "", status: int = 200) -> HttpResponse:
    user = current_user(request)
    log(user, "read", "incidents", states=list(user.scope.states))
    page = page_of(Incident.objects.visible_to(user), request)
    waiting = (
        NotificationDuty.objects.visible_to(user).filter(incident__in=list(page), notified_at=None).order_by("-due_at")
    )
    due = {duty.incident_id: duty for duty in waiting}  # the next one, if there are several
    context = {
        "page": page,
        "rows": [(row, due.get(row.pk)) for row in page],
        "now": timezone.now(),
        "error": error,
        "may_record": may_record_incidents(user),
        "states": [] if user.state_id else State.objects.order_by("name"),
        "typed": request.POST,
        "chosen": request.POST.getlist("state"),
    }
    return render(request, "incidents.html", context, status=status)


def _page(request: HttpRequest, found: Incident, *, error: str = "", status: int = 200) -> HttpResponse:
    user = current_user(request)
    log(user, "read", f"incident {found.pk}", states=list(user.scope.states))
    duties = NotificationDuty.objects.visible_to(user).filter(incident=found).select_related("notified_by")
    context = {
        "incident": found,
        "duties": [(duty, draft(found, duty)) for duty in duties],
        "now": timezone.now(),
        "may_record": may_record_incidents(user) and not found.closed_at,
        "error": error,
        "typed": request.POST,
        "is_owner": found.owner == (user.state_id or "REGION"),
    }
    return render(request, "incident.html", context, status=status)
