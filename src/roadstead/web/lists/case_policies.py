"""How alerts of a list are processed: proposed on the list's page, approved by a second supervisor."""

from __future__ import annotations

from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from roadstead.casework.alerts.alert_policies import decide, propose
from roadstead.casework.alerts.models import AlertPolicy
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.permissions import may_load_lists
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.refusals import refusal_text
from roadstead.web.lists.list_forms import PolicyForm
from roadstead.web.lists.list_page import list_page, own_list, policy_in_force, to_settings


@allowed(may_load_lists)
@require_POST
def propose_policy(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose a policy to a second supervisor."""
    found, by = own_list(request, pk), current_user(request)
    form = PolicyForm(request.POST, in_force=policy_in_force(found, by))
    if not form.is_valid():
        return list_page(request, found, show="settings", failed=form, status=409)
    try:
        propose(found, form.wanted(), why=form.cleaned_data["policy_why"], by=by, now=timezone.now())
    except NotAllowed as refused:
        form.refuse(refused)
        return list_page(request, found, show="settings", failed=form, status=409)
    banner.success(request, _("Policy proposed. It is in force when a second supervisor approves it."))
    return to_settings(pk)


@allowed(may_load_lists)
@require_POST
def decide_policy(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve or reject a policy."""
    found = get_object_or_404(AlertPolicy.objects.visible_to(current_user(request)), pk=pk)
    try:
        decide(pk, request.POST.get("act") == "approve", by=current_user(request), now=timezone.now())
    except NotAllowed as refused:
        banner.error(request, refusal_text(refused))
    return to_settings(found.watch_list_id)
