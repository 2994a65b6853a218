"""Warrants that the reader's organisation reads: those in force first."""

from __future__ import annotations

from typing import Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from roadstead.cooperation.warrants.waiting import shown
from roadstead.platform.accounts.cooperation_permissions import may_draft_warrants, may_see_warrants
from roadstead.platform.audit.models import log
from roadstead.web.common.guard import allowed, current_user, own_states
from roadstead.web.common.tables import Column, headings, page_of, sorted_by
from roadstead.web.forms.page_form import PageForm

WARRANTS_PER_PAGE: Final = 20
SHOWN: Final = {"open": gettext_lazy("Not ended"), "ended": gettext_lazy("Ended")}
COLUMNS: Final = {
    "warrant": Column("Warrant", ("reference",)),
    "status": Column("Status", ("status",)),
    "until": Column("Last day in force", ("until",)),
    "review": Column("Review by", ("review_by",)),
}


class WarrantFilter(PageForm):
    """Filter of the list. No name is searched: it would stand in an address."""

    auto_id, marks_optional = "filter-%s", False
    show = forms.ChoiceField(label=gettext_lazy("Show"), choices=list(SHOWN.items()), required=False)


@allowed(may_see_warrants)
@require_safe
def warrants(request: HttpRequest) -> HttpResponse:
    """List the warrants, those in force first."""
    user, form = current_user(request), WarrantFilter(request.GET)
    form.is_valid()
    rows = shown(user, form.cleaned_data.get("show") or "open")
    page = page_of(sorted_by(rows, request, COLUMNS), request, size=WARRANTS_PER_PAGE)
    log(user, "read", "warrants", states=own_states(user))
    context = {
        "warrants": page,
        "headings": headings(request, COLUMNS),
        "form": form,
        "may_draft": may_draft_warrants(user),
    }
    return render(request, "warrants.html", context)
