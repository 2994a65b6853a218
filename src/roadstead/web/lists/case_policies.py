"""How alerts of a list are worked: proposed on the list's page, approved by a second supervisor."""

from __future__ import annotations

from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from roadstead.casework.alerts.alert_policies import ProposedPolicy, decide, propose
from roadstead.casework.alerts.models import AlertPolicy
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.permissions import may_load_lists
from roadstead.targeting.watchlists.models import WatchList
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.refusals import refusal_text

MAX_TEXT_CHARS = 2000  # characters of instruction and reason


@allowed(may_load_lists)
@require_POST
def propose_policy(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose a policy to a second supervisor."""
    found = get_object_or_404(WatchList.objects.visible_to(current_user(request)), pk=pk)
    try:
        propose(
            found, _wanted(request), why=_written(request, "policy_why"), by=current_user(request), now=timezone.now()
        )
    except (NotAllowed, ValueError) as refused:
        banner.error(request, refusal_text(refused))
    else:
        banner.success(request, _("Proposed. It is in force once a second supervisor agrees."))
    return redirect("list", pk=pk)


@allowed(may_load_lists)
@require_POST
def decide_policy(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve or reject a policy."""
    found = get_object_or_404(AlertPolicy.objects.visible_to(current_user(request)), pk=pk)
    try:
        decide(pk, request.POST.get("act") == "approve", by=current_user(request), now=timezone.now())
    except NotAllowed as refused:
        banner.error(request, refusal_text(refused))
    return redirect("list", pk=found.watch_list_id)


def _wanted(request: HttpRequest) -> ProposedPolicy:
    serious = request.POST.get("seriousness", "").strip()
    if serious and not (serious.isdecimal() and len(serious) == 1):
        raise ValueError("seriousness is a number from 1 to 5, or empty for what each entry asks")
    return ProposedPolicy(
        confirm_needs_second=request.POST.get("confirm_needs_second") == "yes",
        seriousness=int(serious) if serious else None,
        instruction=_written(request, "instruction"),
        contact=request.POST.get("contact", ""),
    )


def _written(request: HttpRequest, name: str) -> str:
    text = request.POST.get(name, "")
    if len(text) > MAX_TEXT_CHARS:
        raise ValueError(f"at most {MAX_TEXT_CHARS:,} characters are kept: shorten what you wrote")
    return text
