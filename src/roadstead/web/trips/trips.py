"""The filer's trips: the page to begin at, and one trip with its receipts and what to correct."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages as banner
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from roadstead.engine.refusals import NotAllowed
from roadstead.filings.intake.models import Status
from roadstead.filings.trips import corrections, drafts, sending
from roadstead.filings.trips.models import SavedCraft, SavedPerson, Trip, TripMessage
from roadstead.platform.accounts.filing_permissions import may_plan_trips
from roadstead.platform.audit.models import log
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.refusals import refusal_text
from roadstead.web.common.tables import Column, headings, page_of, sorted_by
from roadstead.web.forms import acts
from roadstead.web.forms.acts import ChosenAct
from roadstead.web.forms.page_form import PageForm
from roadstead.web.trips.check import declared_by, differences
from roadstead.web.trips.flow import find_trip

COLUMNS: Final = {
    "arrives": Column("Arrival", ("arrives",)),
    "craft": Column("Craft", ("craft__name", "craft__registration")),
    "route": Column("Route", ("destination", "origin")),
    "status": Column("Status"),
    "copy": Column("Next time"),
}
ROWS_PER_PAGE: Final = 20
# Buttons, and how what they do is logged.
ACTS: Final = dict.fromkeys(drafts.CopyTo, "trip copied") | {"cancel": "trip cancelled", "delete": "trip deleted"}


@allowed(may_plan_trips)
@require_safe
def trips(request: HttpRequest) -> HttpResponse:
    """List the trips that were not sent yet, and those that were, the last first."""
    user = current_user(request)
    of_all: QuerySet[Trip, Trip] = Trip.objects.visible_to(user).select_related("craft").prefetch_related(_messages())
    log(user, "read", "trips")
    sent = of_all.exclude(sent_at=None).order_by("-sent_at", "-pk")
    context = {
        "drafts": of_all.filter(sent_at=None),
        "sent": page_of(sorted_by(sent, request, COLUMNS), request, size=ROWS_PER_PAGE),
        "headings": headings(request, COLUMNS),
        "has_saved": SavedCraft.objects.visible_to(user).exists() or SavedPerson.objects.visible_to(user).exists(),
    }
    return render(request, "trips/trips.html", context)


def _messages() -> Prefetch[Any]:
    return Prefetch("messages", queryset=TripMessage.objects.select_related("message").defer("message__raw"))


@allowed(may_plan_trips)
@require_POST
def new_trip(request: HttpRequest) -> HttpResponse:
    """Begin a trip."""
    try:
        made = drafts.begin(current_user(request), timezone.now())
    except NotAllowed as refused:
        banner.error(request, refusal_text(refused))
        return redirect("trips")
    return redirect("trip-craft", pk=made.pk)


@allowed(may_plan_trips)
@require_safe
def trip(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a trip as it was sent: receipts, what to correct, what can be changed. A draft leads to its check page."""
    found = find_trip(request, pk)
    log(current_user(request), "read", f"trip {found.pk}")
    if found.sent_at is None:
        return redirect("trip-check", pk=found.pk)
    return _page(request, found)


def _page(request: HttpRequest, found: Trip, form: PageForm | None = None) -> HttpResponse:
    as_sent = found.sent_list
    assert as_sent is not None
    is_open = drafts.is_open(found, timezone.now())
    left = sending.changes_of(found) if is_open else None
    receipts = list(found.messages.select_related("message").prefetch_related("message__manifests"))
    messages = [each.message for each in receipts]
    numbers = {f"{found.pk}-{each.number}": each.person_id for each in found.people.all()}
    context = {
        "trip": found,
        "form": form,
        "list": as_sent,
        "people": [(person, numbers.get(person.references.passenger)) for person in as_sent.travellers],
        "receipts": receipts,
        "newest": messages[-1] if messages else None,
        "waits": any(each.status == Status.RECEIVED for each in messages),
        "to_correct": [
            (each, numbers.get(each.reference) if is_open else None) for each in corrections.of_messages(messages)
        ],
        "declared": declared_by(found),
        "is_open": is_open,
        "not_sent": left,
        "changed": list(differences(left)) if left else [],
        "confirmation": _confirmation(messages[0].receipt) if messages else "",
    }
    return render(request, "trips/trip.html", context, status=400 if form is not None and form.errors else 200)


def _confirmation(receipt: str) -> str:
    """Return the address of the confirmation to print; "" if this installation has none."""
    try:
        return reverse("confirmation", args=[receipt])
    except NoReverseMatch:
        return ""


@allowed(may_plan_trips)
@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Copy a trip, cancel it, or delete a draft."""
    found, user = find_trip(request, pk), current_user(request)
    chosen = ChosenAct(request.POST, ACTS)
    form: PageForm = chosen
    if chosen.is_valid():
        try:
            return _done(request, found, chosen.cleaned_data["act"])
        except NotAllowed as refused:
            form = acts.refused(refusal_text(refused))
    log(user, "read", f"trip {found.pk}")
    if found.sent_at is None:
        banner.error(request, " ".join(map(str, form.non_field_errors())) or str(acts.NO_ACT))
        return redirect("trips")
    return _page(request, found, form)


def _done(request: HttpRequest, found: Trip, act: str) -> HttpResponse:
    """Do it, write it down, and lead to what comes next. Raise NotAllowed."""
    now, user, next_page = timezone.now(), current_user(request), redirect("trips")
    subject = f"trip {found.pk}"  # a deleted row has no number
    if act == "delete":
        drafts.delete_draft(found)
        banner.success(request, _("The trip was deleted. Nothing of it was sent."))
    elif act == "cancel":
        sending.cancel(found.pk, by=user, now=now)
        banner.success(request, _("The trip is cancelled."))
        next_page = redirect("trip", pk=found.pk)
    else:
        made = drafts.copy(found, to=drafts.CopyTo(act), by=user, now=now)
        next_page = redirect("trip-voyage", pk=made.pk)
    log(user, ACTS[act], subject)
    return next_page
