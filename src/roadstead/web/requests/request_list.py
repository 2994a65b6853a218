"""Requests of the own organisation: those that wait for it, those that wait for others, and those that have ended."""

from __future__ import annotations

from typing import Final

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from roadstead.cooperation.requests.drafts import drafts
from roadstead.cooperation.requests.models import Request
from roadstead.cooperation.requests.references import normalise_reference
from roadstead.cooperation.requests.waiting import (
    hide_targets,
    requests_of,
    requests_waiting_for,
    requests_waiting_for_others,
)
from roadstead.engine.requests.types.registry import TYPES
from roadstead.platform.accounts.cooperation_permissions import may_see_requests, may_write_requests
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import log
from roadstead.platform.directory.visibility import organisations_of
from roadstead.web.common.guard import allowed, current_user, own_states
from roadstead.web.common.tables import Column, as_csv, headings, page_of, sorted_by
from roadstead.web.forms.page_form import PageForm
from roadstead.web.requests.type_forms import type_name

REQUESTS_PER_PAGE: Final = 20
SHOWN: Final = {
    "ours": gettext_lazy("Waiting for us"),
    "theirs": gettext_lazy("Waiting for others"),
    "all": gettext_lazy("All"),
}
COLUMNS: Final = {
    "request": Column("Request", ("title",), lambda row: row.title),
    "reference": Column("Reference", (), lambda row: row.reference),
    "type": Column("Type", (), lambda row: row.type),
    "asking": Column("From", ("asking",), lambda row: row.asking),
    "asked": Column("To", ("asked",), lambda row: row.asked),
    "status": Column("Status", ("status",), lambda row: row.status),
    "due": Column("Due", ("due_at",), lambda row: f"{row.due_at:%Y-%m-%dT%H:%MZ}" if row.due_at else ""),
    "sent": Column("Sent", ("opened_at",), lambda row: f"{row.opened_at:%Y-%m-%dT%H:%MZ}"),
}
ON_PAGE: Final = {name: COLUMNS[name] for name in ("request", "asking", "asked", "status", "due")}


class RequestFilter(PageForm):
    """Filters of the list of requests. No word of a request is searched: titles name no person."""

    auto_id, marks_optional = "filter-%s", False
    reference = forms.CharField(
        label=gettext_lazy("Reference"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"}),
    )
    show = forms.ChoiceField(label=gettext_lazy("Show"), choices=list(SHOWN.items()), required=False)
    type = forms.ChoiceField(label=gettext_lazy("Type"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["type"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", gettext_lazy("All")), *((code, type_name(each)) for code, each in TYPES.items())]


@allowed(may_see_requests)
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """List the requests of the own organisation; a whole reference leads to its request."""
    user, form = current_user(request), RequestFilter(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    reference = normalise_reference(asked.get("reference", ""))
    if reference and Request.objects.visible_to(user).filter(reference=reference).exists():
        return redirect("request", reference=reference)
    show = asked.get("show") or "ours"
    rows = _found(user, show, asked.get("type", ""))
    if asked.get("reference"):
        rows = rows.filter(reference=reference or None)
    rows = sorted_by(rows, request, ON_PAGE)
    log(user, "read", "exchanges", states=own_states(user))
    if request.GET.get("as") == "csv":
        log(user, "exported", "exchanges", states=own_states(user))
        saved = list(rows)
        hide_targets(saved, user)
        return as_csv("requests", COLUMNS.values(), saved)
    own = drafts(user) if may_write_requests(user) and user.organisation_id else None
    page = page_of(rows, request, size=REQUESTS_PER_PAGE)
    hide_targets(page.object_list, user)
    context = {
        "requests": page,
        "headings": headings(request, ON_PAGE),
        "form": form,
        "show": show,
        "shown": SHOWN.items(),
        "own": organisations_of(user),
        "may_write": may_write_requests(user),
        "drafts": own[:20] if own is not None else (),
        "types": {code: type_name(each) for code, each in TYPES.items()},
        "now": timezone.now(),
    }
    return render(request, "requests.html", context)


def _found(user: User, show: str, type: str) -> QuerySet[Request, Request]:
    rows = {"ours": requests_waiting_for, "theirs": requests_waiting_for_others}.get(show, requests_of)(user)
    return rows.filter(type=type) if type else rows
