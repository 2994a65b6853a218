"""A possible match of an applicant, compared as on the page of an alert, and the decision about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from roadstead.casework.alerts.compare import side_by_side
from roadstead.casework.alerts.logic.compare import ComparisonRow, usual_reasons
from roadstead.casework.vetting.decide import confirm_match, decide_match, reopen_match
from roadstead.casework.vetting.models import Finding, SheetStatus, VettingMatch
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.cooperation_permissions import may_decide_vetting, may_see_vetting_matches
from roadstead.platform.accounts.models import User
from roadstead.platform.approvals.models import Decision
from roadstead.platform.audit.models import log
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.forms.act_table import Act, run_act, with_decision
from roadstead.web.forms.acts import shown
from roadstead.web.forms.page_form import PageForm
from roadstead.web.vetting.forms import ConfirmForm, FindingForm, ReopenForm

ACTS: Final[Mapping[str, Act]] = {
    "decide": Act(
        FindingForm,
        lambda pk, form, by, now: decide_match(
            pk, form.cleaned_data["finding"], form.cleaned_data["why"], by=by, now=now
        ),
        gettext_lazy("Your decision is recorded."),
    ),
    "approve": Act(
        ConfirmForm,
        with_decision(confirm_match, approve=True),
        gettext_lazy("Approved."),
    ),
    "reject": Act(
        ConfirmForm,
        with_decision(confirm_match, approve=False),
        gettext_lazy("Rejected. The match is open again."),
    ),
    "reopen": Act(
        ReopenForm, lambda pk, _form, by, _now: reopen_match(pk, by=by), gettext_lazy("The match is open again.")
    ),
}


@allowed(may_see_vetting_matches)
@require_safe
def vetting_match(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one possible match."""
    found = _own_match(request, pk)
    subject = f"vetting {found.applicant.sheet_id}"
    log(current_user(request), "read", subject, states=[], detail=f"match {pk}")  # of the centre's alone
    return _page(request, found)


@allowed(may_see_vetting_matches)
@require_POST
def vetting_match_act(request: HttpRequest, pk: int) -> HttpResponse:
    """Do one thing. After a decision the next open match of the sheet is shown, or the sheet."""
    found = _own_match(request, pk)

    def done() -> HttpResponse:
        later = _next(found, current_user(request))
        return redirect("vetting-match", later.pk) if later else redirect("vetting-sheet", found.applicant.sheet_id)

    return run_act(
        request, ACTS, pk, show=lambda sent: _page(request, _own_match(request, pk), sent=sent, status=409), done=done
    )


def _next(found: VettingMatch, user: User) -> VettingMatch | None:
    """Return the next match of the sheet about which nobody has decided."""
    rows = VettingMatch.objects.visible_to(user).filter(
        applicant__sheet=found.applicant.sheet_id, finding="", gone_at=None
    )
    return rows.exclude(pk=found.pk).order_by("applicant__row", "-score", "pk").first()


def _own_match(request: HttpRequest, pk: int) -> VettingMatch:
    rows = VettingMatch.objects.visible_to(current_user(request))
    rows = rows.select_related("applicant__sheet__organisation", "proposed_by", "decided_by")
    found: VettingMatch = get_object_or_404(rows.defer("applicant__sheet__file", "applicant__sheet__letter"), pk=pk)
    return found


def _page(
    request: HttpRequest, found: VettingMatch, *, sent: PageForm | None = None, status: int = 200
) -> HttpResponse:
    user = current_user(request)
    rows = side_by_side(found)
    is_open = found.applicant.sheet.status == SheetStatus.OPEN and may_decide_vetting(user)
    waits = found.is_waiting
    decides = is_open and not waits and not found.is_decided
    context: dict[str, Any] = {
        "match": found,
        "sheet": found.applicant.sheet,
        "lines": [{"row": row, "field": None} for row in rows],
        "form": sent,
        "finding_form": shown(sent, FindingForm, initial=_usual(rows, found)) if decides else None,
        "confirm_form": shown(sent, ConfirmForm) if is_open and waits else None,
        "is_own": found.proposed_by_id == user.pk,
        "may_reopen": is_open and found.is_decided,
        "is_rejected": found.decision == Decision.REJECTED,
    }
    return render(request, "vetting_match.html", context, status=status)


def _usual(rows: list[ComparisonRow], found: VettingMatch) -> dict[str, str]:
    """Return what the comparison suggests of a namesake, to take over, change or ignore; an earlier reason first."""
    if found.reason:
        return {"why": found.reason}
    try:
        return {"finding": Finding.NOT_SAME.value, "why": usual_reasons(rows).note}
    except NotAllowed:
        return {}
