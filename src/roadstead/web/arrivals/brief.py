"""Arrival brief of a voyage: a page for a telephone at the quay, a PDF, and the page as a device keeps it."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from roadstead.casework.cases.export.fonts import faces
from roadstead.config import config
from roadstead.filings.voyages.models import Voyage
from roadstead.platform.accounts.permissions import may_export, may_see_alerts
from roadstead.platform.audit.models import log
from roadstead.web.arrivals.brief_content import Brief, brief_of
from roadstead.web.arrivals.brief_outcomes import NOTED, OfflineOutcomeForm
from roadstead.web.arrivals.brief_pdf import brief_pdf
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.pdf import pdf_response

# Details of the audit line, by the form that is asked for.
EXPORTED: Final = {
    "": "arrival brief",
    "pdf": "arrival brief, pdf",
    "kept": "arrival brief, kept on a device",
}
# Headers of the page that a device keeps, in milliseconds since 1970: its service worker reads them.
MADE: Final = "X-Brief-Made"
UNTIL: Final = "X-Brief-Until"


@allowed(may_see_alerts)
@allowed(may_export)
@require_safe
def brief(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the brief of a voyage. Each form of it is an export, because it can be taken along: one audit line each."""
    user, now = current_user(request), timezone.now()
    found = get_object_or_404(Voyage.objects.visible_to(user), pk=pk)
    form = request.GET.get("as", "")
    form = form if form in EXPORTED else ""
    log(user, "exported", f"voyage {found.pk}", states=found.states, detail=EXPORTED[form])
    made = brief_of(found, user, now)
    if form == "pdf":
        return pdf_response(brief_pdf(made, user, faces(config().home / "fonts")), f"brief-{found.pk}.pdf")
    context = {"brief": made, "voyage": found, "now": now, "noted": NOTED, "forms": {}}
    if form != "kept":
        return render(request, "brief.html", context)
    response = render(request, "brief_kept.html", context | {"forms": _forms(made)})
    response.headers[MADE], response.headers[UNTIL] = _milliseconds(made.made_at), _milliseconds(made.valid_until)
    return response


def _forms(made: Brief) -> dict[int, OfflineOutcomeForm]:
    """Return the form of each alert whose outcome the reader may record."""
    return {
        each.alert.pk: OfflineOutcomeForm(
            alert=each.alert.pk, outcomes=each.outcomes, early=each.early_until is not None
        )
        for each in (*made.people, *made.goods)
        if each.outcomes
    }


def _milliseconds(at: datetime) -> str:
    return str(int(at.timestamp() * 1000))
