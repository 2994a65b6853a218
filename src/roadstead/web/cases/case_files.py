"""Files of a case: uploaded by a form, downloaded as attachments only."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_POST, require_safe

from roadstead.casework.cases.files import put_file
from roadstead.casework.cases.models import CaseFile
from roadstead.casework.cases.timeline import states_of
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.permissions import may_see_cases, may_work_on_cases
from roadstead.platform.audit.models import log
from roadstead.platform.timeline.attachments import Upload, is_intact
from roadstead.web.cases.case_forms import FileForm
from roadstead.web.cases.case_page import back_to_case, case_page, own_case, refuse
from roadstead.web.common.attachments import attachment_response
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.forms.acts import refused as refused_form

FORGED: Final = _(
    "This file is not the one that was added: it was changed outside Roadstead. Do not rely on it. Tell your auditor "
    "and the operator."
)


@allowed(may_work_on_cases)
@require_POST
def add_case_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a file to the case; a refusal says why and what to do."""
    own_case(request, pk)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            put_file(pk, _upload(form), by=current_user(request), now=timezone.now())
        except NotAllowed as refused:
            refuse(form, refused, "file")
        else:
            return back_to_case(request, pk)
    return case_page(request, own_case(request, pk), sent=form, status=409)


@allowed(may_see_cases)
@require_safe
def case_file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """Return the file as it was uploaded, for readers of the case; not if it differs from its event."""
    case, user = own_case(request, pk), current_user(request)
    row = get_object_or_404(CaseFile.objects.visible_to(user), case=case, pk=file)
    if not is_intact(row):
        log(user, "found broken", f"case {pk}", states=states_of(case), detail=f"file {row.pk}")
        return case_page(request, case, sent=refused_form(gettext(FORGED)), status=409)
    log(user, "read", f"case {pk}", states=states_of(case), detail=f"file {row.pk} {row.sha256}")
    return attachment_response(row)


def _upload(form: FileForm) -> Upload:
    given = form.cleaned_data
    return Upload(title=given["title"], what=given["evidence"], name=given["file"].name or "", raw=given["file"].read())
