"""Import of a file into a manual list, and the second approval of all that it changes."""

from __future__ import annotations

from django.contrib import messages as banner
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from roadstead.config import config
from roadstead.engine.formats.lists import UnableToLoad
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.permissions import may_approve_nomination, may_nominate, may_see_lists
from roadstead.platform.audit.models import log
from roadstead.targeting.watchlists.agree import approve, decline
from roadstead.targeting.watchlists.list_import import propose_rows, read_import
from roadstead.targeting.watchlists.manual_lists import may_read
from roadstead.targeting.watchlists.models import Entry, Nomination
from roadstead.targeting.watchlists.publish import as_entry
from roadstead.web.common.guard import allowed, current_user, own_states
from roadstead.web.lists.forms import DecisionForm
from roadstead.web.lists.manual_lists import ImportForm, own_manual_list, render_manual_list
from roadstead.web.lists.nominations import differences_of


@allowed(may_nominate)
@require_POST
def import_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Compare the file with the list; once the user has seen that, nominate each row that changes the list."""
    of, by, now = own_manual_list(request, pk), current_user(request), timezone.now()
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return render_manual_list(request, of, form=form, status=400)
    raw = form.cleaned_data["file"].read(config().max_body + 1)
    if len(raw) > config().max_body:
        form.add_error("file", _("The file is too large. Split it into smaller files."))
        return render_manual_list(request, of, form=form, status=413)
    try:
        found = read_import(raw, of, shared=form.shared(), by=by, now=now)
        if form.cleaned_data["seen"] != found.key:
            return render_manual_list(request, of, form=form, brought=found)
        batch = propose_rows(found, of, why=form.cleaned_data["why"], by=by, now=now)
    except UnableToLoad as failure:
        form.refuse(failure, "file")
        return render_manual_list(request, of, form=form, status=409)
    except NotAllowed as refused:
        form.refuse(refused, "why" if not form.cleaned_data["why"] else None)
        return render_manual_list(request, of, form=form, status=409)
    waiting = ngettext(
        "%(number)d row waits for second approval.", "%(number)d rows wait for second approval.", len(found.valid_rows)
    )
    banner.success(request, waiting % {"number": len(found.valid_rows)})
    return redirect("batch", pk=pk, batch=batch)


@allowed(may_see_lists)
@require_safe
def batch(request: HttpRequest, pk: int, batch: str) -> HttpResponse:
    """Show all that one file would change."""
    log(current_user(request), "read", f"list {pk} batch {batch}", states=own_states(current_user(request)))
    return _page(request, pk, batch)


@allowed(may_approve_nomination)
@require_POST
def batch_act(request: HttpRequest, pk: int, batch: str) -> HttpResponse:
    """Approve or reject all nominations of the file with one reason."""
    of, by, form = own_manual_list(request, pk), current_user(request), DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, batch, form, status=409)
    ids = list(of.nominations.filter(batch=batch, status=Nomination.Status.WAITING).values_list("pk", flat=True))
    try:
        decide = approve if form.cleaned_data["act"] == "approve" else decline
        decide(ids, why=form.cleaned_data["why"], by=by, now=timezone.now())
    except NotAllowed as refused:
        form.refuse(refused)
        return _page(request, pk, batch, form, status=409)
    banner.success(
        request,
        ngettext("%(number)d nomination decided.", "%(number)d nominations decided.", len(ids)) % {"number": len(ids)},
    )
    return redirect("manual-list", pk=pk)


def _page(
    request: HttpRequest, pk: int, batch: str, form: DecisionForm | None = None, *, status: int = 200
) -> HttpResponse:
    of, user = own_manual_list(request, pk), current_user(request)
    rows = of.nominations.filter(batch=batch).exclude(batch="").select_related("base", "proposed_by", "decided_by")
    read_by = [row for row in rows.order_by("pk") if may_read(row, user)]
    if not read_by:
        raise Http404
    changes = [each for row in read_by for each in differences_of(row, as_entry(Entry(listed=row.entry)))]
    waits = any(row.status == Nomination.Status.WAITING for row in read_by)
    own = any(row.proposed_by_id == user.pk for row in read_by)
    context = {
        "list": of,
        "batch": batch,
        "rows": read_by,
        "differences": changes,
        "waits": waits,
        "may_agree": waits and not own and may_approve_nomination(user),
        "form": form or DecisionForm(),
    }
    return render(request, "batch.html", context, status=status)
