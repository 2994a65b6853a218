"""Lookouts: those that are live at the own desks, those that wait for a second person, and the own that have ended."""

from __future__ import annotations

from typing import Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from roadstead.cooperation.lookouts.photo import may_read_content
from roadstead.cooperation.lookouts.waiting import shown
from roadstead.platform.accounts.cooperation_permissions import may_issue_lookouts, may_see_lookouts
from roadstead.platform.audit.models import log
from roadstead.web.common.guard import allowed, current_user, own_states, page_recipient
from roadstead.web.common.tables import Column, headings, page_of, sorted_by
from roadstead.web.forms.page_form import PageForm

LOOKOUTS_PER_PAGE: Final = 20
SHOWN: Final = {
    "live": gettext_lazy("Live"),
    "waiting": gettext_lazy("Waiting for approval"),
    "ended": gettext_lazy("Ended"),
}
COLUMNS: Final = {
    "lookout": Column("Lookout", ("reference",)),
    "owner": Column("Issued by", ("owner",)),
    "until": Column("Ends", ("until",)),
    "status": Column("Status"),
}


class LookoutFilter(PageForm):
    """Filter of the list. No name is searched: it would stand in an address."""

    auto_id, marks_optional = "filter-%s", False
    show = forms.ChoiceField(label=gettext_lazy("Show"), choices=list(SHOWN.items()), required=False)


@allowed(may_see_lookouts)
@require_safe
def lookouts(request: HttpRequest) -> HttpResponse:
    """List the lookouts, those first that the own desk has not acknowledged."""
    user, now, form = current_user(request), timezone.now(), LookoutFilter(request.GET)
    form.is_valid()
    show = form.cleaned_data.get("show") or "live"
    page = page_of(sorted_by(shown(user, show, now), request, COLUMNS), request, size=LOOKOUTS_PER_PAGE)
    for row in page:
        row.is_named = may_read_content(row, page_recipient(user))
        row.status = row.status_at(now).value
    log(user, "read", "lookouts", states=own_states(user))
    context = {
        "lookouts": page,
        "headings": headings(request, COLUMNS),
        "form": form,
        "show": show,
        "may_issue": may_issue_lookouts(user),
        "now": now,
    }
    return render(request, "lookouts.html", context)
