"""One nomination: what it changes, similar entries, the alerts it would have raised, and its second approval."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as banner
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from roadstead.engine.records import Entry as Listed
from roadstead.engine.records import Kind
from roadstead.engine.refusals import NotAllowed
from roadstead.pipeline.dry_run.entries import EntryDryRun, dry_run_entry
from roadstead.platform.accounts.permissions import may_approve_nomination, may_nominate, may_see_lists
from roadstead.platform.audit.models import log
from roadstead.targeting.watchlists.agree import approve, decline
from roadstead.targeting.watchlists.differences import Difference, differences
from roadstead.targeting.watchlists.logic.changes import compare
from roadstead.targeting.watchlists.manual_lists import may_read
from roadstead.targeting.watchlists.models import Entry, Nomination
from roadstead.targeting.watchlists.nominate import drop, validate
from roadstead.targeting.watchlists.publish import as_entry
from roadstead.targeting.watchlists.similar import find_similar
from roadstead.targeting.watchlists.similar_entities import find_similar_entities
from roadstead.web.common.guard import allowed, current_user, own_states
from roadstead.web.forms.page_form import PageForm
from roadstead.web.lists.forms import DecisionForm
from roadstead.web.lists.nomination_form import facts_of, kind_title

Standing = Nomination.Status


@allowed(may_see_lists)
@require_safe
def nomination(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the change before its second approval; `?preview=yes` adds the alerts it would have raised."""
    row = own_nomination(request, pk)
    if row.status == Standing.DRAFT:
        return redirect("nomination-edit", pk=pk)
    log(current_user(request), "read", f"nomination {row.pk}", states=own_states(current_user(request)))
    return _page(request, row)


@allowed(may_nominate)
@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve or reject a nomination; or withdraw it, as its proposer."""
    row, by, now = own_nomination(request, pk), current_user(request), timezone.now()
    if request.POST.get("act") == "drop":
        return _drop(request, row)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form, status=409)
    agreed, why = form.cleaned_data["act"] == "approve", form.cleaned_data["why"]
    try:
        if agreed:
            approve([row.pk], why=why, by=by, now=now)
        else:
            decline([row.pk], why=why, by=by, now=now)
    except NotAllowed as refused:
        form.refuse(refused)
        return _page(request, row, form, status=409)
    in_force = _("In force. Voyages on their way are being rescreened.")
    banner.success(request, in_force if agreed else _("Nomination rejected."))
    return redirect("manual-list", pk=row.watch_list_id)


def _drop(request: HttpRequest, row: Nomination) -> HttpResponse:
    try:
        drop(row.pk, by=current_user(request), now=timezone.now())
    except NotAllowed as refused:
        empty = PageForm({})
        empty.refuse(refused)
        return _page(request, row, empty, status=409)
    banner.success(request, _("Nomination withdrawn."))
    return redirect("manual-list", pk=row.watch_list_id)


def own_nomination(request: HttpRequest, pk: int) -> Nomination:
    people = ("watch_list", "base__photo", "photo", "proposed_by", "decided_by", "version")
    row = get_object_or_404(Nomination.objects.visible_to(current_user(request)).select_related(*people), pk=pk)
    if not may_read(row, current_user(request)):
        raise Http404
    return row


def _page(request: HttpRequest, row: Nomination, failed: PageForm | None = None, *, status: int = 200) -> HttpResponse:
    """Show the nomination. `failed`: the form that was refused."""
    user, entry = current_user(request), _proposed(row)
    waits = row.status == Standing.WAITING
    looked: dict[str, Any] = {}
    if request.GET.get("preview") == "yes" and entry and may_nominate(user):
        looked = similar_context(request, row, entry) | {"preview": preview_of(request, row, entry)}
    listed = entry or (as_entry(row.base) if row.base else None)
    context = {
        "row": row,
        "list": row.watch_list,
        "listed": listed,
        "kind_title": kind_title(listed) if listed else "",
        "facts": facts_of(listed) if listed else (),
        "differences": differences_of(row, entry),
        "may_agree": waits and may_approve_nomination(user) and row.proposed_by_id != user.pk,
        "may_drop": row.proposed_by_id == user.pk and row.status in {Standing.WAITING, Standing.DRAFT},
        "may_nominate": may_nominate(user),
        "waits": waits,
        "failed": failed,
        "form": failed if isinstance(failed, DecisionForm) else DecisionForm(),
    }
    return render(request, "nomination.html", context | looked, status=status)


def _proposed(row: Nomination) -> Listed | None:
    if row.status == Standing.DRAFT:
        return validate(row, timezone.now().date()).entry
    return as_entry(Entry(listed=row.entry)) if row.entry else None


def differences_of(row: Nomination, entry: Listed | None) -> tuple[Difference, ...]:
    """Return the differences by field from the entry as it was when nominated."""
    before = [as_entry(row.base)] if row.base else []
    after = [entry] if entry and row.act != Nomination.Act.WITHDRAW else []
    return differences(compare(before, after))


def similar_context(request: HttpRequest, row: Nomination, entry: Listed) -> dict[str, Any]:
    """Return the similar entries on the lists; the search is logged."""
    if not entry.names:
        return {"alike": [], "without": (), "searched": False}
    log(
        current_user(request), "searched", f"list {row.watch_list.pk} doubles", states=own_states(current_user(request))
    )
    search = find_similar if entry.kind is Kind.PERSON else find_similar_entities
    found, without = search(entry, current_user(request))
    return {"alike": found, "without": without, "searched": True, "of_things": entry.kind is not Kind.PERSON}


def preview_of(request: HttpRequest, row: Nomination, entry: Listed) -> EntryDryRun | None:
    if not entry.names:
        return None
    purpose = f"preview of nomination {row.pk}" if row.pk else "preview of a nomination"
    return dry_run_entry(entry, row.watch_list, by=current_user(request), now=timezone.now(), purpose=purpose)
