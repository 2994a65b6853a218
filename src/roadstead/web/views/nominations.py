"""Nominations: the form with its search for doubles and its preview, and the page on which a second person decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages as banner
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from roadstead.accounts.permissions import may_approve_nomination, may_nominate, may_see_lists
from roadstead.audit.models import note
from roadstead.casework.would_raise import would_raise
from roadstead.model import Entry as Listed
from roadstead.watchlists.agree import approve, decline
from roadstead.watchlists.alike import alike
from roadstead.watchlists.by_hand import Refused, bounds_of, known_in_force, may_read
from roadstead.watchlists.changes import compare
from roadstead.watchlists.differences import Difference, differences
from roadstead.watchlists.models import Entry, Nomination
from roadstead.watchlists.nominate import checked, draft, drop, evidence_of, put_forward
from roadstead.watchlists.nominated import ACTIONS, TYPED, Nominated, cells_of
from roadstead.watchlists.publish import as_entry
from roadstead.web.views.guard import allowed, own_states, who
from roadstead.web.views.kept_lists import of_own

LONGEST = 4000  # characters of a reason
Standing = Nomination.Standing
PRIORITIES = ("high", "normal", "low")


# ── the form ────────────────────────────────────────────────────────────────────────────────


@allowed(may_nominate)
def nominate(request: HttpRequest, pk: int) -> HttpResponse:
    """A new entry, or (`?entry=12`) one in force amended."""
    of = of_own(request, pk)
    number = request.GET.get("entry", "")
    base = get_object_or_404(known_in_force(of, who(request)), pk=int(number)) if number.isdecimal() else None
    return _form(request, Nomination(watch_list=of, owner=of.owner, base=base, entry_id=base.entry_id if base else ""))


@allowed(may_nominate)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with a draft of one's own."""
    row = _own(request, pk)
    if row.standing != Standing.DRAFT:
        return redirect("nomination", pk=pk)
    if row.nominated_by_id != who(request).pk:
        banner.error(request, "Only whoever wrote a draft goes on with it.")
        return redirect("kept-list", pk=row.watch_list_id)
    return _form(request, row)


@allowed(may_nominate)
@require_POST
def alike_now(request: HttpRequest, pk: int) -> HttpResponse:
    """While somebody types: the part of the page that says who is on the lists already."""
    of = of_own(request, pk)
    row = Nomination(watch_list=of, owner=of.owner, cells=_typed(request), entry_id=request.POST.get("of", "")[:120])
    return render(request, "partials/alike.html", _alike(request, row, checked(row, timezone.now().date()).entry))


def _form(request: HttpRequest, row: Nomination) -> HttpResponse:
    """Shown, checked, kept as a draft or put forward, as the button says."""
    if request.method != "POST":
        return _form_page(request, row, row.cells or _cells_of(row.base), row.why)
    row.cells, why = _typed(request), request.POST.get("why", "").strip()
    found = checked(row, timezone.now().date())
    act = request.POST.get("act")
    if act not in {"draft", "forward"}:
        looked = _alike(request, row, found.entry) | {"preview": _preview(request, row, found.entry)}
        return _form_page(request, row, row.cells, why, found=found, **looked)
    if len(why) > LONGEST or (act == "forward" and (found.faults or not why)):
        error = f"At most {LONGEST:,} characters are kept: shorten the reason." if len(why) > LONGEST else ""
        return _form_page(request, row, row.cells, why, found=found, refused=True, error=error, status=409)
    try:
        made = _kept(request, row, why, forward=act == "forward")
    except Refused as refused:
        return _form_page(request, row, row.cells, why, error=str(refused), status=409)
    text = "Put forward. It is in force once a second person agrees." if act == "forward" else "Kept as a draft."
    banner.success(request, text)
    return redirect("nomination" if act == "forward" else "nomination-edit", pk=made.pk)


@transaction.atomic
def _kept(request: HttpRequest, row: Nomination, why: str, *, forward: bool) -> Nomination:
    by, now = who(request), timezone.now()
    made = draft(row.watch_list, row.cells, why=why, by=by, now=now, base=row.base, of=row if row.pk else None)
    return put_forward(made, by=by, now=now) if forward else made


def _form_page(
    request: HttpRequest,
    row: Nomination,
    cells: Mapping[str, str],
    why: str,
    *,
    found: Nominated | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    today = timezone.now().date()
    faults: dict[str, list[str]] = {}
    for fault in found.faults if found else ():
        faults.setdefault(fault.field, []).append(fault.text)
    context = {
        "list": row.watch_list,
        "row": row,
        "cells": cells,
        "why": why,
        "faults": faults,
        "why_missing": bool(more.get("refused")) and not why,
        "actions": ACTIONS,
        "priorities": PRIORITIES,
        "last_review": bounds_of(row.watch_list, today).last_review(found.entry.born if found else ()),
    }
    return render(request, "nominate.html", context | more, status=status)


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "").replace("\r\n", "\n")[:5000] for name in TYPED}


def _cells_of(base: Entry | None) -> dict[str, str]:
    return cells_of(as_entry(base), evidence_of(base)) if base else {}


def _alike(request: HttpRequest, row: Nomination, entry: Listed) -> dict[str, Any]:
    """Those on the lists who are like this one; that somebody searched is written down."""
    if not entry.names:
        return {"alike": [], "without": (), "searched": False}
    note(who(request), "searched", f"list {row.watch_list.pk} doubles", states=own_states(who(request)))
    found, without = alike(entry, who(request))
    return {"alike": found, "without": without, "searched": True}


def _preview(request: HttpRequest, row: Nomination, entry: Listed) -> Any:
    if not entry.names:
        return None
    purpose = f"preview of nomination {row.pk}" if row.pk else "preview of a nomination"
    return would_raise(entry, row.watch_list, by=who(request), now=timezone.now(), purpose=purpose)


# ── one nomination ──────────────────────────────────────────────────────────────────────────


@allowed(may_see_lists)
@require_safe
def nomination(request: HttpRequest, pk: int) -> HttpResponse:
    """What is to change, before a second person agrees; `?preview=yes` with whom it would have raised."""
    row = _own(request, pk)
    if row.standing == Standing.DRAFT:
        return redirect("nomination-edit", pk=pk)
    note(who(request), "read", f"nomination {row.pk}", states=own_states(who(request)))
    return _page(request, row)


@allowed(may_nominate)
@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree, decline, or take it back."""
    row, by, now = _own(request, pk), who(request), timezone.now()
    why = request.POST.get("why", "")[:LONGEST]
    try:
        match request.POST.get("act"):
            case "approve":
                approve([row.pk], why=why, by=by, now=now)
                banner.success(request, "In force. Voyages on their way are being looked at.")
            case "decline":
                decline([row.pk], why=why, by=by, now=now)
                banner.success(request, "Declined.")
            case "drop":
                drop(row.pk, by=by, now=now)
                banner.success(request, "Taken back.")
            case _:
                raise Refused("choose what is to be done")
    except Refused as refused:
        return _page(request, row, error=str(refused), status=409)
    return redirect("kept-list", pk=row.watch_list_id)


def _own(request: HttpRequest, pk: int) -> Nomination:
    people = ("watch_list", "base", "nominated_by", "decided_by", "version")
    row = get_object_or_404(Nomination.objects.visible_to(who(request)).select_related(*people), pk=pk)
    if not may_read(row, who(request)):
        raise Http404
    return row


def _page(request: HttpRequest, row: Nomination, *, error: str = "", status: int = 200) -> HttpResponse:
    user, entry = who(request), _proposed(row)
    waits = row.standing == Standing.WAITING
    looked: dict[str, Any] = {}
    if request.GET.get("preview") == "yes" and entry and may_nominate(user):
        looked = _alike(request, row, entry) | {"preview": _preview(request, row, entry)}
    context = {
        "row": row,
        "list": row.watch_list,
        "listed": entry or (as_entry(row.base) if row.base else None),
        "differences": differences_of(row, entry),
        "may_agree": waits and may_approve_nomination(user) and row.nominated_by_id != user.pk,
        "may_drop": row.nominated_by_id == user.pk and row.standing in {Standing.WAITING, Standing.DRAFT},
        "may_nominate": may_nominate(user),
        "waits": waits,
        "error": error,
        "typed": request.POST,
    }
    return render(request, "nomination.html", context | looked, status=status)


def _proposed(row: Nomination) -> Listed | None:
    if row.standing == Standing.DRAFT:
        return checked(row, timezone.now().date()).entry
    return as_entry(Entry(listed=row.entry)) if row.entry else None


def differences_of(row: Nomination, entry: Listed | None) -> tuple[Difference, ...]:
    """Field by field, against what the entry said when it was nominated."""
    before = [as_entry(row.base)] if row.base else []
    after = [entry] if entry and row.act != Nomination.Act.WITHDRAW else []
    return differences(compare(before, after))
