"""Qualifications of a person: recorded, extended and revoked on the page of the account."""

from __future__ import annotations

import hashlib

from django.contrib import messages as banner
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import Organisation
from roadstead.platform.accounts.permissions import may_manage_accounts
from roadstead.platform.directory.models import Qualification
from roadstead.platform.directory.qualifications import extend, record, revoke
from roadstead.platform.invitations.invitation_links import accounts_managed_by
from roadstead.web.admin.people import day_of, person_page
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.refusals import refusal_text

ACTS = {"revoke": revoke, "extend": extend}


@allowed(may_manage_accounts)
@require_POST
def record_qualification(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a course that this person has passed. Only the hash of its evidence is stored."""
    by, typed = current_user(request), request.POST
    account = get_object_or_404(accounts_managed_by(by), pk=pk)
    issuer = Organisation.objects.filter(pk=typed.get("issuer", "")).first()
    issued_on, until = (day_of(request, name) for name in ("issued_on", "until"))
    course = typed.get("course", "").strip().upper()
    try:
        if "" in (issued_on, until):
            raise NotAllowed("Write the dates as year-month-day, for example 2027-06-30.")
        evidence = _sha256_of(request)
        record(account, course, issued_on, until, issuer, by=by, now=timezone.now(), evidence_sha256=evidence)
    except NotAllowed as refused:
        return person_page(request, account, error=refusal_text(refused), field="course", typed=typed, status=409)
    banner.success(request, _("The qualification has been recorded."))
    return redirect("person", pk)


@allowed(may_manage_accounts)
@require_POST
def change_qualification(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Revoke a qualification, or let its holder work on live alerts for 30 more days: `act` says which, `why` is
    stored.
    """
    by, act = current_user(request), ACTS.get(request.POST.get("act", ""))
    account = get_object_or_404(accounts_managed_by(by), pk=pk)
    try:
        if act is None:
            raise NotAllowed("Choose what is to be done.")
        row = act(number, request.POST.get("why", ""), account=account, by=by, now=timezone.now())
    except Qualification.DoesNotExist:
        raise Http404 from None
    except NotAllowed as refused:
        return person_page(request, account, error=refusal_text(refused), field="qualifications", status=409)
    banner.success(request, _("Done."))
    return redirect("person", row.user_id)


def _sha256_of(request: HttpRequest) -> str:
    """Return the hash of the uploaded evidence, which is not stored; "" without a file."""
    uploaded = request.FILES.get("evidence")
    if not isinstance(uploaded, UploadedFile):
        return ""
    digest = hashlib.sha256()
    for chunk in uploaded.chunks():
        digest.update(chunk)
    return digest.hexdigest()
