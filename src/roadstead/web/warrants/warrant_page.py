"""One warrant: whom it names, its checks, its signed file, one next step, and a form for each act."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from roadstead.cooperation.warrants import decide, draft, end
from roadstead.cooperation.warrants.grounds import raised_grounds
from roadstead.cooperation.warrants.logic import checks
from roadstead.cooperation.warrants.logic.statuses import ENDED, WarrantAct, is_possible
from roadstead.cooperation.warrants.models import Warrant, WarrantEvent, WarrantFile
from roadstead.cooperation.warrants.signature import is_intact
from roadstead.platform.accounts.cooperation_permissions import (
    may_draft_warrants,
    may_see_warrants,
    may_validate_warrants,
)
from roadstead.platform.accounts.models import State, User
from roadstead.platform.accounts.permissions import may_export
from roadstead.platform.audit.models import log
from roadstead.platform.timeline.events import first_broken
from roadstead.web.common.attachments import attachment_response
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.pdf import pdf_response
from roadstead.web.forms.act_table import Act, run_act, with_decision, with_why
from roadstead.web.forms.acts import shown
from roadstead.web.forms.page_form import PageForm
from roadstead.web.warrants import forms
from roadstead.web.warrants.shown import ACT_LABELS, person_facts
from roadstead.web.warrants.warrant_pdf import warrant_as_pdf

BROKEN: Final = gettext_lazy(
    "This file is not the one that was added. Do not rely on it. Tell your auditor and the operator."
)


def _upload(pk: int, form: Any, by: User, now: datetime) -> object:
    file = form.cleaned_data["file"]
    return decide.add_signed_file(pk, file.name or "", file.read(), by=by, now=now)


ACTS: Final = {
    "add-offence": Act(
        forms.OffenceForm,
        lambda pk, form, by, now: draft.add_offence(pk, form.offence(), by=by, now=now),
        gettext_lazy("Offence added."),
    ),
    "remove-offence": Act(
        forms.RemoveOffenceForm,
        lambda pk, form, by, now: draft.remove_offence(pk, form.cleaned_data["number"], by=by, now=now),
        gettext_lazy("Offence removed."),
    ),
    "sign": Act(forms.SignedFileForm, _upload, gettext_lazy("Sent for validation by a second person.")),
    "validate": Act(
        forms.DecideForm,
        with_decision(decide.decide, approve=True),
        gettext_lazy("Validated."),
    ),
    "return": Act(
        forms.DecideForm,
        with_decision(decide.decide, approve=False),
        gettext_lazy("Returned. The warrant is a draft again."),
    ),
    "publish": Act(forms.PublishForm, with_why(decide.publish), gettext_lazy("The warrant is in force.")),
    "resume": Act(forms.ResumeForm, with_why(decide.resume), gettext_lazy("The warrant is in force again.")),
    "review": Act(
        forms.ReviewForm,
        lambda pk, form, by, now: decide.review(
            pk, form.cleaned_data["review_by"], form.cleaned_data["why"], by=by, now=now
        ),
        gettext_lazy("Reviewed. The entry stays, with the new day of review."),
    ),
    "suspend": Act(
        forms.SuspendForm, with_why(end.suspend), gettext_lazy("Suspended. The entry is withdrawn everywhere.")
    ),
    "executed": Act(
        forms.ExecutedForm, with_why(end.executed), gettext_lazy("Recorded. The entry is withdrawn everywhere.")
    ),
    "withdraw": Act(
        forms.WithdrawForm, with_why(end.withdraw), gettext_lazy("Withdrawn. The entry is withdrawn everywhere.")
    ),
}


@allowed(may_see_warrants)
@require_safe
def warrant_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one warrant."""
    found = own_warrant(request, reference)
    log(current_user(request), "read", f"warrant {found.pk}", states=found.states)
    return _page(request, found)


@allowed(may_see_warrants)
@require_safe
def warrant_file(request: HttpRequest, reference: str, file: int) -> HttpResponse:
    """Return a signed file as it was uploaded."""
    found, user = own_warrant(request, reference), current_user(request)
    row = get_object_or_404(WarrantFile.objects.visible_to(user), pk=file, warrant=found)
    if not is_intact(row):
        raise Http404(BROKEN)
    log(user, "read", f"warrant {found.pk}", states=found.states, detail=f"file {row.pk}")
    return attachment_response(row)


@allowed(may_see_warrants)
@allowed(may_export)
@require_safe
def warrant_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """Return the warrant and its history as a PDF for a court."""
    found, user = own_warrant(request, reference), current_user(request)
    log(user, "exported", f"warrant {found.pk}", states=found.states, detail=f"pdf, event {found.head}")
    return pdf_response(warrant_as_pdf(found, user, timezone.now()), f"warrant-{reference}.pdf")


@allowed(may_see_warrants)
@require_POST
def warrant_act(request: HttpRequest, reference: str) -> HttpResponse:
    """Do one thing. Each act checks who may; a refusal says why at the form that was sent, and keeps what was typed."""
    return run_act(
        request,
        ACTS,
        own_warrant(request, reference).pk,
        show=lambda sent: _page(request, own_warrant(request, reference), sent=sent, status=409),
        done=lambda: redirect("warrant", reference=reference),
    )


def own_warrant(request: HttpRequest, reference: str) -> Warrant:
    """Return the warrant, if this person may see it."""
    rows = Warrant.objects.visible_to(current_user(request)).select_related("organisation", "opened_by")
    found: Warrant = get_object_or_404(rows, reference=reference)
    return found


def _page(request: HttpRequest, found: Warrant, *, sent: PageForm | None = None, status: int = 200) -> HttpResponse:
    user, content = current_user(request), found.content
    drafts, validates = may_draft_warrants(user), may_validate_warrants(user)
    may = {act.name.lower(): is_possible(found.state, act) for act in WarrantAct}
    validation = found.validations.filter(decision="").select_related("proposed_by").first()
    is_open = found.state not in ENDED
    others = State.objects.exclude(pk=found.owner).order_by("pk").values_list("pk", flat=True)
    context: dict[str, Any] = {
        "warrant": found,
        "content": content,
        "facts": person_facts(found),
        "offences": [
            (each, shown(sent, forms.RemoveOffenceForm, row=number, initial={"number": number}))
            for number, each in enumerate(content.offences, start=1)
        ],
        "files": list(WarrantFile.objects.visible_to(user).filter(warrant=found).defer("content").order_by("-pk")),
        "missing": checks.missing(content) if is_open else (),
        "points": checks.points(content) if is_open else (),
        "grounds": raised_grounds(found, others, timezone.now().date()) if is_open else [],
        "validation": validation,
        "may_ask": drafts,
        "may_edit": drafts and may["changed"],
        "may_validate": validates and validation is not None,
        "may_return": drafts and validation is not None and validation.proposed_by_id == user.pk,
        "may_publish": validates and may["published"],
        "may_resume": validates and may["resumed"],
        "may_review": validates and may["reviewed"],
        "may_suspend": validates and may["suspended"],
        "may_execute": validates and may["executed"],
        "may_withdraw": may["withdrawn"] and (validates or (drafts and may["changed"]) or (drafts and may["returned"])),
        "history": _history(found, user),
        "broken": first_broken(found),
        "form": sent,
        "forms": {
            "offence": shown(sent, forms.OffenceForm),
            "sign": shown(sent, forms.SignedFileForm),
            "decide": shown(sent, forms.DecideForm),
            "publish": shown(sent, forms.PublishForm),
            "resume": shown(sent, forms.ResumeForm),
            "review": shown(sent, forms.ReviewForm),
            "suspend": shown(sent, forms.SuspendForm),
            "executed": shown(sent, forms.ExecutedForm),
            "withdraw": shown(sent, forms.WithdrawForm),
        },
    }
    return render(request, "warrant.html", context, status=status)


def _history(found: Warrant, user: User) -> list[tuple[WarrantEvent, Any, str]]:
    """Return events with their label and reason, the newest first."""
    rows = WarrantEvent.objects.visible_to(user).filter(warrant=found).select_related("who")
    return [
        (row, ACT_LABELS.get(row.act, row.act), str(row.content.get("why", ""))) for row in rows.order_by("-number")
    ]
