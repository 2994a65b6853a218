"""Manual lists: what is overdue, waiting or due soon, the entries, and one entry with its history."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages as banner
from django.db.models import Count, Max, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST, require_safe

from roadstead.casework.alerts.models import Alert
from roadstead.casework.alerts.state_decisions import as_seen_by
from roadstead.engine.records import Action
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.permissions import (
    may_approve_nomination,
    may_nominate,
    may_see_alerts,
    may_see_lists,
    may_see_silent,
)
from roadstead.platform.audit.models import log
from roadstead.targeting.rescreens.models import RescreenJob
from roadstead.targeting.watchlists.agree import withdraw
from roadstead.targeting.watchlists.list_import import ListImport
from roadstead.targeting.watchlists.manual_lists import known_in_force, may_read, owns_manual_list
from roadstead.targeting.watchlists.models import Entry, Nomination, WatchList
from roadstead.targeting.watchlists.nominate import evidence_of, propose_renewal
from roadstead.targeting.watchlists.overdue import due_soon, overdue
from roadstead.targeting.watchlists.publish import as_entry
from roadstead.web.common.guard import allowed, current_user, own_states
from roadstead.web.common.tables import Column, headings, page_of, sorted_by
from roadstead.web.forms.fields import DayField
from roadstead.web.forms.page_form import LinesField, PageForm
from roadstead.web.lists.forms import ACTION_CHOICES, MAX_REASON_CHARS, PRIORITY_CHOICES
from roadstead.web.lists.nomination_form import facts_of, kind_title

COLUMNS = {
    "name": Column("Entry", ("name",)),
    "action": Column("Action", ("listed__action",)),
    "priority": Column("Priority", ("listed__priority",)),
    "review": Column("Review by", ("listed__review",)),
    "expires": Column("Expires", ("listed__expires",)),
}
Standing = Nomination.Status
ROWS_PER_PAGE = 20  # entries: on a phone each is a card
SHARED_CELLS = ("reason", "evidence", "action", "priority", "expires", "review")
AS_EACH_ROW = ("", _lazy("As each row says"))


class ImportForm(PageForm):
    """A file whose rows become nominations, and what applies to rows that do not say it themselves."""

    auto_id = "import-%s"
    file = forms.FileField(label=_lazy("CSV file"), allow_empty_file=True)
    reason = forms.CharField(label=_lazy("Legal basis"), max_length=2000, required=False)
    evidence = forms.CharField(label=_lazy("Where the evidence is kept"), max_length=200, required=False)
    action = forms.ChoiceField(label=_lazy("Action"), choices=[AS_EACH_ROW, *ACTION_CHOICES], required=False)
    priority = forms.ChoiceField(label=_lazy("Priority"), choices=[AS_EACH_ROW, *PRIORITY_CHOICES], required=False)
    expires = DayField(label=_lazy("Last day in force"), required=False)
    review = DayField(label=_lazy("Review by"), required=False)
    why = LinesField(
        label=_lazy("Reason for the nominations"),
        help_text=_lazy("The second officer decides on it. You need it to send the rows, not to compare the file"),
        rows=2,
        max_length=MAX_REASON_CHARS,
        required=False,
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def shared(self) -> dict[str, str]:
        """Return the values for rows that lack them, as cells."""
        given = {name: self.cleaned_data[name] for name in SHARED_CELLS}
        return {name: value.isoformat() if isinstance(value, date) else value or "" for name, value in given.items()}


class EntryForm(PageForm):
    """Review of an entry in force: keep it until another day, or withdraw it."""

    act = forms.ChoiceField(label=_lazy("Decision"), choices=[("keep", "keep"), ("withdraw", "withdraw")])
    why = LinesField(label=_lazy("Reason"), help_text=_lazy("What you checked"), rows=2, max_length=MAX_REASON_CHARS)


@allowed(may_see_lists)
@require_safe
def manual_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what of the list needs attention, and its entries."""
    found = own_manual_list(request, pk)
    log(current_user(request), "read", f"list {found.pk} entries", states=own_states(current_user(request)))
    return render_manual_list(request, found)


def render_manual_list(
    request: HttpRequest,
    found: WatchList,
    *,
    form: ImportForm | None = None,
    brought: ListImport | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render the list's page. `form`: the file as sent; `brought`: that file compared with the list."""
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
        "page": page_of(sorted_by(entries, request, COLUMNS), request, size=ROWS_PER_PAGE),
        "headings": headings(request, COLUMNS),
        "may_nominate": may_nominate(user),
        "form": form or ImportForm(),
        "brought": brought,
    }
    return render(request, "manual_list.html", context, status=status)


@allowed(may_see_lists)
@require_safe
def entry(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Show one entry in its present or last version, with every version of it: who, when and why."""
    found, of = own_entry(request, pk, row)
    log(current_user(request), "read", f"list {of.pk} entry {found.pk}", states=own_states(current_user(request)))
    return _entry_page(request, of, found)


@allowed(may_nominate)
@require_POST
def entry_act(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Withdraw the entry, or propose to keep it until another review."""
    found, of = own_entry(request, pk, row)
    form = EntryForm(request.POST)
    if not form.is_valid():
        return _entry_page(request, of, found, form, status=409)
    decide = propose_renewal if form.cleaned_data["act"] == "keep" else withdraw
    try:
        made = decide(found, why=form.cleaned_data["why"], by=current_user(request), now=timezone.now())
    except NotAllowed as refused:
        form.refuse(refused)
        return _entry_page(request, of, found, form, status=409)
    done = made.status == Standing.LIVE
    gone, waits = _("Entry withdrawn. It raises no more alerts."), _("Sent for approval by a second officer.")
    banner.success(request, gone if done else waits)
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


def own_entry(request: HttpRequest, pk: int, row: int) -> tuple[Entry, WatchList]:
    """Return an entry of an own manual list that this user may know of; 404 for any other."""
    of, user = own_manual_list(request, pk), current_user(request)
    found = get_object_or_404(
        Entry.objects.visible_to(user).select_related("watch_list", "photo"), pk=row, watch_list=of
    )
    if found.listed.get("action") == Action.DISCREET and not may_see_silent(user):
        raise Http404
    return found, of


def _entry_page(
    request: HttpRequest, of: WatchList, found: Entry, form: EntryForm | None = None, *, status: int = 200
) -> HttpResponse:
    user, listed = current_user(request), as_entry(found)
    history = of.nominations.filter(entry_id=found.entry_id).exclude(status__in=[Standing.DRAFT, Standing.DROPPED])
    people = ("proposed_by", "decided_by", "version", "version__rescreen")
    alerts = Alert.objects.visible_to(user).filter(list_name=of.title, entry_id=found.entry_id)
    ended = RescreenJob.objects.visible_to(user).filter(version__isnull=False, version=found.removed_in_id).first()
    context = {
        "list": of,
        "entry": found,
        "listed": listed,
        "kind_title": kind_title(listed),
        "facts": facts_of(listed),
        "history": [row for row in history.select_related(*people) if may_read(row, user)],
        "alerts": as_seen_by(alerts.select_related("voyage", "traveller", "bill").defer("bill__declared")[:50], user),
        "ended": ended,
        "evidence": evidence_of(found),
        "photo": found.photo,
        "overdue": bool(overdue([found], timezone.now().date())),
        "may_nominate": may_nominate(user) and found.removed_in_id is None,
        "alone": may_approve_nomination(user),
        "may_see_alerts": may_see_alerts(user),
        "form": form or EntryForm(),
    }
    return render(request, "entry.html", context, status=status)
