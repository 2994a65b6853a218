"""Page of a voyage with everybody on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from roadstead.casework.alerts.models import ABOUT_CARGO
from roadstead.casework.alerts.state_decisions import as_seen_by, open_alerts_for
from roadstead.filings.trips.declarations import declared_on
from roadstead.filings.voyages.history import split_lists
from roadstead.filings.voyages.models import Booking, Document, Manifest, Presence, Voyage
from roadstead.oversight.retention.restrict import restricted_on
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import (
    may_compare_versions,
    may_place_holds,
    may_see_alerts,
    may_see_arrivals,
    may_work_on_cases,
)
from roadstead.platform.audit.models import log
from roadstead.web.arrivals.counter import filing_at_counter
from roadstead.web.arrivals.forms import TravellerSearchForm
from roadstead.web.arrivals.shared_values import groups_of, recent_voyages, requested_people
from roadstead.web.common.board import count_of, open_alerts
from roadstead.web.common.guard import allowed, current_user, problems_of, with_message
from roadstead.web.common.tables import page_of
from roadstead.web.forms.posted_words import filters_of, posts_words

ALERTS_PER_PAGE = 15  # of a voyage's alerts, on a page
PEOPLE_PER_PAGE = 25  # travellers on a page
MAX_MESSAGES = 20  # the newest; the page of versions has all


@allowed(may_see_arrivals)
@posts_words
@require_safe
def voyage(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one voyage: route, counts, filing, messages, problems, and everybody on board."""
    found = get_object_or_404(Voyage.objects.visible_to(current_user(request)), pk=pk)
    form = TravellerSearchForm(filters_of(request))
    words = form.chosen("q")
    log(current_user(request), "searched" if words else "read", f"voyage {found.pk}", states=found.states)
    on_it = found.travellers.exclude(presence__in=["withdrawn", "booked"])
    manifests = list(found.manifests.prefetch_related(with_message("message")).order_by("order"))
    roles = dict(on_it.values_list("role").annotate(Count("pk")).order_by("role"))
    alerts = found.alerts.visible_to(current_user(request)).exclude(ABOUT_CARGO).select_related("traveller", "assignee")
    alerts_page = page_of(alerts.order_by("-score", "pk"), request, parameter="alerts", size=ALERTS_PER_PAGE)
    alerts_page.object_list = as_seen_by(alerts_page.object_list, current_user(request))
    context = {
        "voyage": found,
        "legs": found.legs.all(),
        "travellers": page_of(
            _people(found, words, requested_people(request), current_user(request)), request, size=PEOPLE_PER_PAGE
        ),
        "form": form,
        "q": words,
        "is_group": bool(requested_people(request)),
        "manifests": manifests[-MAX_MESSAGES:],
        "manifest_count": len(manifests),
        "recent": recent_voyages(found, current_user(request)),
        **groups_of(found, current_user(request), request),
        "alerts": alerts_page,
        **problems_of(manifests),
        **_links_of(found, current_user(request), manifests),
        "restricted": restricted_on(found, current_user(request)),
        "kept_back": found.suppressions.visible_to(current_user(request)).count(),
        **_cargo(found, current_user(request)),
        "declarations": declared_on(found, current_user(request)),
        "roles": roles,
        "read_count": sum(roles.values()),
        "may_keep_holds": may_place_holds(current_user(request)),
        "may_see_alerts": may_see_alerts(current_user(request)),
        "may_work_on_cases": may_work_on_cases(current_user(request)),
        "now": timezone.now(),
        "filing": filing_at_counter(request.GET.get("receipt", ""), manifests),
        "filers": [each.carrier for each in manifests],
    }
    return render(request, "voyage.html", context)


def _cargo(voyage: Voyage, user: User) -> dict[str, int]:
    """Return the numbers of bills, of containers and of alerts to decide about them. Without cargo nothing more is
    queried.
    """
    bills, boxes = voyage.bills.visible_to(user), voyage.containers.visible_to(user).count()
    to_decide = open_alerts_for(user).filter(ABOUT_CARGO, voyage=voyage)
    has_cargo = boxes or bills.exists()
    return {
        "bills": bills.filter(is_declared=True).count() if has_cargo else 0,
        "of_cargo": to_decide.count() if has_cargo else 0,
        "boxes": boxes,
    }


def _people(voyage: Voyage, words: str, rows: list[int], user: User) -> QuerySet[Any, Any]:
    """Return the people on the voyage, all or those of `rows`, whose name or document contains `words`; with the number
    of alerts to decide.
    """
    people = voyage.travellers.prefetch_related("documents", with_message("manifest__message"))
    if rows:
        people = people.filter(pk__in=rows)
    if words:
        papers = Document.objects.filter(traveller=OuterRef("pk"), number__icontains=words)
        people = people.filter(Q(surname__icontains=words) | Q(given__icontains=words) | Exists(papers))
    return people.annotate(open_alerts=count_of(open_alerts(user, "traveller"), "traveller")).order_by(
        "surname", "given", "pk"
    )


# ── Context beside the people: their bookings, lists in parts, people who are only booked.


def _links_of(voyage: Voyage, user: User, manifests: Sequence[Manifest]) -> dict[str, Any]:
    """Return the context for `partials/person_links.html`, `partials/split_lists.html` and `partials/bookings.html`."""
    current = list(voyage.bookings.visible_to(user).filter(is_current=True).defer("detail"))
    return {
        "bookings": current,
        "booking_of": _by_traveller(current),
        "split_lists": split_lists(manifests),
        "booked_count": voyage.travellers.filter(presence=Presence.BOOKED).count() if current else 0,
        "may_compare": may_compare_versions(user),
    }


def _by_traveller(bookings: Sequence[Booking]) -> dict[int, Booking]:
    return {pk: booking for booking in bookings for pk in booking.travellers}
