"""Check the answers, and send: the list, or what has changed since it was sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from roadstead.engine.records import Traveller
from roadstead.engine.refusals import NotAllowed
from roadstead.filings.trips import declarations
from roadstead.filings.trips.logic.changes import Changes
from roadstead.filings.trips.models import Trip
from roadstead.filings.trips.sending import changes_of, missing, people_of, send
from roadstead.platform.accounts.filing_permissions import may_plan_trips
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.forms.page_form import PageForm
from roadstead.web.templatetags.trips import TITLES
from roadstead.web.trips.flow import address_of, editable

SHOWN: Final[dict[str, str | Promise]] = {
    "surname": _("Family name"),
    "given": _("Given names"),
    "sex": _("Sex"),
    "born": _("Date of birth"),
    "birth_place": _("Place of birth"),
    "nationality": _("Nationality"),
    "residence": _("Country of residence"),
    "role": _("Part in the trip"),
    "document": _("Document"),
}


class Difference(NamedTuple):
    """One changed value of a person, for the reader."""

    words: str | Promise
    before: str
    after: str


@allowed(may_plan_trips)
@require_http_methods(["GET", "HEAD", "POST"])
@editable
def check(request: HttpRequest, trip: Trip) -> HttpResponse:
    """Show everything with a link to change it; a POST sends it, twice pressed once."""
    now = timezone.now()
    form = PageForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        try:
            send(trip.pk, by=current_user(request), now=now)
            return redirect("trip", pk=trip.pk)
        except NotAllowed as refused:
            form.refuse(refused)
    found = changes_of(trip)
    context = {
        "trip": trip,
        "form": form,
        "people": people_of(trip),
        "missing": [(address_of(trip, each), each) for each in missing(trip, now)],
        "declared": declared_by(trip),
        "changes": found,
        "changed": list(differences(found)),
        "has_changes": bool(found) or declarations.has_new(trip, now.date()),
    }
    return render(request, "trips/check.html", context, status=400 if form.errors else 200)


def declared_by(trip: Trip) -> list[dict[str, Any]]:
    """Return each kind that the state of arrival asks for, with its items; None where nothing was answered yet."""
    asked = declarations.kinds_required(trip, timezone.now().date())
    return [{"kind": kind, "title": TITLES[kind], "items": trip.declared.get(kind)} for kind in asked]


def differences(found: Changes) -> Iterator[tuple[Traveller, list[Difference]]]:
    """Yield each changed person with what differs."""
    for before, after in found.changed:
        old, new = _values(before), _values(after)
        yield (
            after,
            [Difference(words, old[name], new[name]) for name, words in SHOWN.items() if old[name] != new[name]],
        )


def _values(person: Traveller) -> dict[str, str]:
    paper = person.documents[0] if person.documents else None
    document = " ".join(filter(None, (paper.type, paper.number, paper.issuer, paper.expires))) if paper else ""
    role = gettext(person.employment) if person.employment else gettext(person.role.value.capitalize())
    values = {name: str(getattr(person, name, "")) for name in SHOWN}
    return values | {"document": document, "role": role}
