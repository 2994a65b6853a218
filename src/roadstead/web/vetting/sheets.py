"""Sheets of the own unit, or at the regional centre of all, those first that are due first."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from roadstead.casework.vetting.models import SheetStatus, VettingSheet
from roadstead.platform.accounts.cooperation_permissions import may_see_vetting, may_send_vetting
from roadstead.platform.audit.models import log
from roadstead.targeting.watchlists.vetting import lists_left_out, vetting_lists
from roadstead.web.common.guard import allowed, current_user, own_states
from roadstead.web.common.tables import Column, headings, page_of, sorted_by
from roadstead.web.vetting.forms import SheetFilter

SHEETS_PER_PAGE: Final = 20
COLUMNS: Final = {
    "sheet": Column("Sheet", ("pk",)),
    "unit": Column("Unit", ("organisation",)),
    "due": Column("Due", ("due_at",)),
    "status": Column("Status", ("status",)),
}
WAITING: Final = Q(status__in=[SheetStatus.RECEIVED, SheetStatus.OPEN])


@allowed(may_see_vetting)
@require_safe
def vetting(request: HttpRequest) -> HttpResponse:
    """List the sheets: those that wait for a letter first, by the time they are due, then the newest."""
    user, now, form = current_user(request), timezone.now(), SheetFilter(request.GET)
    form.is_valid()
    rows = VettingSheet.objects.visible_to(user).defer("file", "letter", "problems", "basis")
    if show := form.cleaned_data.get("show"):
        rows = rows.filter(status=show)
    undecided = Count("applicants", filter=Q(applicants__outcome=""))
    shown = rows.select_related("organisation").annotate(undecided=undecided, waits=WAITING)
    ordered = shown.order_by("-waits", "-urgent", F("due_at").asc(nulls_last=True), "-pk")
    page: Any = page_of(sorted_by(ordered, request, COLUMNS), request, size=SHEETS_PER_PAGE)
    for row in page:
        row.is_late = row.waits and row.due_at is not None and row.due_at < now
    log(user, "read", "vetting", states=own_states(user))
    today = now.date()
    context = {
        "sheets": page,
        "headings": headings(request, COLUMNS),
        "form": form,
        "may_send": may_send_vetting(user),
        "lists": vetting_lists(user.state_id, today) if user.state_id else [],
        "left_out": lists_left_out("", today) if user.state_id is None else [],
        "now": now,
    }
    return render(request, "vetting.html", context)
