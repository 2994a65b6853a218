"""Saved craft and people: what a filer typed once, changes without a trip, and deletes when it is no longer used."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from roadstead.engine.deadlines.spans import Span
from roadstead.engine.records import Mode
from roadstead.engine.reference.policy import ANY
from roadstead.engine.reference.retention import RETENTION, Category, policy_for
from roadstead.engine.refusals import NotAllowed
from roadstead.filings.trips.drafts import awaited_trips, delete_craft, delete_person, save_craft, save_person
from roadstead.filings.trips.logic.notice import OnBoard
from roadstead.filings.trips.models import SavedCraft, SavedPerson
from roadstead.platform.accounts.filing_permissions import may_plan_trips
from roadstead.platform.audit.models import log
from roadstead.platform.policies.in_force import in_force
from roadstead.web.common import unsent
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.forms.acts import ActForm, HiddenNumber
from roadstead.web.trips.forms import CRAFT_FIELDS, CraftForm, shown_country
from roadstead.web.trips.person_form import PersonForm, initial_of

SUBJECT: Final = "trips saved"  # in the audit log


class DeleteForm(ActForm):
    """Deletes one saved row: `person` or `craft` holds its number."""

    person = HiddenNumber(required=False)
    craft = HiddenNumber(required=False)


@allowed(may_plan_trips)
@require_http_methods(["GET", "HEAD", "POST"])
def saved(request: HttpRequest) -> HttpResponse:
    """List saved craft and people, and delete one of them."""
    user, form = current_user(request), DeleteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            name = _deleted(request, form)
        except NotAllowed as refused:
            form.refuse(refused)
        else:
            banner.success(request, _("Deleted: %(name)s.") % {"name": name})
            return redirect("saved")
    log(user, "read", SUBJECT)
    context = {
        "form": form,
        "craft": _with_last_day(SavedCraft.objects.visible_to(user)),
        "people": _with_last_day(SavedPerson.objects.visible_to(user)),
    }
    return render(request, "trips/saved.html", context, status=400 if form.errors else 200)


def _deleted(request: HttpRequest, form: DeleteForm) -> str:
    """Delete the row that the form names; return its name."""
    user, now = current_user(request), timezone.now()
    if form.cleaned_data["person"] is not None:
        person = get_object_or_404(SavedPerson.objects.visible_to(user), pk=form.cleaned_data["person"])
        name = str(person)
        delete_person(person, now)
    else:
        craft = get_object_or_404(SavedCraft.objects.visible_to(user), pk=form.cleaned_data["craft"] or 0)
        name = str(craft)
        delete_craft(craft, now)
    log(user, "deleted from", SUBJECT)
    return name


def _with_last_day(rows: Iterable[Any]) -> list[tuple[Any, datetime]]:
    """Return each row with the day on which it is deleted if it is not used before, by the retention policy in force
    (`filings.trips.expiry`).
    """
    on = timezone.now().date()
    policy = policy_for(in_force(RETENTION), state=ANY, category=Category.PROFILE, mode=ANY, on=on)
    keep = Span.parse(policy.keep)
    return [(row, keep.after(row.used_at)) for row in rows]


@allowed(may_plan_trips)
@require_http_methods(["GET", "HEAD", "POST"])
def saved_person(request: HttpRequest, person: int) -> HttpResponse:
    """Change a saved person without a trip. What is on a trip that was sent is sent from that trip's page."""
    user, now = current_user(request), timezone.now()
    found = get_object_or_404(SavedPerson.objects.visible_to(user), pk=person)
    last = SavedCraft.objects.visible_to(user).first()
    sent = request.POST if request.method == "POST" else unsent.take(request)
    form = PersonForm(sent, mode=last.mode if last else Mode.SEA, now=now, initial=initial_of(found))
    if request.method == "POST" and form.is_valid():
        for name, value in form.values.items():
            setattr(found, name, value)
        try:
            save_person(found, None, OnBoard(form.cleaned_data["role"]), expired_confirmed=False, now=now)
        except NotAllowed as refused:
            form.refuse(refused, "surname")
        else:
            return _changed(request, found, now)
    return _page(request, "trips/person.html", form)


@allowed(may_plan_trips)
@require_http_methods(["GET", "HEAD", "POST"])
def saved_craft(request: HttpRequest, craft: int) -> HttpResponse:
    """Change a saved craft without a trip. A trip that was sent stays with the craft as it was sent."""
    user, now = current_user(request), timezone.now()
    found = get_object_or_404(SavedCraft.objects.visible_to(user), pk=craft)
    sent = request.POST if request.method == "POST" else unsent.take(request)
    initial = {name: getattr(found, name) for name in CRAFT_FIELDS} | {"flag": shown_country(found.flag)}
    form = CraftForm(sent, initial=initial)
    if request.method == "POST" and form.is_valid():
        for name, value in form.cleaned_data.items():
            setattr(found, name, value)
        save_craft(found, None, now)
        return _changed(request, found, now)
    return _page(request, "trips/craft.html", form)


def _page(request: HttpRequest, template: str, form: PersonForm | CraftForm) -> HttpResponse:
    log(current_user(request), "read", SUBJECT)
    return render(request, template, {"form": form, "is_saved_row": True}, status=400 if form.errors else 200)


def _changed(request: HttpRequest, found: SavedPerson | SavedCraft, now: datetime) -> HttpResponse:
    """Lead back to the list, or to the trip that waits for the change to be sent."""
    log(current_user(request), "changed", SUBJECT)
    banner.success(request, _("Saved: %(name)s.") % {"name": str(found)})
    trips = awaited_trips(found, now) if isinstance(found, SavedPerson) else []
    if not trips:
        return redirect("saved")
    text = _("%(name)s is on a trip that you have sent. Check and send the change.")
    banner.info(request, text % {"name": str(found)})
    return redirect("trip-check", pk=trips[0].pk) if len(trips) == 1 else redirect("trips")
