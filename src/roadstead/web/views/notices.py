"""What a person's state was told, and whether somebody has answered. Opening the alert from here acknowledges it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from roadstead.accounts.permissions import may_decide_alerts, may_keep_channels, may_see_alerts
from roadstead.audit.models import note
from roadstead.dissemination.answer import acknowledge, mine, with_names
from roadstead.dissemination.channels import TROUBLE
from roadstead.dissemination.models import Notice
from roadstead.web.tables import page_of
from roadstead.web.views.guard import allowed, who


@allowed(may_see_alerts)
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """Those of the own state, not acknowledged first; `ref` is where the link of a mail leads."""
    user, reference = who(request), request.GET.get("ref", "").strip().upper()
    note(user, "read", "notices", states=list(user.scope.states))
    rows = mine(user).prefetch_related("deliveries__channel")
    if reference:
        rows = rows.filter(reference=reference)
    show = request.GET.get("show", "")
    if show == "waiting":
        rows = rows.filter(acknowledged_at=None)
    page = page_of(rows, request)
    page.object_list = with_names(page.object_list)
    context = {
        "page": page,
        "reference": reference,
        "show": show,
        "trouble": TROUBLE,
        "may_answer": may_decide_alerts(user),
        "may_keep_channels": may_keep_channels(user),
        "now": timezone.now(),
    }
    return render(request, "notices.html", context)


@allowed(may_decide_alerts)
@require_POST
def acknowledge_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Acknowledged by name, and on to the alert."""
    user = who(request)
    notice = get_object_or_404(Notice.objects.visible_to(user), pk=pk)
    acknowledge(notice, by=user, now=timezone.now())
    return redirect("alert", pk=notice.alert_id)
