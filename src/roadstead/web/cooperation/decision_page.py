"""Page of a decision of a body: its text, its file, its effects, and what the reader may do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from roadstead.oversight.registers import acts
from roadstead.oversight.registers.models import BodyDecision, DecisionEffect
from roadstead.platform.accounts.cooperation_permissions import (
    may_approve_decisions,
    may_enter_decisions,
    may_see_decisions,
)
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import log
from roadstead.platform.timeline.logic.file_types import KINDS
from roadstead.web.common.attachments import HEADERS
from roadstead.web.common.guard import allowed, current_user, own_states
from roadstead.web.cooperation.decision_forms import EffectForm, EndForm, RowForm, SendForm, WhyForm
from roadstead.web.forms.act_table import Act, run_act
from roadstead.web.forms.acts import shown
from roadstead.web.forms.page_form import PageForm


def _add_effect(pk: int, form: EffectForm, by: User, _now: datetime) -> object:
    given = form.cleaned_data
    new = acts.NewEffect(
        **{name: given[name] for name in ("kind", "owner", "starts", "ends", "partner")}, terms=form.terms
    )
    return acts.add_effect(pk, new, by=by)


ACTS: Final[Mapping[str, Act]] = {
    "add-effect": Act(EffectForm, _add_effect, gettext_lazy("The effect is added.")),
    "remove-effect": Act(
        RowForm,
        lambda pk, form, by, _now: acts.remove_effect(pk, form.cleaned_data["number"], by=by),
        gettext_lazy("The effect is removed."),
    ),
    "send": Act(
        SendForm,
        lambda pk, _form, by, now: acts.send(pk, by=by, now=now),
        gettext_lazy("Sent for approval to a second person of the regional centre."),
    ),
    "approve": Act(
        WhyForm,
        lambda pk, form, by, now: acts.decide(pk, True, by=by, now=now, reason=form.cleaned_data["why"]),
        gettext_lazy("Approved. Each effect waits for its owner."),
    ),
    "decline": Act(
        WhyForm,
        lambda pk, form, by, now: acts.decide(pk, False, by=by, now=now, reason=form.cleaned_data["why"]),
        gettext_lazy("The record is closed without approval."),
    ),
    "put-into-effect": Act(
        RowForm,
        lambda _pk, form, by, now: acts.put_into_effect(form.cleaned_data["number"], by=by, now=now),
        gettext_lazy("Put into effect. It ends by itself after its last day."),
    ),
    "end-effect": Act(
        EndForm,
        lambda _pk, form, by, now: acts.end_effect(
            form.cleaned_data["number"], form.cleaned_data["why"], by=by, now=now
        ),
        gettext_lazy("The effect has ended. Nothing is sent under it from now on."),
    ),
}


@allowed(may_see_decisions)
@require_safe
def body_decision(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _visible(request, pk))


@allowed(may_see_decisions)
@require_POST
def decision_act(request: HttpRequest, pk: int) -> HttpResponse:
    """Perform the action in `act`; `registers.acts` checks who may."""
    try:
        return run_act(
            request,
            ACTS,
            _visible(request, pk).pk,
            show=lambda sent: _page(request, _visible(request, pk), sent, status=409),
            done=lambda: redirect("body-decision", pk),
        )
    except DecisionEffect.DoesNotExist:
        raise Http404 from None


@allowed(may_see_decisions)
@require_safe
def decision_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the signed file as it was recorded, to be saved."""
    rows = BodyDecision.objects.visible_to(current_user(request)).exclude(file_name="")
    row = get_object_or_404(rows, pk=pk)
    user = current_user(request)
    log(user, "read", f"decision {pk}", states=own_states(user), detail=f"file {row.file_sha256}")
    answer = HttpResponse(bytes(row.file_content or b""), content_type=KINDS[row.file_kind].media, headers=HEADERS)
    answer["Content-Disposition"] = content_disposition_header(True, row.file_name)
    return answer


def _visible(request: HttpRequest, pk: int) -> BodyDecision:
    rows = BodyDecision.objects.visible_to(current_user(request)).defer("file_content")
    return get_object_or_404(rows.select_related("body", "entered_by", "proposed_by", "decided_by"), pk=pk)


def _page(request: HttpRequest, row: BodyDecision, sent: PageForm | None = None, status: int = 200) -> HttpResponse:
    user, today = current_user(request), timezone.now().date()
    may_put = set(acts.waiting_effects(user, today).filter(decision=row).values_list("pk", flat=True))
    may_end = set(acts.effects_to_end(user, today).filter(decision=row).values_list("pk", flat=True))
    effects = DecisionEffect.objects.visible_to(user).filter(decision=row)
    is_own_draft = row.is_draft and may_enter_decisions(user)
    may_decide = row.is_waiting and (may_approve_decisions(user) or row.proposed_by_id == user.pk)
    context = {
        "row": row,
        "effects": [
            (
                each,
                effect_status(each, row, today),
                each.pk in may_put,
                shown(sent, EndForm, row=each.pk, initial={"number": each.pk}) if each.pk in may_end else None,
            )
            for each in effects.select_related("partner", "start__put_by", "end__ended_by")
        ],
        "effect": shown(sent, EffectForm) if is_own_draft else None,
        "may_decide": may_decide,
        "is_own": row.proposed_by_id == user.pk,
        "why": shown(sent, WhyForm) if may_decide else None,
        "form": sent,
    }
    return render(request, "body_decision.html", context, status=status)


def effect_status(effect: DecisionEffect, row: BodyDecision, today: date) -> str:
    """Return `planned` (the record is not approved), `waiting`, `started`, `later` or `ended`."""
    if hasattr(effect, "end") or (effect.ends and effect.ends < today):
        return "ended"
    if not row.is_approved:
        return "planned"
    if not hasattr(effect, "start"):
        return "waiting"
    return "later" if effect.starts > today else "started"
