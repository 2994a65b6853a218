"""Cleared matches, and the matches suppressed because of them: nothing is hidden, supervisors review (S35)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as banner
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from roadstead.casework.alerts.models import ClearedPair, Suppression
from roadstead.casework.alerts.pairs import approve, issue_number, may_review, withdraw, withdraw_number
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.permissions import may_review_cleared, may_see_cleared
from roadstead.platform.approvals.models import Decision
from roadstead.platform.audit.models import log
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.refusals import MAX_TEXT_CHARS, refusal_text
from roadstead.web.common.tables import one_of, page_of

OF_THE_ALERT = ("alert__traveller", "alert__bill", "alert__voyage")
SHOWN = ("holds", "waiting", "expired", "withdrawn", "all")


@allowed(may_see_cleared)
@require_safe
def cleared(request: HttpRequest) -> HttpResponse:
    """List the cleared matches, newest first: by list, by entry, by whether they are in force."""
    show, of_list, entry = _filters(request)
    rows = ClearedPair.objects.visible_to(current_user(request)).filter(_state_filter(show))
    rows = rows.filter(**{name: value for name, value in (("list_name", of_list), ("entry_id", entry)) if value})
    log(current_user(request), "read", "cleared matches", states=list(current_user(request).scope.states))
    context = {
        "pairs": page_of(rows.select_related(*OF_THE_ALERT, "proposed_by").defer("alert__bill__declared"), request),
        "show": show,
        "shown": SHOWN,
        "list": of_list,
        "entry": entry,
        "today": timezone.now().date(),
    }
    return render(request, "cleared.html", context)


@allowed(may_see_cleared)
@require_safe
def suppressed_matches(request: HttpRequest) -> HttpResponse:
    """List the suppressed matches: of one voyage, one list, one entry, or all that this user may see."""
    voyage, (_, of_list, entry) = request.GET.get("voyage", ""), _filters(request)
    asked = {"voyage_id": int(voyage) if voyage.isdecimal() and len(voyage) < 18 else "", "list_name": of_list}
    rows = Suppression.objects.visible_to(current_user(request)).filter(
        **{name: value for name, value in (*asked.items(), ("entry_id", entry)) if value}
    )
    log(current_user(request), "read", "meetings not raised", states=list(current_user(request).scope.states))
    rows = rows.select_related("voyage", "traveller", "bill", "pair").defer("bill__declared")
    context = {"rows": page_of(rows, request), "list": of_list, "entry": entry, "voyage": asked["voyage_id"]}
    return render(request, "suppressed_matches.html", context)


@allowed(may_see_cleared)
@require_safe
def cleared_pair(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one cleared match: who decided, until when it is in force, which matches it has suppressed."""
    found = _pair(request, pk)
    log(current_user(request), "read", f"cleared pair {found.pk}", states=found.states)
    return _page(request, found)


@allowed(may_review_cleared)
@require_POST
def act_on_cleared_pair(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve, withdraw, issue a redress number or withdraw it. A number is in this one response and nowhere else."""
    found, number = _pair(request, pk), ""
    try:
        number = _perform(request, found)
    except NotAllowed as refused:
        return _page(request, found, error=refusal_text(refused), status=409)
    if number:
        response = _page(request, _pair(request, pk), number=number)
        response["Cache-Control"] = "no-store"
        return response
    banner.success(request, "Done.")
    return redirect("cleared-pair", pk=pk)


def _perform(request: HttpRequest, found: ClearedPair) -> str:
    """Perform the act; return the redress number if one was issued, else ""."""
    by, now, why = current_user(request), timezone.now(), request.POST.get("why", "")
    if len(why) > MAX_TEXT_CHARS:
        raise NotAllowed("at most %(most)s characters are kept: shorten the reason", most=f"{MAX_TEXT_CHARS:,}")
    match request.POST.get("act"):
        case "approve":
            approve(found.pk, by=by, now=now)
        case "withdraw":
            withdraw(found.pk, why, by=by, now=now)
        case "redress":
            if request.POST.get("consent") != "yes":
                raise NotAllowed("a number is made only for a person who has asked for it")
            return issue_number(found.pk, by=by, now=now)[0]
        case "withdraw-number" if found.redress_id:
            withdraw_number(found.redress_id, why, by=by, now=now)
        case _:
            raise NotAllowed("choose what is to be done")
    return ""


def _filters(request: HttpRequest) -> tuple[str, str, str]:
    """Return the filters: state, list, entry."""
    show = one_of(request.GET.get("show", ""), SHOWN, "all")
    of_list, entry = (request.GET.get(name, "")[:120] for name in ("list", "entry"))
    return show, of_list, entry


def _state_filter(show: str) -> Q:
    today = timezone.now().date()
    waits, over = ~Q(decision=Decision.APPROVED), Q(expires__lt=today)
    by_word = {
        "withdrawn": Q(withdrawn_at__isnull=False),
        "waiting": Q(withdrawn_at=None) & waits,
        "expired": Q(withdrawn_at=None) & ~waits & over,
        "holds": Q(withdrawn_at=None) & ~waits & (Q(expires=None) | Q(expires__gte=today)),
    }
    return by_word.get(show, Q())


def _rows(request: HttpRequest) -> QuerySet[ClearedPair, ClearedPair]:
    people = ("proposed_by", "decided_by", "withdrawn_by", "redress__issued_by", "redress__withdrawn_by")
    return ClearedPair.objects.visible_to(current_user(request)).select_related(*OF_THE_ALERT, *people)


def _pair(request: HttpRequest, pk: int) -> ClearedPair:
    return get_object_or_404(_rows(request), pk=pk)


def _page(
    request: HttpRequest, found: ClearedPair, *, error: str = "", number: str = "", status: int = 200
) -> HttpResponse:
    suppressed = Suppression.objects.visible_to(current_user(request)).filter(pair=found)
    context: dict[str, Any] = {
        "pair": found,
        "standing": found.status(timezone.now().date()),
        "clearing": found.alert.events.filter(act="clear").select_related("who").last(),
        "rows": page_of(suppressed.select_related("voyage", "traveller", "bill").defer("bill__declared"), request),
        "may_review": may_review(found, current_user(request)),
        "may_approve": found.is_waiting and found.proposed_by_id != current_user(request).pk,
        "error": error,
        "number": number,
        "typed": request.POST,
    }
    return render(request, "cleared_pair.html", context, status=status)
