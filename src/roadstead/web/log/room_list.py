"""Incident rooms of which the own organisation is a member, and invitations that wait for its answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.contrib import messages as banner
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from roadstead.casework.rooms.members import accept, decline, invitations_for
from roadstead.casework.rooms.models import Room
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.cooperation_permissions import (
    may_accept_room_invitations,
    may_open_rooms,
    may_see_rooms,
)
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import log
from roadstead.web.common.guard import allowed, current_user, own_states
from roadstead.web.common.refusals import refusal_text
from roadstead.web.common.tables import Column, headings, page_of, sorted_by
from roadstead.web.forms.acts import ChosenAct
from roadstead.web.forms.acts import refused as refused_form
from roadstead.web.forms.page_form import PageForm
from roadstead.web.log.room_forms import RoomFilter

ROOMS_PER_PAGE: Final = 20
COLUMNS: Final = {
    "room": Column("Room", ("title", "id")),
    "incident": Column("Type of event", ("incident", "id")),
    "organisation": Column("Opened by", ("organisation", "id")),
    "ends": Column("Ends", ("ends_at", "id")),
    "status": Column("Status"),
}
ANSWERS: Final = ("accept", "decline")


@allowed(may_see_rooms)
@require_safe
def rooms(request: HttpRequest) -> HttpResponse:
    """List the rooms, those first that end first, and the invitations above them."""
    return _page(request)


@allowed(may_accept_room_invitations)
@require_POST
def answer_invitation(request: HttpRequest, member: int) -> HttpResponse:
    """Accept or decline an invitation to the own organisation."""
    user, chosen = current_user(request), ChosenAct(request.POST, ANSWERS)
    if not invitations_for(user).filter(pk=member).exists():
        raise Http404
    if not chosen.is_valid():
        return _page(request, sent=chosen, status=409)
    try:
        if chosen.cleaned_data["act"] == "decline":
            decline(member, by=user)
            banner.success(request, _("Declined. Your organisation sees nothing of the room."))
            return redirect("rooms")
        room = accept(member, by=user)
    except NotAllowed as refused:
        return _page(request, sent=refused_form(refusal_text(refused)), status=409)
    banner.success(request, _("Accepted. Your organisation is a member of the room."))
    return redirect("room", pk=room.pk)


def _page(request: HttpRequest, *, sent: PageForm | None = None, status: int = 200) -> HttpResponse:
    user, now, form = current_user(request), timezone.now(), RoomFilter(request.GET)
    form.is_valid()
    found = _found(user, form.cleaned_data.get("show") or "open", now)
    if incident := form.cleaned_data.get("incident"):
        found = found.filter(incident=incident)
    page = page_of(sorted_by(found, request, COLUMNS), request, size=ROOMS_PER_PAGE)
    log(user, "read", "rooms", states=own_states(user))
    context: dict[str, Any] = {
        "page": page,
        "rows": [(row, row.status_at(now).value) for row in page],
        "invitations": list(invitations_for(user)),
        "headings": headings(request, COLUMNS),
        "filter": form,
        "form": sent or form,
        "may_open": may_open_rooms(user) and user.organisation_id is not None,
        "may_answer": may_accept_room_invitations(user),
        "now": now,
    }
    return render(request, "rooms.html", context, status=status)


def _found(user: User, show: str, now: datetime) -> QuerySet[Room, Room]:
    is_open = Q(closed_at=None, ends_at__gt=now)
    by_code = {"open": is_open, "over": ~is_open}
    rows = Room.objects.visible_to(user).filter(by_code.get(show, Q()))
    return rows.select_related("organisation").order_by("ends_at", "pk")
