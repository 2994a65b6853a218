"""Files of a room: uploaded by a form, downloaded as attachments only."""

from __future__ import annotations

from typing import Final

from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from roadstead.casework.rooms.files import add_file
from roadstead.casework.rooms.models import RoomFile
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.cooperation_permissions import may_see_rooms, may_write_in_rooms
from roadstead.platform.audit.models import log
from roadstead.platform.timeline.attachments import Upload, is_intact
from roadstead.web.common.attachments import attachment_response
from roadstead.web.common.guard import allowed, current_user, own_states
from roadstead.web.forms.acts import refused as refused_form
from roadstead.web.log.room_forms import RoomFileForm
from roadstead.web.log.room_page import own_room, room_page

BROKEN: Final = gettext_lazy(
    "This file is not the one that was added. Do not rely on it. Tell your auditor and the operator."
)


@allowed(may_write_in_rooms)
@require_POST
def add_room_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a file to the room; a refusal says why and what to do."""
    found, form = own_room(request, pk), RoomFileForm(request.POST, request.FILES)
    if form.is_valid():
        given = form.cleaned_data
        raw, name = given["file"].read(), given["file"].name or ""
        brought = Upload(title=given["title"], what=given["evidence"], name=name, raw=raw)
        try:
            add_file(pk, brought, by=current_user(request), now=timezone.now())
        except NotAllowed as refused:
            form.refuse(refused, "file")
        else:
            banner.success(request, _("The file is added. All members can read it."))
            return redirect("room", pk=pk)
    return room_page(request, found, sent=form, status=409)


@allowed(may_see_rooms)
@require_safe
def room_file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """Return the file as it was uploaded; not if it differs from its event."""
    found, user = own_room(request, pk), current_user(request)
    row = get_object_or_404(RoomFile.objects.visible_to(user), room=found, pk=file)
    if not is_intact(row):
        log(user, "found broken", f"room {pk}", states=own_states(user), detail=f"file {row.pk}")
        return room_page(request, found, sent=refused_form(str(BROKEN)), status=409)
    log(user, "read", f"room {pk}", states=own_states(user), detail=f"file {row.pk} {row.sha256}")
    return attachment_response(row)
