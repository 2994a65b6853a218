"""Handling of a list: who besides its owner may receive its alerts. Set by a supervisor of the owner."""

from __future__ import annotations

from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from roadstead.casework.alerts.apply_handling import apply_handling
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.permissions import may_load_lists
from roadstead.platform.handling.labels import TLP
from roadstead.targeting.watchlists.handling import set_handling
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.lists.list_forms import HandlingForm
from roadstead.web.lists.list_page import list_page, own_list


@allowed(may_load_lists)
@require_POST
def handle(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the handling, in force at once, also for alerts that the list has raised before."""
    found = own_list(request, pk)
    form = HandlingForm(request.POST, of_list=found)
    if not form.is_valid():
        return list_page(request, found, show="settings", failed=form, status=409)
    try:
        now = set_handling(found, form.wanted(), why=form.cleaned_data["why"], by=current_user(request))
    except NotAllowed as refused:
        form.refuse(refused)
        return list_page(request, found, show="settings", failed=form, status=409)
    apply_handling(found, now, by=current_user(request))
    saved = _("Handling of %(name)s saved: %(how)s.") % {"name": now.name, "how": _(TLP[now.tlp])}
    banner.success(request, saved)
    return redirect("list", pk=pk)
