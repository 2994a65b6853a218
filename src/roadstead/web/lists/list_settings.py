"""Settings of a list: proposed by one supervisor, decided by a second."""

from __future__ import annotations

from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.permissions import may_load_lists
from roadstead.targeting.watchlists.models import Proposal
from roadstead.targeting.watchlists.settings import decide, propose
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.forms.page_form import PageForm
from roadstead.web.lists.list_forms import SettingsForm
from roadstead.web.lists.list_page import has_only_documents, list_page, own_list, to_settings


@allowed(may_load_lists)
@require_POST
def propose_settings(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose a threshold and the rules of clearing to a second supervisor."""
    found = own_list(request, pk)
    form = SettingsForm(request.POST, of_list=found, of_documents=has_only_documents(found))
    if not form.is_valid():
        return list_page(request, found, show="settings", failed=form, status=409)
    why = form.cleaned_data["why"]
    try:
        propose(found, form.wanted(), why=why, by=current_user(request), now=timezone.now())
    except NotAllowed as refused:
        form.refuse_settings(refused)
        return list_page(request, found, show="settings", failed=form, status=409)
    banner.success(request, _("Settings proposed. They are in force when a second supervisor approves them."))
    return to_settings(pk)


@allowed(may_load_lists)
@require_POST
def decide_settings(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve or reject a proposal."""
    proposal = get_object_or_404(Proposal.objects.visible_to(current_user(request)).select_related("watch_list"), pk=pk)
    try:
        decide(pk, request.POST.get("act") == "approve", by=current_user(request), now=timezone.now())
    except NotAllowed as refused:
        form = PageForm({})
        form.refuse(refused)
        return list_page(request, proposal.watch_list, show="settings", failed=form, status=409)
    return to_settings(proposal.watch_list_id)
