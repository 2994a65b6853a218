"""A new incident room: what it is about, how it is handled, until when, and who is invited."""

from __future__ import annotations

from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from roadstead.casework.rooms.members import NewRoom, open_room, possible_members
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.cooperation_permissions import may_open_rooms
from roadstead.platform.audit.models import log
from roadstead.web.common.guard import allowed, current_user, own_states
from roadstead.web.log.room_forms import RoomForm


@allowed(may_open_rooms)
@require_http_methods(["GET", "HEAD", "POST"])
def new_room(request: HttpRequest) -> HttpResponse:
    """Show the form, and open the room."""
    user = current_user(request)
    form = RoomForm(request.POST if request.method == "POST" else None, offered=possible_members(None, user))
    if request.method == "POST" and form.is_valid():
        try:
            room = open_room(NewRoom(**form.cleaned_data), by=user)
        except NotAllowed as refused:
            form.refuse(refused, getattr(refused, "field", None))
        else:
            banner.success(request, _("The room is open. Invited organisations are notified."))
            return redirect("room", pk=room.pk)
    log(user, "read", "rooms", states=own_states(user))
    return render(request, "room_new.html", {"form": form}, status=400 if form.errors else 200)
