"""Export of a case: the form that asks why and to whom, and the archive."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from roadstead.casework.cases.export.record import ExportRequest
from roadstead.casework.cases.export.release_check import OUTSIDE, OWN, RECEIVERS, SAME_STATE, USES
from roadstead.casework.cases.models import Case
from roadstead.casework.cases.timeline import states_of
from roadstead.config import config
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import State
from roadstead.platform.accounts.permissions import may_export_cases
from roadstead.platform.audit.models import log
from roadstead.platform.directory.sharing import agreements
from roadstead.platform.handling import labels
from roadstead.platform.handling.logic.codes import STRICTEST_FIRST
from roadstead.targeting.watchlists.models import REGION
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.refusals import refusal_text

TEXTS: Final = ("reason", "recipient", "handling", "receiver", "use", "agreement")


@allowed(may_export_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def case_export(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why, to whom and how it is to be handled; then return the archive with the signed document and the data."""
    found = get_object_or_404(Case.objects.visible_to(current_user(request)), pk=pk)
    if request.method != "POST":
        log(current_user(request), "read", f"case {pk}", states=states_of(found))
        return _page(request, found)
    try:
        return _export(request, found)
    except NotAllowed as refused:
        return _page(request, found, error=refusal_text(refused), status=409)


def _export(request: HttpRequest, found: Case) -> HttpResponse:
    # Imported here: the libraries that read and sign PDF take most of a second to load.
    from roadstead.casework.cases.export.export_case import export_case

    texts = {name: request.POST.get(name, "") for name in TEXTS}
    asked = ExportRequest(**texts, leave_out=bool(request.POST.get("leave_out")))
    made = export_case(found.pk, asked, by=current_user(request), now=timezone.now(), settings=config())
    headers = {"Content-Disposition": f'attachment; filename="case-{found.pk}.zip"'}
    return HttpResponse(made, content_type="application/zip", headers=headers)


def _page(request: HttpRequest, found: Case, *, error: str = "", status: int = 200) -> HttpResponse:
    owner = found.owner
    states = State.objects.exclude(code=owner).order_by("name")
    receivers = {
        OWN: _(RECEIVERS[OWN]),
        **({} if owner == REGION else {SAME_STATE: _(RECEIVERS[SAME_STATE])}),
        **{each.code: _("an authority of %(state)s") % {"state": each} for each in states},
        OUTSIDE: _(RECEIVERS[OUTSIDE]),
    }
    context = {
        "case": found,
        "codes": [(code, labels.TLP[code]) for code in STRICTEST_FIRST],
        "receivers": receivers.items(),
        "uses": USES.items(),
        "agreements": agreements(current_user(request), timezone.now().date()).filter(owner=owner),
        "error": error,
        "typed": request.POST,
    }
    return render(request, "case_export.html", context, status=status)
