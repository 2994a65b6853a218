"""Breaches of personal data: recorded, added to, each authority notified in time, closed (S32)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from django import forms
from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from roadstead.engine.refusals import NotAllowed
from roadstead.oversight.retention import incidents as domain
from roadstead.oversight.retention.incidents import LATER, MAX_AUTHORITY_CHARS, MAX_TEXT_CHARS, NewIncident
from roadstead.oversight.retention.models import Incident, NotificationDuty
from roadstead.platform.accounts.models import State, User
from roadstead.platform.accounts.permissions import may_record_incidents, may_see_incidents
from roadstead.platform.audit.models import log
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.tables import page_of
from roadstead.web.forms.page_form import LinesField, PageForm
from roadstead.web.oversight.acts import Act, carry_out, refuse
from roadstead.web.templatetags.names import country

ROWS: Final = 10  # on a page
MAX_ID: Final = 2**63 - 1
STALE: Final = dict.fromkeys(
    ("required", "invalid", "min_value", "max_value"), _("This page is out of date: load it again.")
)
UTC_MINUTE: Final = "%Y-%m-%dT%H:%M"  # as browsers send a time


class FindingsForm(PageForm):
    """Facts that become known after a breach was recorded."""

    kinds = LinesField(
        label=_("Which people and data are affected, and how many"),
        help_text=_("Leave empty what is not known yet"),
        rows=2,
        max_length=MAX_TEXT_CHARS,
        required=False,
    )
    consequences = LinesField(label=_("Likely consequences"), rows=2, max_length=MAX_TEXT_CHARS, required=False)
    measures = LinesField(
        label=_("Measures taken, and what the people affected can do"),
        rows=2,
        max_length=MAX_TEXT_CHARS,
        required=False,
    )


class IncidentForm(FindingsForm):
    """A new incident. `states`: for the regional centre alone."""

    field_order = ("what", "known_at", "state", *LATER)

    what = LinesField(
        label=_("What happened"),
        help_text=_("What is known so far. Do not name a traveller or a document"),
        rows=4,
        max_length=MAX_TEXT_CHARS,
    )
    known_at = forms.DateTimeField(
        label=_("When somebody became aware of it (UTC)"),
        help_text=_("Every deadline counts from this time"),
        widget=forms.DateTimeInput(
            format=UTC_MINUTE, attrs={"type": "datetime-local", "class": "govuk-input--width-20"}
        ),
        error_messages={"invalid": _("Write day and time in UTC, for example 2026-11-25T14:30.")},
    )
    state = forms.MultipleChoiceField(
        label=_("States whose people are affected"),
        help_text=_("If you do not know, choose all of them"),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = self.fields["state"]
        assert isinstance(states, forms.MultipleChoiceField)
        if by.state_id:
            del self.fields["state"]
        else:
            codes = State.objects.order_by("name").values_list("code", flat=True)
            states.choices = [(code, country(code)) for code in codes]

    def incident(self) -> NewIncident:
        given = self.cleaned_data
        texts = {name: given[name] for name in ("what", *LATER)}
        known = given["known_at"].astimezone(UTC)
        return NewIncident(**texts, known_at=f"{known:{UTC_MINUTE}}", states=given.get("state", []))


class NotifiedForm(PageForm):
    """Record that an authority was notified."""

    duty = forms.IntegerField(min_value=1, max_value=MAX_ID, widget=forms.HiddenInput, error_messages=STALE)
    whom = forms.CharField(
        label=_("Whom you notified, and how"),
        help_text=_("For example: the Data Protection Commissioner, by e-mail"),
        max_length=MAX_AUTHORITY_CHARS,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


@allowed(may_see_incidents)
@require_safe
def incidents(request: HttpRequest) -> HttpResponse:
    """List the incidents that this user may see, the newest first, with who is still to be notified; and the form for a
    new one.
    """
    return _list(request)


@allowed(may_record_incidents)
@require_POST
def new_incident(request: HttpRequest) -> HttpResponse:
    by = current_user(request)
    form = IncidentForm(request.POST, by=by)
    if not form.is_valid():
        return _list(request, sent=form)
    try:
        made = domain.record(form.incident(), by=by, now=timezone.now())
    except NotAllowed as refused:
        refuse(form, refused)
        return _list(request, sent=form)
    banner.success(request, _("Incident recorded."))
    return redirect("incident", pk=made.pk)


@allowed(may_see_incidents)
@require_safe
def incident(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one breach: what is known, by when each authority is notified, and the draft of each notice."""
    return _page(request, _found(request, pk))


@allowed(may_record_incidents)
@require_POST
def incident_act(request: HttpRequest, pk: int) -> HttpResponse:
    """Add what became known, record who was notified, or close it."""
    found = _found(request, pk)
    sent = carry_out(request, pk, ACTS)
    if sent.errors:
        return _page(request, found, sent=sent)
    banner.success(request, _("Incident updated."))
    return redirect("incident", pk=pk)


def _add(pk: int, given: Mapping[str, Any], by: User, _now: datetime) -> None:
    domain.add_to(pk, given, by=by)


def _record_notification(pk: int, given: Mapping[str, Any], by: User, now: datetime) -> None:
    domain.record_notification(pk, given["duty"], given["whom"], by=by, now=now)


def _close(pk: int, _given: Mapping[str, Any], by: User, now: datetime) -> None:
    domain.close(pk, by=by, now=now)


def _notified_form(data: Mapping[str, Any]) -> NotifiedForm:
    return NotifiedForm(data, auto_id=f"%s-{data.get('duty', '')}")


ACTS: Final = {
    "add": Act(carry_out=_add, form=FindingsForm),
    "tell": Act(carry_out=_record_notification, form=_notified_form),
    "close": Act(carry_out=_close),
}


def _found(request: HttpRequest, pk: int) -> Incident:
    return get_object_or_404(Incident.objects.visible_to(current_user(request)).select_related("recorded_by"), pk=pk)


def _list(request: HttpRequest, *, sent: IncidentForm | None = None) -> HttpResponse:
    user = current_user(request)
    log(user, "read", "incidents", states=list(user.scope.states))
    page = page_of(Incident.objects.visible_to(user), request, size=ROWS)
    waiting = (
        NotificationDuty.objects.visible_to(user).filter(incident__in=list(page), notified_at=None).order_by("-due_at")
    )
    due = {duty.incident_id: duty for duty in waiting}  # the next one, if there are several
    context = {
        "page": page,
        "rows": [(row, due.get(row.pk)) for row in page],
        "now": timezone.now(),
        "may_record": may_record_incidents(user),
        "form": sent or IncidentForm(by=user),
    }
    return render(request, "incidents.html", context, status=409 if sent else 200)


def _page(request: HttpRequest, found: Incident, *, sent: PageForm | None = None) -> HttpResponse:
    """Show the incident. `sent`: the form that was refused."""
    user = current_user(request)
    log(user, "read", f"incident {found.pk}", states=list(user.scope.states))
    duties = NotificationDuty.objects.visible_to(user).filter(incident=found).select_related("notified_by")
    context = {
        "incident": found,
        "duties": [(duty, domain.draft(found, duty), _form_of(duty, sent)) for duty in duties],
        "now": timezone.now(),
        "may_record": may_record_incidents(user) and not found.closed_at,
        "form": sent,
        "findings": sent if isinstance(sent, FindingsForm) else FindingsForm(),
        "is_owner": found.owner == (user.state_id or "REGION"),
    }
    return render(request, "incident.html", context, status=409 if sent else 200)


def _form_of(duty: NotificationDuty, sent: PageForm | None) -> PageForm:
    if isinstance(sent, NotifiedForm) and sent["duty"].value() == str(duty.pk):
        return sent
    return NotifiedForm(initial={"duty": duty.pk}, auto_id=f"%s-{duty.pk}")
