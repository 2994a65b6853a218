"""The form's pages: craft, voyage, declarations. Each stores what was typed: a draft can be left at any time."""

from __future__ import annotations

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from roadstead.engine.records import Leg
from roadstead.engine.refusals import NotAllowed
from roadstead.filings.trips.declarations import kinds_required
from roadstead.filings.trips.drafts import enter, save_craft
from roadstead.filings.trips.models import SavedCraft, Trip
from roadstead.filings.trips.sending import CRAFT, DECLARATIONS, VOYAGE
from roadstead.platform.accounts.filing_permissions import may_plan_trips
from roadstead.web.common import unsent
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.templatetags.trips import TITLES
from roadstead.web.trips.flow import editable, next_page
from roadstead.web.trips.forms import (
    ANOTHER,
    CRAFT_FIELDS,
    ITEM_FORMS,
    CraftForm,
    RouteForm,
    WhichCraftForm,
    shown_country,
    shown_place,
)

MAX_ITEMS: Final = 50  # of one declaration
TOO_MANY: Final = "You have declared %(number)s items, which is the most. Put several into one, or remove one first."


@allowed(may_plan_trips)
@require_http_methods(["GET", "HEAD", "POST"])
@editable
def craft(request: HttpRequest, trip: Trip) -> HttpResponse:
    """Choose a saved craft, or type another one; `craft=another` or a number leads to the fields."""
    if trip.sent_at is not None:
        return redirect("trip", pk=trip.pk)
    saved = SavedCraft.objects.visible_to(current_user(request))
    asked = request.GET.get("craft", "")
    if not asked and saved.exists():
        return _which_craft(request, trip)
    known = saved.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 19 else None
    sent = request.POST if request.method == "POST" else unsent.take(request)
    initial = {name: getattr(known, name) for name in CRAFT_FIELDS} if known else {}
    form = CraftForm(sent, initial=initial | {"flag": shown_country(initial.get("flag", ""))})
    if request.method == "POST" and form.is_valid():
        values = {"pk": known.pk} if known else {}
        made = SavedCraft(**values, carrier=trip.carrier, **form.cleaned_data)
        try:
            save_craft(made, trip, timezone.now())
        except NotAllowed as refused:
            form.refuse(refused)
        else:
            return redirect(next_page(trip, timezone.now(), after=CRAFT))
    return render(request, "trips/craft.html", {"trip": trip, "form": form}, status=_status(request))


def _which_craft(request: HttpRequest, trip: Trip) -> HttpResponse:
    saved = list(SavedCraft.objects.visible_to(current_user(request)))
    sent = request.POST if request.method == "POST" else None
    form = WhichCraftForm(sent, saved=saved, initial={"craft": str(trip.craft_id or saved[0].pk)})
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["craft"]
        if chosen == ANOTHER:
            return redirect(f"{request.path}?craft={ANOTHER}")
        save_craft(next(each for each in saved if str(each.pk) == chosen), trip, timezone.now())
        return redirect(next_page(trip, timezone.now(), after=CRAFT))
    context = {"trip": trip, "form": form, "is_choice": True}
    return render(request, "trips/craft.html", context, status=_status(request))


@allowed(may_plan_trips)
@require_http_methods(["GET", "HEAD", "POST"])
@editable
def voyage(request: HttpRequest, trip: Trip) -> HttpResponse:
    """Type the route and the times; of a trip that was sent only the times."""
    now, is_sent = timezone.now(), trip.sent_at is not None
    initial = {
        "origin": trip.origin_name or shown_place(trip.origin),
        "departs": trip.departs,
        "destination": trip.destination_name or shown_place(trip.destination),
        "arrives": trip.arrives,
        "phone": trip.phone,
    }
    sent = request.POST if request.method == "POST" else unsent.take(request)
    form = RouteForm(sent, now=now, is_sent=is_sent, initial=initial)
    if request.method == "POST" and form.check(_leg(form, trip)):
        enter(trip, form.cleaned_data | _names(form), now)
        return redirect(next_page(trip, now, after=VOYAGE))
    context = {"trip": trip, "form": form, "is_sent": is_sent}
    return render(request, "trips/voyage.html", context, status=_status(request))


def _leg(form: RouteForm, trip: Trip) -> Leg:
    """Return the leg as typed; ports of a trip that was sent stay."""
    values = form.cleaned_data if form.is_valid() else {}
    return Leg(
        origin=values.get("origin", trip.origin),
        destination=values.get("destination", trip.destination),
        departure=values.get("departs", ""),
        arrival=values.get("arrives", ""),
    )


def _names(form: RouteForm) -> dict[str, str]:
    """Return the ports' names as typed, to be shown again."""
    return {
        f"{name}_name": " ".join(form.data[name].split()) for name in ("origin", "destination") if name in form.fields
    }


@allowed(may_plan_trips)
@require_http_methods(["GET", "HEAD", "POST"])
@editable
def declare(request: HttpRequest, trip: Trip, kind: str) -> HttpResponse:
    """Declare one kind of things, item by item, or that there are none."""
    now = timezone.now()
    if kind not in kinds_required(trip, now.date()):
        raise Http404(kind)
    if request.method == "POST":
        trip = Trip.objects.select_for_update(of=("self",)).get(pk=trip.pk)  # two presses must not undo each other
    items: list[dict[str, Any]] = list(trip.declared.get(kind, []))
    sent = request.POST if request.method == "POST" else unsent.take(request)
    form = ITEM_FORMS[kind](sent)
    if request.method == "POST":
        act, number = request.POST.get("act", ""), request.POST.get("remove", "")
        is_as_shown = request.POST.get("declared", str(len(items))) == str(len(items))
        if number:
            at = int(number[:4]) if number.isdecimal() else 0
            if is_as_shown and 0 < at <= len(items):
                del items[at - 1]
                _store(trip, kind, items)
            return redirect(request.path)  # pressed twice: another item has that place now
        if act in ("none", "continue") and not (act == "continue" and form.has_changed()):
            _store(trip, kind, [] if act == "none" else items)
            return redirect(next_page(trip, now, after=DECLARATIONS if _is_last(trip, kind) else ""))
        if form.is_valid() and len(items) >= MAX_ITEMS:
            form.refuse(NotAllowed(TOO_MANY, number=MAX_ITEMS))
        elif form.is_valid():
            made = {name: value for name, value in form.cleaned_data.items() if value not in ("", None)}
            if is_as_shown or made not in items:
                _store(trip, kind, [*items, made])
            return redirect(next_page(trip, now) if act == "continue" else request.path)
    context = {"trip": trip, "form": form, "kind": kind, "title": TITLES[kind], "items": items}
    return render(request, "trips/declare.html", context, status=_status(request))


def _store(trip: Trip, kind: str, items: list[dict[str, Any]]) -> None:
    enter(trip, {"declared": {**trip.declared, kind: items}}, timezone.now())


def _is_last(trip: Trip, kind: str) -> bool:
    return all(each in trip.declared for each in kinds_required(trip, timezone.now().date()))


def _status(request: HttpRequest) -> int:
    """Return 400 for a form that is shown again with its errors."""
    return 400 if request.method == "POST" else 200
