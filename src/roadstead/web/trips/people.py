"""The form's pages about people: who is on board, and one person as in the document."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from roadstead.engine.refusals import NotAllowed
from roadstead.filings.trips.drafts import choose_people, save_person
from roadstead.filings.trips.logic.notice import OnBoard
from roadstead.filings.trips.models import SavedPerson, Trip
from roadstead.filings.trips.sending import PEOPLE
from roadstead.platform.accounts.filing_permissions import may_plan_trips
from roadstead.web.common import unsent
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.trips.flow import editable, next_page
from roadstead.web.trips.forms import OnBoardForm, shown_country
from roadstead.web.trips.person_form import PersonForm, initial_of


@allowed(may_plan_trips)
@require_http_methods(["GET", "HEAD", "POST"])
@editable
def people(request: HttpRequest, trip: Trip) -> HttpResponse:
    """Tick who is on board. Without anybody saved the page of the first person is shown."""
    saved = list(SavedPerson.objects.visible_to(current_user(request)))
    if not saved:
        return redirect("trip-new-person", pk=trip.pk)
    on_board = [str(pk) for pk in trip.people.values_list("person", flat=True)]
    sent = request.POST if request.method == "POST" else unsent.take(request)
    form = OnBoardForm(sent, saved=saved, initial={"people": on_board})
    if request.method == "POST" and form.is_valid():
        try:
            choose_people(trip, form.chosen, timezone.now())
        except NotAllowed as refused:
            form.refuse(refused, "people")
        else:
            if request.POST.get("act") == "add":
                return redirect("trip-new-person", pk=trip.pk)
            if form.chosen:
                return redirect(next_page(trip, timezone.now(), after=PEOPLE))
            form.refuse(NotAllowed("Tick everybody on board, or add a person."), "people")
    context = {"trip": trip, "form": form, "people": trip.people.select_related("person")}
    return render(request, "trips/people.html", context, status=400 if form.errors else 200)


@allowed(may_plan_trips)
@require_http_methods(["GET", "HEAD", "POST"])
@editable
def new_person(request: HttpRequest, trip: Trip) -> HttpResponse:
    """Add a person. The nationality of the person before is proposed; the first is the captain."""
    last = trip.people.select_related("person").last()
    role = OnBoard.PASSENGER if last else OnBoard.CAPTAIN
    initial = {"role": role.value, "nationality": shown_country(last.person.nationality) if last else ""}
    return _person_page(request, trip, SavedPerson(carrier=trip.carrier), initial)


@allowed(may_plan_trips)
@require_http_methods(["GET", "HEAD", "POST"])
@editable
def person(request: HttpRequest, trip: Trip, person: int) -> HttpResponse:
    """Change a person of the trip, everywhere where the person is saved."""
    found = get_object_or_404(SavedPerson.objects.visible_to(current_user(request)), pk=person)
    place = trip.people.filter(person=found).first()
    initial = initial_of(found)
    if place is not None:
        initial |= {"role": place.role, "expired_confirmed": place.expired_confirmed}
    return _person_page(request, trip, found, initial)


def _person_page(request: HttpRequest, trip: Trip, who: SavedPerson, initial: Mapping[str, object]) -> HttpResponse:
    now = timezone.now()
    sent = request.POST if request.method == "POST" else unsent.take(request)
    mode = trip.craft.mode if trip.craft else "sea"
    form = PersonForm(sent, mode=mode, now=now, until=trip.arrives[:10], initial=initial)
    if request.method == "POST" and form.is_valid():
        for name, value in form.values.items():
            setattr(who, name, value)
        role, confirmed = OnBoard(form.cleaned_data["role"]), form.cleaned_data["expired_confirmed"]
        try:
            save_person(who, trip, role, expired_confirmed=confirmed, now=now)
        except NotAllowed as refused:
            form.refuse(refused, "surname")
        else:
            if request.POST.get("act") == "another":
                banner.success(request, _("%(name)s is on the list.") % {"name": f"{who.given} {who.surname}".strip()})
                return redirect("trip-new-person", pk=trip.pk)
            return redirect(next_page(trip, now, after=PEOPLE))
    context = {
        "trip": trip,
        "form": form,
        "is_new": who.pk is None,
        "number": trip.people.count() + 1,
        "back": reverse("trip-people", args=[trip.pk]),
    }
    return render(request, "trips/person.html", context, status=400 if form.errors else 200)
