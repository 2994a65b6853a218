"""Files of a case: uploaded by a form, downloaded as attachments only."""

from __future__ import annotations

from typing import Final

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from roadstead.casework.cases.files import put_file
from roadstead.casework.cases.models import CaseFile
from roadstead.casework.cases.timeline import states_of
from roadstead.config import config
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.permissions import may_see_cases, may_work_on_cases
from roadstead.platform.audit.models import log
from roadstead.platform.timeline.attachments import Upload, is_intact, too_large
from roadstead.platform.timeline.logic.file_types import KINDS
from roadstead.web.cases.case_page import back_to_case, case_page, own_case
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.refusals import refusal_text

FORGED: Final = (
    "This file is not what was put in: its bytes were changed outside Roadstead. Do not rely on it, and tell your "
    "auditor and the operator."
)
# If a browser opens the file all the same, it runs nothing of it and fetches nothing.
HEADERS: Final = {"Content-Security-Policy": "sandbox; default-src 'none'", "X-Content-Type-Options": "nosniff"}


@allowed(may_work_on_cases)
@require_POST
def add_case_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a file to the case; a refusal says why and what to do."""
    own_case(request, pk)
    try:
        put_file(pk, _uploaded(request), by=current_user(request), now=timezone.now())
    except NotAllowed as refused:
        return case_page(request, own_case(request, pk), error=refusal_text(refused), status=409)
    return back_to_case(request, pk)


@allowed(may_see_cases)
@require_safe
def case_file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """Return the file as it was uploaded, for readers of the case; not if it differs from its event."""
    case, user = own_case(request, pk), current_user(request)
    row = get_object_or_404(CaseFile.objects.visible_to(user), case=case, pk=file)
    if not is_intact(row):
        log(user, "found broken", f"case {pk}", states=states_of(case), detail=f"file {row.pk}")
        return case_page(request, case, error=FORGED, status=409)
    log(user, "read", f"case {pk}", states=states_of(case), detail=f"file {row.pk} {row.sha256}")
    response = HttpResponse(bytes(row.content), content_type=KINDS[row.kind].media, headers=HEADERS)
    response["Content-Disposition"] = content_disposition_header(True, row.name)
    return response


def _uploaded(request: HttpRequest) -> Upload:
    uploaded, limit = request.FILES.get("file"), config().file_size
    if not isinstance(uploaded, UploadedFile):
        raise NotAllowed("Choose the file first.")
    if (uploaded.size or 0) > limit:
        raise NotAllowed(too_large(limit))
    title, what = request.POST.get("title", ""), request.POST.get("evidence", "")
    return Upload(title=title, what=what, name=uploaded.name or "", raw=uploaded.read(limit + 1))
