"""Manual lists: the board with what is overdue, waiting or due soon, the entries, and one entry with its history."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as banner
from django.db.models import Count, Max, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from roadstead.casework.alerts.models import Alert
from roadstead.casework.alerts.state_decisions import as_seen_by
from roadstead.engine.records import Action
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.permissions import (
    may_approve_nomination,
    may_load_lists,
    may_nominate,
    may_see_lists,
    may_see_silent,
)
from roadstead.platform.audit.models import log
from roadstead.targeting.rescreens.models import RescreenJob
from roadstead.targeting.watchlists.agree import withdraw
from roadstead.targeting.watchlists.manual_lists import create_list, known_in_force, may_read, owns_manual_list
from roadstead.targeting.watchlists.models import Entry, Nomination, WatchList
from roadstead.targeting.watchlists.nominate import evidence_of, propose_renewal
from roadstead.targeting.watchlists.overdue import due_soon, overdue
from roadstead.targeting.watchlists.publish import as_entry
from roadstead.web.common.guard import allowed, current_user, own_states
from roadstead.web.common.refusals import refusal_text
from roadstead.web.common.tables import Column, headings, page_of, sorted_by

COLUMNS = {
    "name": Column("Entry", ("name",)),
    "action": Column("Action", ("listed__action",)),
    "priority": Column("Priority", ("listed__priority",)),
    "review": Column("Review by", ("listed__review",)),
    "expires": Column("Expires", ("listed__expires",)),
}
Standing = Nomination.Status


@allowed(may_load_lists)
@require_POST
def new_list(request: HttpRequest) -> HttpResponse:
    """Create a list that is changed by nominations only."""
    months, of_minors = (_number(request.POST.get(name, "")) for name in ("months", "months_of_minors"))
    try:
        made = create_list(request.POST.get("name", ""), months, of_minors, by=current_user(request))
    except NotAllowed as refused:
        banner.error(request, _("No list was begun: %(why)s.") % {"why": refused})
        return redirect("lists")
    banner.success(request, _("%(name)s is begun. Nominate its first entry.") % {"name": made.name})
    return redirect("manual-list", pk=made.pk)


@allowed(may_see_lists)
@require_safe
def manual_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what of the list needs attention, and its entries."""
    found = own_manual_list(request, pk)
    log(current_user(request), "read", f"list {found.pk} entries", states=own_states(current_user(request)))
    return render_manual_list(request, found)


def render_manual_list(request: HttpRequest, found: WatchList, *, status: int = 200, **more: Any) -> HttpResponse:
    """Render the list's page; `more`: context of a form on it."""
    user, today = current_user(request), timezone.now().date()
    entries = known_in_force(found, user)
    waiting = [row for row in found.nominations.filter(status=Standing.WAITING) if may_read(row, user)]
    context = {
        "list": found,
        "today": today,
        "overdue": overdue(entries, today),
        "soon": due_soon(entries, today),
        "waiting": [row for row in waiting if not row.batch],
        "batches": _batches(found),
        "drafts": found.nominations.filter(status=Standing.DRAFT, proposed_by=user),
        "page": page_of(sorted_by(entries, request, COLUMNS), request),
        "headings": headings(request, COLUMNS),
        "may_nominate": may_nominate(user),
        "may_load": may_load_lists(user),
        "typed": request.POST,
    }
    return render(request, "manual_list.html", context | more, status=status)


@allowed(may_see_lists)
@require_safe
def entry(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Show one entry in its present or last version, with every version of it: who, when and why."""
    found, of = _entry(request, pk, row)
    log(current_user(request), "read", f"list {of.pk} entry {found.pk}", states=own_states(current_user(request)))
    return _entry_page(request, of, found)


@allowed(may_nominate)
@require_POST
def entry_act(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Withdraw the entry, or propose to keep it until another review."""
    found, of = _entry(request, pk, row)
    by, now, why = current_user(request), timezone.now(), request.POST.get("why", "")[:4000]
    try:
        if request.POST.get("act") == "keep":
            made = propose_renewal(found, why=why, by=by, now=now)
        else:
            made = withdraw(found, why=why, by=by, now=now)
    except NotAllowed as refused:
        return _entry_page(request, of, found, error=refusal_text(refused), status=409)
    done = made.status == Standing.LIVE
    banner.success(request, "Withdrawn. It alerts nobody from now on." if done else "It waits for a second person.")
    return redirect("manual-list", pk=pk) if done else redirect("nomination", pk=made.pk)


def own_manual_list(request: HttpRequest, pk: int) -> WatchList:
    """Return a manual list of this user's own state or centre; 404 for any other."""
    found = get_object_or_404(WatchList.objects.visible_to(current_user(request)), pk=pk)
    if not owns_manual_list(current_user(request), found):
        raise Http404
    return found


def _batches(found: WatchList) -> list[Any]:
    """Return the undecided nominations by file."""
    rows = found.nominations.filter(status=Standing.WAITING).exclude(batch="").order_by()
    by_batch = rows.values("batch", "proposed_by__first_name", "proposed_by__last_name")
    return list(by_batch.annotate(number=Count("pk"), at=Min("proposed_at"), reason=Max("reason")).order_by("at"))


def _entry(request: HttpRequest, pk: int, row: int) -> tuple[Entry, WatchList]:
    of, user = own_manual_list(request, pk), current_user(request)
    found = get_object_or_404(Entry.objects.visible_to(user).select_related("watch_list"), pk=row, watch_list=of)
    if found.listed.get("action") == Action.DISCREET and not may_see_silent(user):
        raise Http404
    return found, of


def _entry_page(
    request: HttpRequest, of: WatchList, found: Entry, *, error: str = "", status: int = 200
) -> HttpResponse:
    user = current_user(request)
    history = of.nominations.filter(entry_id=found.entry_id).exclude(status__in=[Standing.DRAFT, Standing.DROPPED])
    people = ("proposed_by", "decided_by", "version", "version__rescreen")
    alerts = Alert.objects.visible_to(user).filter(list_name=of.title, entry_id=found.entry_id)
    ended = RescreenJob.objects.visible_to(user).filter(version__isnull=False, version=found.removed_in_id).first()
    context = {
        "list": of,
        "entry": found,
        "listed": as_entry(found),
        "history": [row for row in history.select_related(*people) if may_read(row, user)],
        "alerts": as_seen_by(alerts.select_related("voyage", "traveller", "bill").defer("bill__declared")[:50], user),
        "ended": ended,
        "evidence": evidence_of(found),
        "overdue": bool(overdue([found], timezone.now().date())),
        "may_nominate": may_nominate(user) and found.removed_in_id is None,
        "alone": may_approve_nomination(user),
        "error": error,
        "typed": request.POST,
    }
    return render(request, "entry.html", context, status=status)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 4 else 0
