"""Nominating an entry: typed, searched for duplicates, tried on stored travellers, saved as a draft or proposed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as banner
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.permissions import may_nominate
from roadstead.targeting.watchlists.manual_lists import known_in_force
from roadstead.targeting.watchlists.models import Entry, Nomination, Photo
from roadstead.targeting.watchlists.nominate import evidence_of, propose, save_draft, validate
from roadstead.targeting.watchlists.nomination_checks import cells_of
from roadstead.targeting.watchlists.publish import as_entry
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.lists.manual_lists import own_manual_list
from roadstead.web.lists.nomination_form import FORMS, KINDS, NominationForm, form_kind
from roadstead.web.lists.nominations import own_nomination, preview_of, similar_context


@allowed(may_nominate)
def nominate(request: HttpRequest, pk: int) -> HttpResponse:
    """Nominate a new entry, or (`?entry=12`) a change of one in force."""
    of = own_manual_list(request, pk)
    number = request.GET.get("entry", "")
    base = get_object_or_404(known_in_force(of, current_user(request)), pk=int(number)) if number.isdecimal() else None
    return _form(request, Nomination(watch_list=of, owner=of.owner, base=base, entry_id=base.entry_id if base else ""))


@allowed(may_nominate)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Continue the user's own draft."""
    row = own_nomination(request, pk)
    if row.status != Nomination.Status.DRAFT:
        return redirect("nomination", pk=pk)
    if row.proposed_by_id != current_user(request).pk:
        banner.error(request, _("Only the author of a draft can continue it."))
        return redirect("manual-list", pk=row.watch_list_id)
    return _form(request, row)


@allowed(may_nominate)
@require_POST
def similar_entries(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the part of the page on similar entries of the lists, while the user types."""
    of = own_manual_list(request, pk)
    form = _sent(request, Nomination(watch_list=of))
    form.is_valid()
    row = Nomination(watch_list=of, owner=of.owner, cells=form.cells(), entry_id=form.cleaned_data.get("of", ""))
    entry = validate(row, timezone.now().date()).entry
    return render(request, "partials/similar_entries.html", similar_context(request, row, entry))


def _form(request: HttpRequest, row: Nomination) -> HttpResponse:
    """Show, check, save as a draft or propose, by the button pressed."""
    if request.method != "POST":
        return _page(request, row, _empty(request, row))
    form = _sent(request, row)
    form.is_valid()
    row.cells, act = form.cells(), form.cleaned_data.get("act")
    found = validate(row, timezone.now().date())
    if act != "draft":
        form.add_faults(found.faults)
    if act not in {"draft", "forward"}:
        looked = similar_context(request, row, found.entry) | {
            "preview": preview_of(request, row, found.entry),
            "photo_again": bool(request.FILES),
        }
        return _page(request, row, form, **looked)
    why = form.cleaned_data.get("why", "")
    if act == "forward" and not why:
        form.add_error("why", _("Enter the reason for the nomination. The second officer decides on it."))
    if form.errors:
        return _page(request, row, form, status=409)
    try:
        made = _save(request, row, form, why, forward=act == "forward")
    except NotAllowed as refused:
        form.refuse(refused, getattr(refused, "field", None))
        return _page(request, row, form, status=409)
    sent, kept = _("Sent for approval. It is in force when a second officer approves it."), _("Draft saved.")
    banner.success(request, sent if act == "forward" else kept)
    return redirect("nomination" if act == "forward" else "nomination-edit", pk=made.pk)


@transaction.atomic
def _save(request: HttpRequest, row: Nomination, form: NominationForm, why: str, *, forward: bool) -> Nomination:
    by, now, of = current_user(request), timezone.now(), row if row.pk else None
    photo = form.photo_change()
    made = save_draft(row.watch_list, row.cells, why=why, by=by, now=now, base=row.base, of=of, photo=photo)
    return propose(made, by=by, now=now) if forward else made


def _page(
    request: HttpRequest, row: Nomination, form: NominationForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "list": row.watch_list,
        "row": row,
        "form": form,
        "photo": _photo_of(row),
        "kinds": () if row.base or row.pk else KINDS,
        "kind": next(str(kind) for kind, each in FORMS.items() if isinstance(form, each)),
    }
    return render(request, "nominate.html", context | more, status=status)


def _empty(request: HttpRequest, row: Nomination) -> NominationForm:
    """Return the form with the cells of the draft, of the entry to be amended, or of nothing."""
    cells = row.cells or _cells_of(row.base) or {"kind": request.GET.get("kind", "")}
    kind = form_kind(cells.get("kind", ""))
    given = {"why": row.reason, "of": row.entry_id, "kind": str(kind), "priority": cells.get("priority") or "normal"}
    return FORMS[kind](initial=cells | given, of_list=row.watch_list, has_photo=bool(_photo_of(row)))


def _photo_of(row: Nomination) -> Photo | None:
    """Return the present photo: of the draft, or of the entry to be amended."""
    return row.photo if row.pk else row.base.photo if row.base else None


def _sent(request: HttpRequest, row: Nomination) -> NominationForm:
    """Return the form as sent. Without a kind in it, the kind is that of the URL."""
    sent, kind = request.POST.copy(), request.POST.get("kind") or request.GET.get("kind", "")[:20]
    sent["kind"] = kind
    return FORMS[form_kind(kind)](sent, request.FILES, of_list=row.watch_list, has_photo=bool(_photo_of(row)))


def _cells_of(base: Entry | None) -> dict[str, str]:
    return cells_of(as_entry(base), evidence_of(base)) if base else {}
