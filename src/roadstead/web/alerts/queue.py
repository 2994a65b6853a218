"""Alert queue, the most urgent first: mine, unassigned or all; the filters are in the URL."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from roadstead.casework.alerts.queue import ASSIGNEES, WORK_TABS, AlertFilters, load_rows, queue
from roadstead.casework.alerts.queue_overview import overview
from roadstead.platform.accounts.permissions import may_decide_alerts, may_see_alerts
from roadstead.platform.audit.models import log
from roadstead.web.alerts.filters import AlertFilterForm
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.tables import Column, headings, page_of, sorted_by

COLUMNS = {
    "arrives": Column("Arrives", ("reached_at",)),
    "who": Column("Name or bill", ("traveller__surname", "traveller__given", "bill__number")),
    "listed": Column("List entry or rule", ("list_name", "entry_name", "rule")),
    "score": Column("Strength", ("score",)),
    "voyage": Column("Voyage", ("voyage__carrier", "voyage__number")),
    "state": Column("State", ("effective_state",)),
    "holder": Column("Officer", ("effective_assignee_name",)),
}
UNDECIDED_COLUMNS = {name: column for name, column in COLUMNS.items() if name != "state"}
ALERTS_PER_PAGE = 20


@allowed(may_see_alerts)
@require_safe
def alert_queue(request: HttpRequest) -> HttpResponse:
    """Show alerts by urgency: how soon, how serious, how strong."""
    user, now = current_user(request), timezone.now()
    form = AlertFilterForm(request.GET.dict())
    asked = form.filters()
    log(user, "read", "alert queue", states=list(user.scope.states))
    around = overview(user, asked, now)
    form.offer(lists=around.lists, rules=around.rules, ports=around.ports)
    found = sorted_by(queue(user, asked, now), request, COLUMNS)
    page = page_of(found, request, size=ALERTS_PER_PAGE, count=around.numbers[asked.assignee])
    page.object_list = load_rows(page.object_list, user)
    shows_state = asked.show not in {"open", "new"}
    context = {
        "form": form,
        "alerts": page,
        "headings": headings(request, COLUMNS if shows_state else UNDECIDED_COLUMNS),
        "shows_state": shows_state,
        "asked": asked,
        "beside": around.other_work.items(),
        "beside_names": WORK_TABS,
        "tabs": [(whose, around.tabs[whose]) for whose in ASSIGNEES],
        "kept": asked.query_string,
        "may_take": may_decide_alerts(user),
        "is_filtered": AlertFilters(assignee=asked.assignee) != asked,
        "chosen": form.in_use(),
        "now": now,
    }
    return render(request, "alerts.html", context)
