"""Holds: which voyages are kept beyond their retention period, why, by whom, until when; placed, reviewed and
lifted.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django import forms
from django.contrib import messages as banner
from django.db.models import F, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from roadstead.engine.refusals import FieldRefused
from roadstead.filings.voyages.models import Voyage
from roadstead.oversight.retention import holds as domain
from roadstead.oversight.retention.holds import MAX_REASON_CHARS, NewHold
from roadstead.oversight.retention.models import Hold, HoldLifting
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_place_holds, may_see_holds
from roadstead.platform.approvals.models import WAITING
from roadstead.platform.audit.models import log
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.tables import page_of
from roadstead.web.forms.fields import DayField
from roadstead.web.forms.page_form import LinesField, PageForm
from roadstead.web.oversight.acts import Act, carry_out, submit

SHOWN: Final = (("held", _("In force")), ("over", _("Lifted or ended")), ("all", _("All")))
ROWS: Final = 12  # on a page
MAX_NUMBER: Final = 2**63 - 1  # of a voyage


class FilterForm(PageForm):
    """Which holds are listed."""

    auto_id = "filter-%s"
    marks_optional = False

    show = forms.ChoiceField(label=_("Holds"), choices=SHOWN, required=False)


class HoldForm(PageForm):
    """A new hold."""

    voyage = forms.IntegerField(
        label=_("Voyage number"),
        help_text=_("The number at the end of the address of the voyage’s page, for example 17"),
        min_value=1,
        max_value=MAX_NUMBER,
        error_messages={"invalid": _("Write the number of the voyage in digits, for example 17.")},
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "inputmode": "numeric", "autocomplete": "off"}),
    )
    reason = LinesField(
        label=_("Reason"),
        help_text=_("The order or the proceedings, with its number. Do not name a traveller"),
        max_length=MAX_REASON_CHARS,
    )
    until = DayField(label=_("Last day of the hold"), help_text=_("At most five years ahead"))
    review_on = DayField(
        label=_("Review by"),
        help_text=_("Within six months. If you leave it empty: in six months, or on the last day if that is earlier"),
        required=False,
    )


class ReviewForm(PageForm):
    """Confirmation that a hold is still needed."""

    review_on = DayField(label=_("Still needed: review again by"))


class LiftForm(PageForm):
    """Proposal to lift a hold before its last day."""

    why = LinesField(
        label=_("Reason for lifting the hold"),
        help_text=_("Another supervisor approves it"),
        rows=2,
        max_length=MAX_REASON_CHARS,
    )


@allowed(may_see_holds)
@require_safe
def holds(request: HttpRequest) -> HttpResponse:
    """List the holds in force, the next due for review first; and the form to place one, with `?voyage=17` for that
    voyage.
    """
    return _page(request)


@allowed(may_place_holds)
@require_POST
def new_hold(request: HttpRequest) -> HttpResponse:
    """Place a hold on a voyage by its number."""
    form = HoldForm(request.POST)
    if form.is_valid() and submit(form, lambda: _place(form.cleaned_data, current_user(request))):
        banner.success(request, _("Hold placed."))
        return redirect("holds")
    return _page(request, sent=form)


@allowed(may_place_holds)
@require_POST
def hold_act(request: HttpRequest, pk: int) -> HttpResponse:
    """Review a hold, propose to lift it, or decide what another has proposed."""
    get_object_or_404(Hold.objects.visible_to(current_user(request)), pk=pk)
    sent = carry_out(request, pk, _acts(pk))
    if sent.errors:
        return _page(request, sent=sent, pk=pk)
    banner.success(request, _("Hold updated."))
    return redirect("holds")


def _acts(pk: int) -> dict[str, Act]:
    return {
        "look": Act(carry_out=_review, form=lambda data: ReviewForm(data, auto_id=f"%s-{pk}")),
        "lift": Act(carry_out=_propose_lifting, form=lambda data: LiftForm(data, auto_id=f"%s-{pk}")),
        "approve": Act(carry_out=_approve),
        "decline": Act(carry_out=_reject),
    }


def _place(given: Mapping[str, Any], by: User) -> None:
    found = Voyage.objects.visible_to(by).filter(pk=given["voyage"]).first()
    if not found:
        raise FieldRefused("you cannot see a voyage with this number: check the number", field="voyage")
    days = {name: str(given[name] or "") for name in ("until", "review_on")}
    domain.place(found, NewHold(reason=given["reason"], **days), by=by, now=timezone.now())


def _review(pk: int, given: Mapping[str, Any], by: User, now: datetime) -> None:
    domain.confirm_hold(pk, str(given["review_on"]), by=by, now=now)


def _propose_lifting(pk: int, given: Mapping[str, Any], by: User, now: datetime) -> None:
    domain.propose_to_lift(pk, given["why"], by=by, now=now)


def _approve(pk: int, _given: Mapping[str, Any], by: User, now: datetime) -> None:
    domain.decide_to_lift(pk, approve=True, by=by, now=now)


def _reject(pk: int, _given: Mapping[str, Any], by: User, now: datetime) -> None:
    domain.decide_to_lift(pk, approve=False, by=by, now=now)


def _rows(user: User, show: str, now: datetime) -> QuerySet[Hold, Hold]:
    waiting = HoldLifting.objects.visible_to(user).filter(WAITING).select_related("proposed_by")
    rows = Hold.objects.visible_to(user).select_related("placed_by", "lifted_by")
    rows = rows.prefetch_related("voyage", Prefetch("liftings", queryset=waiting))
    in_force = rows.filter(lifted_at=None, until__gte=now.date())
    if show == "held":
        return in_force.order_by(F("review_on").asc(nulls_first=True), "until", "pk")
    return rows.exclude(pk__in=in_force.values("pk")) if show == "over" else rows


def _page(request: HttpRequest, *, sent: PageForm | None = None, pk: int = 0) -> HttpResponse:
    """Show the holds. `sent`: the form that was refused, of the hold `pk` or for a new one."""
    user, now = current_user(request), timezone.now()
    filters = FilterForm({"show": "held", **request.GET.dict()})
    show = filters.cleaned_data["show"] or "held" if filters.is_valid() else "held"
    log(user, "read", "holds", states=list(user.scope.states))
    page = page_of(_rows(user, show, now), request, size=ROWS)
    initial = {"voyage": request.GET.get("voyage", "")[:18]}
    context = {
        "page": page,
        "rows": [(hold, *_forms_of(hold, sent if hold.pk == pk else None)) for hold in page],
        "filters": filters,
        "form": sent or filters,
        "today": now.date(),
        "may_keep": may_place_holds(user),
        "owns": [user.state_id] if user.state_id else [],
        "new": sent if isinstance(sent, HoldForm) else HoldForm(initial=initial),
    }
    return render(request, "holds.html", context, status=409 if sent else 400 if filters.errors else 200)


def _forms_of(hold: Hold, sent: PageForm | None) -> tuple[PageForm, PageForm, bool]:
    """Return the forms to review and to lift a hold, and whether they are open because one was refused."""
    auto_id = f"%s-{hold.pk}"
    review = sent if isinstance(sent, ReviewForm) else ReviewForm(auto_id=auto_id)
    lift = sent if isinstance(sent, LiftForm) else LiftForm(auto_id=auto_id)
    return review, lift, sent in (review, lift)
