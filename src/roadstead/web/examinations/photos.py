"""Photographs of an examination: uploaded by a form, shown to people of the own state."""

from __future__ import annotations

from typing import Final

from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST, require_safe

from roadstead.casework.alerts.models import ExaminationPhoto
from roadstead.casework.examinations.photos import add_photo
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.permissions import may_examine_goods, may_see_examinations
from roadstead.platform.audit.models import log
from roadstead.platform.timeline.attachments import is_intact
from roadstead.platform.timeline.logic.file_types import KINDS
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.examinations.forms import PhotoForm
from roadstead.web.examinations.selection import own_selection, selection_page
from roadstead.web.forms.acts import refused as refused_form

FORGED: Final = gettext_noop(
    "This photograph is not the one that was added: it was changed outside Roadstead. Do not rely on it. Tell your "
    "auditor and the operator."
)
# If a browser opens the file by itself, it runs nothing of it and fetches nothing.
HEADERS: Final = {"Content-Security-Policy": "sandbox; default-src 'none'", "X-Content-Type-Options": "nosniff"}


@allowed(may_examine_goods)
@require_POST
def add_examination_photo(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a photograph; a refusal says why and what to do."""
    found, user = own_selection(request, pk), current_user(request)
    form = PhotoForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            add_photo(pk, form.cleaned_data["title"], file.name or "", file.read(), by=user, now=timezone.now())
        except NotAllowed as refused:
            form.refuse(refused, getattr(refused, "field", "file"))
        else:
            banner.success(request, _("Photograph added."))
            return redirect("selection", pk=pk)
    return selection_page(request, found, sent=form, status=409)


@allowed(may_see_examinations)
@require_safe
def examination_photo(request: HttpRequest, pk: int, photo: int) -> HttpResponse:
    """Return the picture; not if it differs from what was added."""
    found, user = own_selection(request, pk), current_user(request)
    row = get_object_or_404(ExaminationPhoto.objects.visible_to(user), selection=found, pk=photo)
    if not is_intact(row):
        log(user, "found broken", f"selection {pk}", states=[found.owner], detail=f"file {row.pk}")
        return selection_page(request, found, sent=refused_form(_(FORGED)), status=409)
    log(user, "read", f"selection {pk}", states=[found.owner], detail=f"file {row.pk} {row.sha256}")
    response = HttpResponse(bytes(row.content), content_type=KINDS[row.kind].media, headers=HEADERS)
    response["Content-Disposition"] = content_disposition_header(False, row.name) or "inline"
    return response
