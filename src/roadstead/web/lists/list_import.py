"""Import of a file into a manual list, and the decision of a second person on all that it changes."""

from __future__ import annotations

from django.contrib import messages as banner
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
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
from roadstead.web.common.refusals import refusal_text
from roadstead.web.lists.manual_lists import own_manual_list, render_manual_list
from roadstead.web.lists.nominations import MAX_REASON_CHARS, differences_of

SHARED_CELLS = ("reason", "evidence", "action", "priority", "expires", "review")


@allowed(may_nominate)
@require_POST
def import_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Compare the file with the list; once that was seen, each row that changes it becomes a nomination."""
    of, by, now = own_manual_list(request, pk), current_user(request), timezone.now()
    uploaded = request.FILES.get("file")
    if not isinstance(uploaded, UploadedFile):
        return render_manual_list(request, of, error="Choose the file first.", status=400)
    raw = uploaded.read(config().max_body + 1)
    if len(raw) > config().max_body:
        return render_manual_list(request, of, error="The file is too large: split it.", status=413)
    try:
        found = read_import(
            raw, of, shared={name: request.POST.get(name, "").strip() for name in SHARED_CELLS}, by=by, now=now
        )
        if request.POST.get("seen") != found.key:
            return render_manual_list(request, of, brought=found)
        batch = propose_rows(found, of, why=request.POST.get("why", "")[:MAX_REASON_CHARS], by=by, now=now)
    except (UnableToLoad, NotAllowed) as refused:
        return render_manual_list(request, of, error=refusal_text(refused), status=409)
    banner.success(
        request,
        ngettext(
            "%(number)d row waits for a second person.",
            "%(number)d rows wait for a second person.",
            len(found.valid_rows),
        )
        % {"number": len(found.valid_rows)},
    )
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
    """Approve all of it with one reason, or reject all of it."""
    of, by, why = own_manual_list(request, pk), current_user(request), request.POST.get("why", "")[:MAX_REASON_CHARS]
    ids = list(of.nominations.filter(batch=batch, status=Nomination.Status.WAITING).values_list("pk", flat=True))
    try:
        if request.POST.get("act") == "approve":
            approve(ids, why=why, by=by, now=timezone.now())
        else:
            decline(ids, why=why, by=by, now=timezone.now())
    except NotAllowed as refused:
        return _page(request, pk, batch, error=refusal_text(refused), status=409)
    banner.success(
        request,
        ngettext("%(number)d nomination decided.", "%(number)d nominations decided.", len(ids)) % {"number": len(ids)},
    )
    return redirect("manual-list", pk=pk)


def _page(request: HttpRequest, pk: int, batch: str, *, error: str = "", status: int = 200) -> HttpResponse:
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
        "error": error,
        "typed": request.POST,
    }
    return render(request, "batch.html", context, status=status)
