"""One sheet: how far it is, its applicants with the result, and what can be done with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from roadstead.casework.vetting.decide import open_matches
from roadstead.casework.vetting.letter import send_letter
from roadstead.casework.vetting.models import SheetStatus, VettingMatch, VettingSheet
from roadstead.casework.vetting.outcomes import applied_elsewhere, record_outcome
from roadstead.config import config
from roadstead.engine.records import Problem
from roadstead.platform.accounts.cooperation_permissions import (
    may_decide_vetting,
    may_see_vetting,
    may_see_vetting_matches,
    may_send_vetting,
)
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import log
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.tables import Column, headings, page_of, sorted_by
from roadstead.web.forms.act_table import Act, run_act
from roadstead.web.forms.acts import shown
from roadstead.web.forms.page_form import PageForm
from roadstead.web.vetting.forms import LetterForm, OutcomeForm

APPLICANTS_PER_PAGE: Final = 50
MAX_PROBLEMS: Final = 100  # on the page
MAX_MATCHES: Final = 200  # possible matches listed on the page
COLUMNS: Final = {
    "row": Column("Row", ("row",)),
    "applicant": Column("Applicant"),
    "result": Column("Result", ("result",)),
    "outcome": Column("Decision of the state", ("outcome",)),
}


ACTS: Final[Mapping[str, Act]] = {
    "letter": Act(
        LetterForm,
        lambda pk, form, by, now: send_letter(pk, form.cleaned_data["contact"], by=by, now=now, settings=config()),
        gettext_lazy("The letter has been signed and the unit is notified."),
    ),
    "outcome": Act(
        OutcomeForm,
        lambda pk, form, by, now: record_outcome(
            pk, form.cleaned_data["outcome"], [int(each) for each in form.cleaned_data["applicants"]], by=by, now=now
        ),
        gettext_lazy("Recorded. These applicants are no longer watched."),
    ),
}


@allowed(may_see_vetting)
@require_safe
def vetting_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one sheet."""
    found = own_sheet(request, pk)
    log(current_user(request), "read", f"vetting {pk}", states=found.states)
    return _page(request, found)


@allowed(may_see_vetting)
@require_POST
def vetting_act(request: HttpRequest, pk: int) -> HttpResponse:
    """Do one thing. A refusal says why at the form that was sent."""
    found = own_sheet(request, pk)
    return run_act(
        request,
        ACTS,
        pk,
        show=lambda sent: _page(request, own_sheet(request, pk), sent=sent, status=409),
        done=lambda: redirect("vetting-sheet", pk=pk),
        more={OutcomeForm: {"rows": list(found.applicants.filter(outcome=""))}},
    )


def own_sheet(request: HttpRequest, pk: int, *, with_letter: bool = False) -> VettingSheet:
    rows = VettingSheet.objects.visible_to(current_user(request)).select_related(
        "organisation", "sent_by", "replied_by"
    )
    found: VettingSheet = get_object_or_404(rows.defer("file") if with_letter else rows.defer("file", "letter"), pk=pk)
    return found


def _may_record(found: VettingSheet, user: User) -> bool:
    return may_send_vetting(user) and found.organisation_id == user.organisation_id


def _page(
    request: HttpRequest, found: VettingSheet, *, sent: PageForm | None = None, status: int = 200
) -> HttpResponse:
    user, now = current_user(request), timezone.now()
    sees_matches = may_see_vetting_matches(user)
    rows = found.applicants.order_by("row")
    if sees_matches:
        rows = rows.prefetch_related(Prefetch("matches", VettingMatch.objects.visible_to(user)))
    page: Any = page_of(sorted_by(rows, request, COLUMNS), request, size=APPLICANTS_PER_PAGE)
    elsewhere = applied_elsewhere(found, user) if sees_matches else {}
    for row in page:
        row.elsewhere = elsewhere.get(row.pk, [])
    waiting = open_matches(found) if sees_matches else 0
    undecided = [row for row in page if not row.outcome] if _may_record(found, user) else []
    is_open = found.status == SheetStatus.OPEN
    may_answer = is_open and not waiting and may_decide_vetting(user)
    problems = [msgspec.convert(each, Problem) for each in found.problems[:MAX_PROBLEMS]]
    context: dict[str, Any] = {
        "sheet": found,
        "applicants": page,
        "headings": headings(request, COLUMNS),
        "problems": problems,
        "problem_count": len(found.problems),
        "sees_matches": sees_matches,
        "matches": _open_matches(found, user) if sees_matches else [],
        "waiting": waiting,
        "is_late": found.replied_at is None and found.due_at is not None and found.due_at < now,
        "form": sent,
        "letter_form": shown(sent, LetterForm, initial={"contact": _usual_contact(user)}) if may_answer else None,
        "outcome_form": shown(sent, OutcomeForm, rows=undecided) if undecided else None,  # of this page of applicants
        "now": now,
    }
    return render(request, "vetting_sheet.html", context, status=status)


def _open_matches(found: VettingSheet, user: User) -> list[VettingMatch]:
    rows = VettingMatch.objects.visible_to(user).filter(applicant__sheet=found, gone_at=None)
    rows = rows.exclude(decision="approved").select_related("applicant", "proposed_by")
    return list(rows.order_by("applicant__row", "-score", "pk")[:MAX_MATCHES])


def _usual_contact(user: User) -> str:
    """Return the contact of the last letter."""
    last = VettingSheet.objects.visible_to(user).exclude(contact="").order_by("-replied_at")
    return last.values_list("contact", flat=True).first() or ""
