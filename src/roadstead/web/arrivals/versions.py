"""Versions of a voyage's manifest of record: the messages in the order sent, any two compared, one person's history.

Counts are for all who see the voyage; corrected values are only for users who may compare versions (S5).
"""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from roadstead.engine.voyages.versions.differences import Difference, Kind, differences
from roadstead.filings.voyages.history import Version, history, split_lists, versions
from roadstead.filings.voyages.models import Booking, Voyage
from roadstead.platform.accounts.permissions import may_compare_versions, may_see_arrivals
from roadstead.platform.audit.models import log
from roadstead.web.arrivals.booking import booking_view, sections
from roadstead.web.arrivals.forms import CompareForm
from roadstead.web.common.guard import allowed, current_user, with_message

PEOPLE_PER_PAGE = 25  # people on a page


@allowed(may_see_arrivals)
@require_safe
def voyage_versions(request: HttpRequest, pk: int) -> HttpResponse:
    """List all messages about the voyage in the order sent, with what each changed; compare two that are chosen."""
    voyage = _voyage(request, pk)
    told = versions(voyage, with_message("message"))
    form = CompareForm(told, request.GET)
    if form.is_valid():
        return redirect("version-compare", pk, form.cleaned_data["one"], form.cleaned_data["other"])
    log(current_user(request), "read", f"voyage {pk}", states=voyage.states, detail="versions")
    context = {
        "voyage": voyage,
        "form": form,
        "versions": told,
        "pairs": dict(zip([each.manifest.pk for each in told[1:]], [each.manifest.pk for each in told], strict=False)),
        "split_lists": split_lists([each.manifest for each in told]),
        "late": _late(told),
        "may_compare": may_compare_versions(current_user(request)),
    }
    return render(request, "versions.html", context)


@allowed(may_compare_versions)
@require_safe
def compare_versions(request: HttpRequest, pk: int, one: int, other: int) -> HttpResponse:
    """Show who was added, removed or changed between the manifest of record after `one` and after `other`."""
    voyage = _voyage(request, pk)
    log(
        current_user(request),
        "read",
        f"voyage {pk}",
        states=voyage.states,
        detail=f"versions {one} and {other} compared",
    )
    told = versions(voyage, with_message("message"))
    older, newer = sorted((_version(told, one), _version(told, other)), key=lambda each: each.number)
    found = differences(older.people, newer.people)
    context = {
        "voyage": voyage,
        "older": older,
        "newer": newer,
        "versions_shown": (older, newer),
        "counts": [(kind.value, sum(each.kind is kind for each in found)) for kind in Kind],
        "differences": Paginator(_gravest_first(found), PEOPLE_PER_PAGE).get_page(request.GET.get("page")),
        "rows": _rows(told),
    }
    return render(request, "version_compare.html", context)


@allowed(may_compare_versions)
@require_safe
def traveller_history(request: HttpRequest, pk: int, traveller: int) -> HttpResponse:
    """Show the statements about this person in order."""
    voyage = _voyage(request, pk)
    person = get_object_or_404(voyage.travellers.visible_to(current_user(request)), pk=traveller)
    log(current_user(request), "read", f"traveller {traveller}", states=voyage.states, detail="history")
    words = history(versions(voyage, with_message("message")), traveller)
    return render(request, "traveller_history.html", {"voyage": voyage, "person": person, "words": words})


@allowed(may_see_arrivals)
@require_safe
def booking(request: HttpRequest, pk: int, booking: int) -> HttpResponse:
    """Show one version of a booking: itinerary, people, agency, tickets, payment, contacts, history, what was
    dropped.
    """
    voyage = _voyage(request, pk)
    found = get_object_or_404(voyage.bookings.visible_to(current_user(request)), pk=booking)
    if not found.is_current and not may_compare_versions(current_user(request)):
        raise Http404("superseded")
    log(current_user(request), "read", f"booking {booking}", states=voyage.states)
    return render(request, "booking.html", {"voyage": voyage, "booking": found, **_of_booking(request, found)})


def _of_booking(request: HttpRequest, found: Booking) -> dict[str, Any]:
    shown = booking_view(found)
    others = Booking.objects.filter(voyage=found.voyage_id, system=found.system, locator=found.locator)
    return {
        "shown": shown,
        "sections": sections(shown),
        "people": found.voyage.travellers.filter(pk__in=found.travellers),
        "manifest": found.voyage.manifests.prefetch_related(with_message("message")).get(pk=found.manifest_id),
        "others": others.exclude(pk=found.pk) if may_compare_versions(current_user(request)) else (),
    }


def _voyage(request: HttpRequest, pk: int) -> Voyage:
    return get_object_or_404(Voyage.objects.visible_to(current_user(request)), pk=pk)


def _version(told: list[Version], manifest: int) -> Version:
    for version in told:
        if version.manifest.pk == manifest:
            return version
    raise Http404("no such version")


def _late(told: list[Version]) -> set[int]:
    """Return the messages received after one that was sent later: they change nothing that it states."""
    late, earliest = set[int](), None
    for version in reversed(told):
        came = version.manifest.message_id
        if earliest is not None and came > earliest:
            late.add(version.manifest.pk)
        earliest = came if earliest is None else min(came, earliest)
    return late


def _gravest_first(found: list[Difference]) -> list[Difference]:
    kinds = list(Kind)
    return sorted(found, key=lambda each: (kinds.index(each.kind), each.person.declared.surname, each.place))


def _rows(told: list[Version]) -> dict[int, int]:
    """Return the id of each traveller's row by place in the roster."""
    rows: dict[int, int] = {}
    for version in told:
        if version.done:
            named = zip(version.done.named, version.manifest.statement.travellers, strict=False)
            rows |= {place: pk for place, pk in named if place is not None and pk is not None}
    return rows
