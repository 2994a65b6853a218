"""Qualifications of a person: recorded, extended and revoked on the page of the account."""

from __future__ import annotations

import hashlib
from typing import Any, Final

from django.contrib import messages as banner
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.permissions import may_manage_accounts
from roadstead.platform.directory.models import Qualification
from roadstead.platform.directory.qualifications import (
    COURSE_CODE,
    ENDS_BEFORE_ISSUE,
    ISSUE_DAY,
    extend,
    record,
    revoke,
)
from roadstead.platform.invitations.invitation_links import accounts_managed_by
from roadstead.web.admin.forms import QualificationForm, change_form
from roadstead.web.admin.people import person_page
from roadstead.web.common.guard import allowed, current_user

ACTS: Final = {"revoke": revoke, "extend": extend}
FIELDS: Final = {COURSE_CODE: "course", ISSUE_DAY: "issued_on", ENDS_BEFORE_ISSUE: "until"}  # by refusal
DONE: Final = {
    "revoke": gettext_lazy("The qualification was revoked."),
    "extend": gettext_lazy("The person can work on live alerts for 30 more days."),
}


@allowed(may_manage_accounts)
@require_POST
def record_qualification(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a course that this person has passed. Only the hash of its evidence is stored."""
    by = current_user(request)
    account = get_object_or_404(accounts_managed_by(by), pk=pk)
    form = QualificationForm(request.POST, request.FILES, account=account)
    if not form.is_valid():
        return person_page(request, account, form=form, status=409)
    given = form.cleaned_data
    evidence = _sha256_of(given.pop("evidence"))
    try:
        record(account, **given, by=by, now=timezone.now(), evidence_sha256=evidence)
    except NotAllowed as refused:
        form.refuse(refused, FIELDS.get(refused.text))
        return person_page(request, account, form=form, status=409)
    banner.success(request, _("The qualification has been recorded."))
    return redirect("person", pk)


@allowed(may_manage_accounts)
@require_POST
def change_qualification(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Revoke a qualification, or let its holder work on live alerts for 30 more days: `act` says which, `why` is
    stored.
    """
    by = current_user(request)
    account = get_object_or_404(accounts_managed_by(by), pk=pk)
    form = change_form(number, request.POST)
    if not form.is_valid():
        return person_page(request, account, form=form, change={number: form}, status=409)
    act = form.cleaned_data["act"]
    try:
        row = ACTS[act](number, form.cleaned_data["why"], account=account, by=by, now=timezone.now())
    except Qualification.DoesNotExist:
        raise Http404 from None
    except NotAllowed as refused:
        form.refuse(refused, "why")
        return person_page(request, account, form=form, change={number: form}, status=409)
    banner.success(request, DONE[act])
    return redirect("person", row.user_id)


def _sha256_of(uploaded: UploadedFile[Any] | None) -> str:
    """Return the hash of the uploaded evidence, which is not stored; "" without a file."""
    if uploaded is None:
        return ""
    digest = hashlib.sha256()
    for chunk in uploaded.chunks():
        digest.update(chunk)
    return digest.hexdigest()
