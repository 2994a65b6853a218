"""Form of the result of an examination: what was found, item by item."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from roadstead.casework.alerts.detentions import containers_of
from roadstead.casework.alerts.logic.examination import ALREADY_ENDED
from roadstead.casework.alerts.logic.outcomes import OutcomeType
from roadstead.casework.alerts.models import Selection
from roadstead.casework.alerts.outcomes import NotArrived
from roadstead.casework.examinations.acts import Result, is_early, record_result
from roadstead.engine.refusals import NotAllowed
from roadstead.outbound.notifications.acknowledgement import acknowledge_for_alert
from roadstead.platform.accounts.permissions import may_examine_goods
from roadstead.platform.audit.models import log
from roadstead.platform.directory.roster import zone_of_officer
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.refusals import as_sentence
from roadstead.web.examinations import words
from roadstead.web.examinations.forms import ResultForm
from roadstead.web.examinations.selection import own_selection
from roadstead.web.forms.found_form import ADD_ITEM


@allowed(may_examine_goods)
@require_http_methods(["GET", "HEAD", "POST"])
def examination_result(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the result. A refusal names the field and keeps what was typed; a button adds a further item."""
    found, user, now = own_selection(request, pk), current_user(request), timezone.now()
    given: dict[str, Any] = {"zone": zone_of_officer(user), "now": now, "container": found.container}
    if request.method != "POST":
        log(user, "read", f"selection {found.pk}", states=[found.owner])
        if not found.is_open:
            banner.info(request, as_sentence(_(ALREADY_ENDED)))
            return redirect("selection", pk=pk)
        return _page(request, found, ResultForm(**given))
    form = ResultForm(request.POST, **given)
    if ADD_ITEM in request.POST:
        return _page(request, found, form.with_further_item(**given))
    if not form.is_valid():
        return _page(request, found, form, status=400)
    said = form.cleaned_data
    result = Result(
        what=OutcomeType(said["what"]),
        at=said["at"],
        note=said["note"],
        seizure=form.seizure,
        early_reason=form.early_text,
        releases=said["releases"],
    )
    try:
        record_result(pk, result, by=user, now=now)
    except NotAllowed as refused:
        form.refuse(refused, "early" if isinstance(refused, NotArrived) else getattr(refused, "field", "what"))
        return _page(request, found, form, status=409)
    if found.alert is not None:
        acknowledge_for_alert(found.alert, by=user, now=now)
    banner.success(request, _("Result saved. Add photographs below."))
    return redirect("selection", pk=pk)


def _page(request: HttpRequest, found: Selection, form: ResultForm, *, status: int = 200) -> HttpResponse:
    now, user = timezone.now(), current_user(request)
    context = {
        "selection": found,
        "goods": words.goods_words(found),
        "form": form,
        "containers": [number for number in containers_of(found) if number],
        "asks_early": is_early(found, now, user) or bool(form.errors.get("early")) or bool(form["early"].value()),
        "has_detained": found.detentions.filter(released_at=None).exists(),
    }
    return render(request, "examination_result.html", context, status=status)
