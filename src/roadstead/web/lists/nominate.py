"""Form of a nomination: typed, searched for duplicates, tried on stored travellers, kept as a draft or proposed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages as banner
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from roadstead.engine.records import Kind
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.permissions import may_nominate
from roadstead.targeting.watchlists.manual_lists import bounds_of, known_in_force
from roadstead.targeting.watchlists.models import Entry, Nomination
from roadstead.targeting.watchlists.nominate import evidence_of, propose, save_draft, validate
from roadstead.targeting.watchlists.nomination_checks import ACTIONS, FORM_FIELDS, CheckedNomination, cells_of
from roadstead.targeting.watchlists.nomination_identifiers import kind_of
from roadstead.targeting.watchlists.publish import as_entry
from roadstead.web.common.entry_forms import FORMS, KINDS, filled_fields
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.refusals import refusal_text
from roadstead.web.lists.manual_lists import own_manual_list
from roadstead.web.lists.nominations import MAX_REASON_CHARS, own_nomination, preview_of, similar_context

Standing = Nomination.Status
PRIORITIES = ("high", "normal", "low")


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
    if row.status != Standing.DRAFT:
        return redirect("nomination", pk=pk)
    if row.proposed_by_id != current_user(request).pk:
        banner.error(request, "Only whoever wrote a draft goes on with it.")
        return redirect("manual-list", pk=row.watch_list_id)
    return _form(request, row)


@allowed(may_nominate)
@require_POST
def similar_entries(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the part of the page on similar entries of the lists, while the user types."""
    of = own_manual_list(request, pk)
    row = Nomination(watch_list=of, owner=of.owner, cells=_typed(request), entry_id=request.POST.get("of", "")[:120])
    return render(
        request,
        "partials/similar_entries.html",
        similar_context(request, row, validate(row, timezone.now().date()).entry),
    )


def _form(request: HttpRequest, row: Nomination) -> HttpResponse:
    """Show, check, keep as a draft or propose, by the button pressed."""
    if request.method != "POST":
        return _form_page(request, row, row.cells or _cells_of(row.base) or _of_kind(request), row.reason)
    row.cells, why = _typed(request), request.POST.get("why", "").strip()
    found = validate(row, timezone.now().date())
    act = request.POST.get("act")
    if act not in {"draft", "forward"}:
        looked = similar_context(request, row, found.entry) | {"preview": preview_of(request, row, found.entry)}
        return _form_page(request, row, row.cells, why, found=found, **looked)
    if len(why) > MAX_REASON_CHARS or (act == "forward" and (found.faults or not why)):
        error = (
            f"At most {MAX_REASON_CHARS:,} characters are kept: shorten the reason."
            if len(why) > MAX_REASON_CHARS
            else ""
        )
        return _form_page(request, row, row.cells, why, found=found, refused=True, error=error, status=409)
    try:
        made = _save(request, row, why, forward=act == "forward")
    except NotAllowed as refused:
        return _form_page(request, row, row.cells, why, error=refusal_text(refused), status=409)
    text = "Put forward. It is in force once a second person agrees." if act == "forward" else "Kept as a draft."
    banner.success(request, text)
    return redirect("nomination" if act == "forward" else "nomination-edit", pk=made.pk)


@transaction.atomic
def _save(request: HttpRequest, row: Nomination, why: str, *, forward: bool) -> Nomination:
    by, now = current_user(request), timezone.now()
    made = save_draft(row.watch_list, row.cells, why=why, by=by, now=now, base=row.base, of=row if row.pk else None)
    return propose(made, by=by, now=now) if forward else made


def _form_page(
    request: HttpRequest,
    row: Nomination,
    cells: Mapping[str, str],
    why: str,
    *,
    found: CheckedNomination | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    today = timezone.now().date()
    faults: dict[str, list[str]] = {}
    for fault in found.faults if found else ():
        faults.setdefault(fault.field, []).append(fault.text)
    kind = kind_of(cells) or Kind.PERSON
    kind = kind if kind in FORMS else Kind.PERSON
    context = {
        "list": row.watch_list,
        "row": row,
        "cells": cells,
        "kinds": () if row.base or row.pk else KINDS,
        "kind": kind,
        "fields": filled_fields(kind, cells, faults),
        "asked": FORMS[kind],
        "why": why,
        "faults": faults,
        "why_missing": bool(more.get("refused")) and not why,
        "actions": ACTIONS,
        "priorities": PRIORITIES,
        "last_review": bounds_of(row.watch_list, today).last_review(found.entry.born if found else ()),
    }
    return render(request, "nominate.html", context | more, status=status)


def _typed(request: HttpRequest) -> dict[str, str]:
    """Return the form as typed. Without a kind in it, the kind is that of the URL."""
    typed = {name: request.POST.get(name, "").replace("\r\n", "\n")[:5000] for name in FORM_FIELDS}
    return typed | {"kind": typed["kind"] or _of_kind(request)["kind"]}


def _of_kind(request: HttpRequest) -> dict[str, str]:
    return {"kind": request.GET.get("kind", "")[:20]}


def _cells_of(base: Entry | None) -> dict[str, str]:
    return cells_of(as_entry(base), evidence_of(base)) if base else {}
