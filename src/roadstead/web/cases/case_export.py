"""A case handed out: the form that asks why and to whom, and the archive."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from roadstead.casework.cases.export.handling import WORDS
from roadstead.casework.cases.export.record import Asked
from roadstead.casework.cases.models import Case
from roadstead.casework.cases.timeline import states_of
from roadstead.config import config
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.permissions import may_hand_out_cases
from roadstead.platform.audit.models import note
from roadstead.web.common.guard import allowed, who
from roadstead.web.common.refusals import why_not


@allowed(may_hand_out_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def case_export(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why, to whom and how it is to be handled; then the archive with the signed document and the data."""
    found = get_object_or_404(Case.objects.visible_to(who(request)), pk=pk)
    if request.method != "POST":
        note(who(request), "read", f"case {pk}", states=states_of(found))
        return _page(request, found)
    try:
        return _handed_out(request, found)
    except NotAllowed as refused:
        return _page(request, found, error=why_not(refused), status=409)


def _handed_out(request: HttpRequest, found: Case) -> HttpResponse:
    # Imported now: reading and signing PDF takes most of a second, which no start of a process should wait for.
    from roadstead.casework.cases.export.hand_out import hand_out

    asked = Asked(**{name: request.POST.get(name, "") for name in ("reason", "recipient", "handling")})
    made = hand_out(found.pk, asked, by=who(request), now=timezone.now(), settings=config())
    headers = {"Content-Disposition": f'attachment; filename="case-{found.pk}.zip"'}
    return HttpResponse(made, content_type="application/zip", headers=headers)


def _page(request: HttpRequest, found: Case, *, error: str = "", status: int = 200) -> HttpResponse:
    context = {"case": found, "codes": WORDS.items(), "error": error, "typed": request.POST}
    return render(request, "case_export.html", context, status=status)
