"""The queue of possible matches, the most urgent first: mine, nobody's or all; filters stay in the address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from roadstead.accounts.permissions import may_decide_alerts, may_see_alerts
from roadstead.audit.models import note
from roadstead.casework.overview import overview
from roadstead.casework.queue import ABOUT, KINDS, SHOWN, WHOSE, WITHIN, Asked, queue, whole
from roadstead.web.tables import Column, headings, page_of, sorted_by
from roadstead.web.views.guard import allowed, who

COLUMNS = {
    "arrives": Column("Arrives", ("reached_at",)),
    "who": Column("Declared", ("traveller__surname", "traveller__given", "bill__number")),
    "listed": Column("Listed or rule", ("list_name", "entry_name", "rule")),
    "score": Column("Strength", ("score",)),
    "voyage": Column("Voyage", ("voyage__carrier", "voyage__number")),
    "state": Column("State", ("stood",)),
    "holder": Column("With", ("stood_with_name",)),
}
KEPT = (
    "show",
    "whose",
    "list",
    "rule",
    "voyage",
    "port",
    "within",
    "kind",
    "about",
)  # from page to page, while one works


@allowed(may_see_alerts)
@require_safe
def alert_queue(request: HttpRequest) -> HttpResponse:
    """Possible matches by urgency: how soon, how serious, how strong."""
    user, now, asked = who(request), timezone.now(), Asked.of(request.GET.dict())
    note(user, "read", "alert queue", states=list(user.scope.states))
    around = overview(user, asked, now)
    page = page_of(sorted_by(queue(user, asked, now), request, COLUMNS), request, count=around.numbers[asked.whose])
    page.object_list = whole(page.object_list, user)
    context = {
        "alerts": page,
        "headings": headings(request, COLUMNS),
        "asked": asked,
        "shown": SHOWN,
        "tabs": [(whose, around.numbers[whose]) for whose in WHOSE],
        "lists": around.lists,
        "rules": around.rules,
        "ports": around.ports,
        "within": list(WITHIN),
        "kinds": KINDS,
        "abouts": list(ABOUT),
        "kept": kept(request),
        "may_take": may_decide_alerts(user),
        "narrowed": [
            name for name in ("list", "rule", "voyage", "port", "within", "kind", "about") if getattr(asked, name)
        ],
        "now": now,
    }
    return render(request, "alerts.html", context)


def kept(request: HttpRequest) -> str:
    """The filters of the queue as the end of an address, so that "next" stays within them; "" where there are none."""
    query = request.GET.copy()
    for name in set(query) - set(KEPT):
        del query[name]
    return f"?{query.urlencode()}" if query else ""
