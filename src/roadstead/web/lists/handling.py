"""Handling of a list: who besides its owner may receive what it raises. A supervisor of the owner sets it, with a
reason.
"""

from __future__ import annotations

from typing import Final

from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from roadstead.casework.alerts.apply_handling import apply_handling
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.permissions import may_load_lists
from roadstead.platform.handling.labels import TLP
from roadstead.targeting.watchlists.handling import NewHandling, set_handling
from roadstead.targeting.watchlists.models import WatchList
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.refusals import refusal_text
from roadstead.web.lists.list_settings import list_page

TEXTS: Final = ("h_words", "pap", "grading_scheme", "grading_source", "grading_information")


@allowed(may_load_lists)
@require_POST
def handle(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the handling, in force at once, also for alerts that the list has raised before."""
    found = get_object_or_404(WatchList.objects.visible_to(current_user(request)), pk=pk)
    try:
        now = set_handling(found, _wanted(request), why=request.POST.get("why", ""), by=current_user(request))
    except NotAllowed as refused:
        return list_page(request, found, error=refusal_text(refused), status=409)
    apply_handling(found, now, by=current_user(request))
    banner.success(request, _("%(name)s is handled as %(how)s.") % {"name": now.name, "how": _(TLP[now.tlp])})
    return redirect("list", pk=pk)


def _wanted(request: HttpRequest) -> NewHandling:
    typed = request.POST
    return NewHandling(
        tlp=typed.get("tlp", ""),
        purpose=typed.get("purpose", ""),
        share=tuple(typed.getlist("share")),
        named=tuple(dict.fromkeys(typed.get("named", "").replace(",", " ").split()))[:50],
        h=tuple(typed.getlist("h")),
        consent_for=tuple(typed.getlist("consent_for")),
        **{name: typed.get(name, "").strip() for name in TEXTS},
    )
