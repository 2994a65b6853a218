"""Files of a request: uploaded by a form, downloaded as attachments only."""

from __future__ import annotations

from typing import Final

from django.contrib import messages as banner
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from roadstead.cooperation.requests.export import export_request
from roadstead.cooperation.requests.files import add_file
from roadstead.cooperation.requests.models import Request, RequestFile
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.cooperation_permissions import (
    may_export_requests,
    may_see_requests,
    may_write_requests,
)
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import log
from roadstead.platform.timeline.attachments import Upload, is_intact
from roadstead.web.common.attachments import attachment_response
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.refusals import refusal_text
from roadstead.web.forms.acts import refused as refused_form
from roadstead.web.requests.file_form import RequestFileForm
from roadstead.web.requests.request_page import own_request, render_request

BROKEN: Final = gettext_lazy(
    "This file is not the one that was added. Do not rely on it. Tell your auditor and the operator."
)


@allowed(may_write_requests)
@require_POST
def add_request_file(request: HttpRequest, reference: str) -> HttpResponse:
    """Add a file to the request; a refusal says why and what to do."""
    refused = take_file(request, own_request(request, reference), current_user(request))
    if refused is None:
        return redirect("request", reference=reference)
    return render_request(request, own_request(request, reference), sent=refused, status=409)


def take_file(request: HttpRequest, found: Request, user: User) -> RequestFileForm | None:
    """Add the posted file, for a member or a guest; return the form with its errors if it cannot be added."""
    form = RequestFileForm(request.POST, request.FILES)
    if form.is_valid():
        given = form.cleaned_data
        raw, name = given["file"].read(), given["file"].name or ""
        brought = Upload(title=given["title"], what=given["evidence"], name=name, raw=raw)
        try:
            add_file(found.pk, brought, by=user, now=timezone.now())
        except NotAllowed as refused:
            form.refuse(refused, "file")
        else:
            banner.success(request, _("The file is added. The other side is notified."))
            return None
    return form


@allowed(may_export_requests)
@require_POST
def request_export(request: HttpRequest, reference: str) -> HttpResponse:
    """Return the archive with the messages, their receipts and files, and the program that verifies them."""
    found, user = own_request(request, reference), current_user(request)
    try:
        made = export_request(found, by=user, now=timezone.now())
    except NotAllowed as refused:
        return render_request(request, found, sent=refused_form(refusal_text(refused)), status=409)
    headers = {"Content-Disposition": f'attachment; filename="{found.reference}.zip"'}
    return HttpResponse(made, content_type="application/zip", headers=headers)


@allowed(may_see_requests)
@require_safe
def request_file(request: HttpRequest, reference: str, file: int) -> HttpResponse:
    """Return the file as it was uploaded; not if it differs from its message."""
    found = own_request(request, reference)
    given = give_file(found, file, current_user(request))
    return given or render_request(request, found, sent=refused_form(str(BROKEN)), status=409)


def give_file(found: Request, file: int, user: User) -> HttpResponse | None:
    """Return the file for a member or a guest; None if it differs from its message. Raises Http404."""
    row = get_object_or_404(RequestFile.objects.visible_to(user), request=found, pk=file)
    if row.is_restricted:
        raise Http404
    if not is_intact(row):
        log(user, "found broken", f"exchange {found.pk}", states=found.states, detail=f"file {row.pk}")
        return None
    log(user, "read", f"exchange {found.pk}", states=found.states, detail=f"file {row.pk} {row.sha256}")
    return attachment_response(row)
