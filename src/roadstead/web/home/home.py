"""Home page of each role, and the page with every place that the menu has no room for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from roadstead.oversight.approvals.kinds import OPEN, open_kinds
from roadstead.oversight.approvals.waiting import WaitingProposal, proposals_of
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_see_second_approvals, may_use_counter
from roadstead.platform.audit.models import log
from roadstead.web.common.context import have_counted
from roadstead.web.common.guard import allowed, current_user, own_states
from roadstead.web.common.menu import HOME, NAMES, home_of, other_places
from roadstead.web.common.tables import CappedCount
from roadstead.web.home.arrivals import arrivals_of_shift
from roadstead.web.home.lookouts import LIVE, lookouts
from roadstead.web.home.lookouts import NAME as LOOKOUT
from roadstead.web.home.others import OTHERS, own_proposals
from roadstead.web.home.review import REVIEW
from roadstead.web.home.waiting import WAITING, alerts, approvals, notifications
from roadstead.web.home.work import Builders, Source, WorkList, build, with_work


class ListKind(NamedTuple):
    """A list of the page: its title, its builders, and the sentence where it is empty."""

    title: Promise
    builders: Builders
    empty: Promise


LISTS: Final = {
    "waiting": ListKind(gettext_lazy("Waiting for me"), WAITING, gettext_lazy("Nothing waits for you.")),
    "others": ListKind(gettext_lazy("Waiting for others"), OTHERS, gettext_lazy("You wait for nobody.")),
    "review": ListKind(
        gettext_lazy("Due for review"), REVIEW, gettext_lazy("Nothing is due for review in the next 30 days.")
    ),
}
BUILDERS: Final[Builders] = {builder: rows for kind in LISTS.values() for builder, rows in kind.builders.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownList:
    """One list of the page. `only_on_desk`: a phone shows a link to it instead."""

    key: str
    kind: ListKind
    work: WorkList
    only_on_desk: bool


@allowed(lambda user: True)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the work of this user in three lists; roles that work on one page are sent there."""
    user, now = current_user(request), timezone.now()
    first = home_of(user)
    if first != HOME:
        return redirect(first)
    log(user, "read", "home page", states=own_states(user))
    chosen = request.GET.get("show", "waiting")
    chosen = chosen if chosen in LISTS else "waiting"
    having = with_work(BUILDERS, {**OPEN, **LIVE})
    to_decide, own = proposals_of(user, open_kinds(having), now=now)
    for_us, for_others = lookouts(user, now) if LOOKOUT in having else (None, None)
    calls = notifications(user)
    if not (calls and isinstance(calls.count, CappedCount)):
        have_counted(request, "notices", calls.count if calls else 0)
    also = {
        "waiting": [for_us, *alerts(user, now), calls, _to_approve(user, to_decide)],
        "others": [for_others, own_proposals(own)],
    }
    shown = [
        ShownList(
            key=key,
            kind=kind,
            work=build([each for each in kind.builders if each in having], user, now, also=also.get(key, ())),
            only_on_desk=key != chosen,
        )
        for key, kind in LISTS.items()
    ]
    context = {
        "lists": shown,
        "arrivals": arrivals_of_shift(user, now),
        "may_use_counter": may_use_counter(user),
        "now": now,
    }
    return render(request, "home.html", context)


def open_items(user: User, now: datetime) -> list[Source]:
    """Return what waits for this person, by kind, as the first list of the page counts it."""
    having = with_work(WAITING, {**OPEN, **LIVE})
    to_decide, _own = proposals_of(user, open_kinds(having), now=now)
    for_us, _others = lookouts(user, now) if LOOKOUT in having else (None, None)
    also = [for_us, *alerts(user, now), notifications(user), _to_approve(user, to_decide)]
    return build([each for each in WAITING if each in having], user, now, also=also).sources


def _to_approve(user: User, to_decide: Sequence[WaitingProposal]) -> Source | None:
    return approvals(to_decide) if may_see_second_approvals(user) else None


@allowed(lambda user: True)
@require_safe
def all_places(request: HttpRequest) -> HttpResponse:
    """List the places that this user may open and that are not in the menu."""
    places = [(gettext(NAMES[view]), reverse(view)) for view in other_places(current_user(request))]
    return render(request, "more.html", {"places": places})
