"""Record that the notices of a list were checked with the national bureau."""

from __future__ import annotations

from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.permissions import may_check_notices
from roadstead.targeting.watchlists.record_check import record_check
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.lists.list_forms import CheckForm
from roadstead.web.lists.list_page import list_page, own_list


@allowed(may_check_notices)
@require_POST
def check_notices(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the day of a check, from which all notices of the list raise alerts for some days."""
    found, form = own_list(request, pk), CheckForm(request.POST)
    if not form.is_valid():
        return list_page(request, found, show="overview", failed=form, status=409)
    try:
        made = record_check(pk, form.cleaned_data["checked_on"], by=current_user(request), now=timezone.now())
    except NotAllowed as refused:
        form.refuse(refused, "checked_on")
        return list_page(request, found, show="overview", failed=form, status=409)
    text = _("Check recorded. The notices raise alerts until %(until)s.") % {"until": made.checked_until}
    banner.success(request, text)
    return redirect("list", pk=pk)
