"""Cleared matches, and the matches suppressed because of them: nothing is hidden, supervisors review (S35)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages as banner
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from roadstead.casework.alerts.models import ClearedPair, Suppression
from roadstead.casework.alerts.pairs import approve, issue_number, may_review, withdraw, withdraw_number
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.permissions import may_review_cleared, may_see_cleared
from roadstead.platform.approvals.models import Decision
from roadstead.platform.audit.models import log
from roadstead.web.alerts.filters import ClearedFilterForm, SuppressedFilterForm
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.refusals import MAX_TEXT_CHARS
from roadstead.web.common.tables import page_of
from roadstead.web.forms.page_form import LinesField, PageForm

OF_THE_ALERT = ("alert__traveller", "alert__bill", "alert__voyage")
DONE = {
    "approve": _("Cleared match approved."),
    "withdraw": _("Cleared match withdrawn."),
    "withdraw-number": _("Redress number withdrawn."),
}


class ReviewForm(PageForm):
    """Review of a cleared match: approve, withdraw, issue a redress number, withdraw it."""

    marks_optional = False

    act = forms.ChoiceField(
        label=_("Review"),
        choices=[(act, act) for act in ("approve", "withdraw", "redress", "withdraw-number")],
        error_messages={"required": _("Press one of the buttons."), "invalid_choice": _("Press one of the buttons.")},
    )
    why = LinesField(
        label=_("Why you withdraw it"),
        help_text=_("Future matches raise alerts again. The alert keeps its decision."),
        rows=2,
        max_length=MAX_TEXT_CHARS,
        required=False,
    )
    consent = forms.BooleanField(label=_("The person has asked for it"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].widget.attrs["required"] = True

    @property
    def missing_field(self) -> str | None:
        """Field that a refusal is about: the reason, if a withdrawal has none."""
        withdraws = self.cleaned_data["act"] in {"withdraw", "withdraw-number"}
        return "why" if withdraws and not self.cleaned_data["why"] else None

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("act") == "redress" and not given.get("consent"):
            self.add_error("consent", _("Tick that the person has asked for the number."))
        return given


@allowed(may_see_cleared)
@require_safe
def cleared(request: HttpRequest) -> HttpResponse:
    """List the cleared matches, newest first: by list, by entry, by whether they are in force."""
    form = ClearedFilterForm(request.GET.dict())
    wanted = form.cleaned_data
    rows = ClearedPair.objects.visible_to(current_user(request)).filter(_state_filter(wanted.get("show", "all")))
    rows = rows.filter(**_columns(wanted))
    log(current_user(request), "read", "cleared matches", states=list(current_user(request).scope.states))
    context = {
        "pairs": page_of(rows.select_related(*OF_THE_ALERT, "proposed_by").defer("alert__bill__declared"), request),
        "form": form,
        "is_filtered": bool(_columns(wanted)),
        "today": timezone.now().date(),
    }
    return render(request, "cleared.html", context)


@allowed(may_see_cleared)
@require_safe
def suppressed_matches(request: HttpRequest) -> HttpResponse:
    """List the suppressed matches: of one voyage, one list, one entry, or all that this user may see."""
    form = SuppressedFilterForm(request.GET.dict())
    rows = Suppression.objects.visible_to(current_user(request)).filter(**_columns(form.cleaned_data))
    log(current_user(request), "read", "meetings not raised", states=list(current_user(request).scope.states))
    rows = rows.select_related("voyage", "traveller", "bill", "pair").defer("bill__declared")
    context = {"form": form, "rows": page_of(rows, request), "voyage": form.cleaned_data.get("voyage")}
    return render(request, "suppressed_matches.html", context)


@allowed(may_see_cleared)
@require_safe
def cleared_pair(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one cleared match: who decided, until when it is in force, which matches it has suppressed."""
    found = _pair(request, pk)
    log(current_user(request), "read", f"cleared pair {found.pk}", states=found.states)
    return _page(request, found, ReviewForm())


@allowed(may_review_cleared)
@require_POST
def act_on_cleared_pair(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve, withdraw, issue a redress number or withdraw it. A number is in this one response and nowhere else."""
    found, form = _pair(request, pk), ReviewForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=409)
    try:
        number = _perform(request, found, form.cleaned_data)
    except NotAllowed as refused:
        form.refuse(refused, form.missing_field)
        return _page(request, found, form, status=409)
    if number:
        response = _page(request, _pair(request, pk), ReviewForm(), number=number)
        response["Cache-Control"] = "no-store"
        return response
    banner.success(request, DONE[form.cleaned_data["act"]])
    return redirect("cleared-pair", pk=pk)


def _perform(request: HttpRequest, found: ClearedPair, given: Mapping[str, Any]) -> str:
    """Perform the act; return the redress number if one was issued, else ""."""
    by, now, why = current_user(request), timezone.now(), given["why"]
    match given["act"]:
        case "approve":
            approve(found.pk, by=by, now=now)
        case "withdraw":
            withdraw(found.pk, why, by=by, now=now)
        case "redress":
            return issue_number(found.pk, by=by, now=now)[0]
        case _ if found.redress_id:
            withdraw_number(found.redress_id, why, by=by, now=now)
        case _:
            raise NotAllowed("there is no redress number to withdraw")
    return ""


def _columns(given: Mapping[str, Any]) -> dict[str, str]:
    """Return the filters in use, by column."""
    columns = {"list": "list_name", "entry": "entry_id", "voyage": "voyage_id"}
    return {column: given[name] for name, column in columns.items() if given.get(name)}


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
    request: HttpRequest, found: ClearedPair, form: ReviewForm, *, number: str = "", status: int = 200
) -> HttpResponse:
    suppressed = Suppression.objects.visible_to(current_user(request)).filter(pair=found)
    context: dict[str, Any] = {
        "pair": found,
        "standing": found.status(timezone.now().date()),
        "clearing": found.alert.events.filter(act="clear").select_related("who").last(),
        "rows": page_of(suppressed.select_related("voyage", "traveller", "bill").defer("bill__declared"), request),
        "may_review": may_review(found, current_user(request)),
        "may_approve": found.is_waiting and found.proposed_by_id != current_user(request).pk,
        "form": form,
        "number": number,
    }
    return render(request, "cleared_pair.html", context, status=status)
