"""Handover of a shift: what came, what is open and due, the two signatures, and the handovers before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from roadstead.casework.items import Item, find_all
from roadstead.casework.log.handover import (
    SHIFT,
    hand_over,
    handovers_of,
    open_handovers,
    possible_successors,
    shift_began,
    take_over,
    withdraw,
)
from roadstead.casework.log.models import ShiftHandover
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.cooperation_permissions import may_see_watch_log, may_write_watch_log
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import log
from roadstead.platform.directory.roster import local_zone, zone_of_officer
from roadstead.web.common import unsent
from roadstead.web.common.guard import allowed, current_user, own_states
from roadstead.web.common.tables import page_of
from roadstead.web.forms.acts import ChosenAct, shown
from roadstead.web.forms.page_form import PageForm
from roadstead.web.log.forms import HandOverForm, SignForm
from roadstead.web.log.shift import Shift, shift_of
from roadstead.web.log.shown import Link, link_to

HANDOVERS_PER_PAGE: Final = 10
SIGN: Final = "sign-out"
SIGNATURES: Final[dict[str, Callable[..., None]]] = {"sign-in": take_over, "withdraw": withdraw}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownHandover:
    """A handover as shown: the links to what was open that this person may see, and what they may do with it."""

    row: ShiftHandover
    links: Sequence[Link]
    acts: Sequence[str]
    form: SignForm | None


@allowed(may_see_watch_log)
@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: HttpRequest) -> HttpResponse:
    """Show the summary and the handovers of the own organisation, or sign one."""
    if request.method != "POST":
        return _page(request)
    chosen = ChosenAct(request.POST, [SIGN, *SIGNATURES])
    if not chosen.is_valid():
        return _page(request, sent=chosen, status=409)
    act = chosen.cleaned_data["act"]
    return _sign_out(request) if act == SIGN else _sign(request, act)


def _sign_out(request: HttpRequest) -> HttpResponse:
    user = current_user(request)
    form = HandOverForm(request.POST, people=possible_successors(user))
    if form.is_valid():
        items = list(dict.fromkeys(line.item for line in _shift(user).lines))
        try:
            hand_over(int(form.cleaned_data["incoming"]), form.cleaned_data["note"], items, by=user)
        except NotAllowed as refused:
            form.refuse(refused, getattr(refused, "field", None))
        else:
            banner.success(request, _("Signed. The handover stays open until the other person takes over."))
            return redirect("log-handover")
    return _page(request, sent=form, status=409)


def _sign(request: HttpRequest, act: str) -> HttpResponse:
    form = SignForm(request.POST)
    if form.is_valid():
        try:
            SIGNATURES[act](form.cleaned_data["number"], by=current_user(request))
        except NotAllowed as refused:
            form.refuse(refused)
        else:
            banner.success(request, _("Signed. It is your shift.") if act == "sign-in" else _("Withdrawn."))
            return redirect("log-handover")
    return _page(request, sent=form, status=409)


def _shift(user: User) -> Shift:
    now = timezone.now()
    return shift_of(user, since=shift_began(user, now), now=now, until=now + SHIFT)


def _page(request: HttpRequest, *, sent: PageForm | None = None, status: int = 200) -> HttpResponse:
    user = current_user(request)
    waiting = list(open_handovers(user))
    ended = handovers_of(user).exclude(pk__in=[row.pk for row in waiting])
    page = page_of(ended, request, size=HANDOVERS_PER_PAGE)
    log(user, "read", "watchlog", states=own_states(user), detail="handover")
    has_signed = any(row.outgoing_id == user.pk for row in waiting)
    may_sign = may_write_watch_log(user) and user.organisation is not None and not has_signed
    kept = unsent.take(request) if may_sign and sent is None else None
    people = possible_successors(user)
    form = HandOverForm(kept, people=people) if kept else shown(sent, HandOverForm, people=people)
    context = {
        "organisation": user.organisation,
        "shift": _shift(user),
        "waiting": _shown(waiting, user, sent),
        "page": page,
        "ended": _shown(list(page.object_list), user, None),
        "hand_over": form if may_sign else None,
        "form": sent,
        "zone": local_zone(user.organisation) if user.organisation else zone_of_officer(user),
        "now": timezone.now(),
    }
    return render(request, "log_handover.html", context, status=status)


def _shown(rows: Sequence[ShiftHandover], user: User, sent: PageForm | None) -> list[ShownHandover]:
    items = {row.pk: [Item(kind, number) for kind, number in row.items] for row in rows}
    visible: dict[Item, Any] = find_all((item for each in items.values() for item in each), user)
    found = []
    for row in rows:
        acts = _acts(row, user)
        found.append(
            ShownHandover(
                row=row,
                links=[link_to(item, visible[item]) for item in items[row.pk] if item in visible],
                acts=acts,
                form=shown(sent, SignForm, row=row.pk) if acts else None,
            )
        )
    return found


def _acts(row: ShiftHandover, user: User) -> list[str]:
    """Return what this person may do with a handover: take it over, or withdraw it."""
    if row.signed_in_at or row.withdrawn_at or not may_write_watch_log(user):
        return []
    return {row.incoming_id: ["sign-in"], row.outgoing_id: ["withdraw"]}.get(user.pk, [])
