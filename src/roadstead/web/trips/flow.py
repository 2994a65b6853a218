"""Order of the form's pages, and the trip that a page is about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Final

from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from roadstead.filings.trips.drafts import is_open
from roadstead.filings.trips.models import Trip
from roadstead.filings.trips.sending import CRAFT, DECLARATIONS, PEOPLE, VOYAGE, Missing, missing
from roadstead.platform.audit.models import log
from roadstead.web.common.guard import current_user

PAGES: Final = {CRAFT: "trip-craft", VOYAGE: "trip-voyage", PEOPLE: "trip-people"}
TripView = Callable[..., HttpResponse]  # of the request, the trip, and what else is in the address


def find_trip(request: HttpRequest, pk: int) -> Trip:
    """Return the trip, if it is this filer's. Raises Http404."""
    seen = Trip.objects.visible_to(current_user(request)).select_related("craft", "by")
    return get_object_or_404(seen, pk=pk)


def editable(view: TripView) -> TripView:
    """Give the view its trip, with a line in the audit log. A trip that can no longer be changed leads to its page."""

    @wraps(view)
    def found(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        trip = find_trip(request, pk)
        if not is_open(trip, timezone.now()):
            banner.info(request, _("This trip is over, so it can no longer be changed. Copy it for the next one."))
            return redirect("trip", pk=trip.pk)
        log(current_user(request), "changed" if request.method == "POST" else "read", f"trip {trip.pk}")
        return view(request, trip, **kwargs)

    return found


def address_of(trip: Trip, each: Missing) -> str:
    """Return the address of the form's field where it is put right."""
    if each.step == DECLARATIONS:
        return reverse("trip-declare", args=[trip.pk, each.kind])
    page = reverse(PAGES[each.step], args=[trip.pk])
    if each.person is not None:
        page = reverse("trip-person", args=[trip.pk, each.person.person_id])
    elif each.step == CRAFT and trip.craft_id is not None:
        page += f"?craft={trip.craft_id}"
    return f"{page}#{each.field}" if each.field else page


def next_page(trip: Trip, now: datetime, *, after: str = "") -> str:
    """Return the address of the next page: the first that something is missing on, or the check. `after`: the step that
    was just done, which is not shown again for what only the check page can say.
    """
    left = [each for each in missing(trip, now) if each.step != after]
    return address_of(trip, left[0]) if left else reverse("trip-check", args=[trip.pk])
