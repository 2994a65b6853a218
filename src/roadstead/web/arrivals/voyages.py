"""Page of a voyage with everybody on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from roadstead.casework.alerts.models import OF_CARGO
from roadstead.casework.alerts.standing import open_for, shown
from roadstead.filings.voyages.models import Booking, Document, Manifest, Presence, Voyage
from roadstead.filings.voyages.retold import split_lists
from roadstead.oversight.retention.restrict import restricted_on
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_compare_versions, may_keep_holds, may_see_arrivals
from roadstead.platform.audit.models import note
from roadstead.web.arrivals.alike_on_board import groups_of, named, recent
from roadstead.web.common.board import number_of, open_alerts
from roadstead.web.common.guard import allowed, problems_of, who, with_message
from roadstead.web.common.tables import page_of

ALERTS = 25  # of a voyage's alerts, on a page
MESSAGES = 50  # the newest; the page of versions has all


@allowed(may_see_arrivals)
@require_safe
def voyage(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one voyage: route, counts, filing, messages, problems, and everybody on board."""
    found = get_object_or_404(Voyage.objects.visible_to(who(request)), pk=pk)
    words = request.GET.get("q", "").strip()
    note(who(request), "searched" if words else "read", f"voyage {found.pk}", states=found.states)
    on_it = found.travellers.exclude(presence__in=["withdrawn", "booked"])
    manifests = list(found.manifests.prefetch_related(with_message("message")).order_by("order"))
    roles = dict(on_it.values_list("role").annotate(Count("pk")).order_by("role"))
    alerts = found.alerts.visible_to(who(request)).exclude(OF_CARGO).select_related("traveller", "holder")
    alerts_page = page_of(alerts.order_by("-score", "pk"), request, parameter="alerts", size=ALERTS)
    alerts_page.object_list = shown(alerts_page.object_list, who(request))
    context = {
        "voyage": found,
        "legs": found.legs.all(),
        "travellers": page_of(_people(found, words, named(request), who(request)), request),
        "q": words,
        "is_group": bool(named(request)),
        "manifests": manifests[-MESSAGES:],
        "manifest_count": len(manifests),
        "recent": recent(found, who(request)),
        **groups_of(found, who(request), request),
        "alerts": alerts_page,
        **problems_of(manifests),
        **_links_of(found, who(request), manifests),
        "restricted": restricted_on(found, who(request)),
        "kept_back": found.suppressed.visible_to(who(request)).count(),
        **_cargo(found, who(request)),
        "roles": roles,
        "read_count": sum(roles.values()),
        "may_keep_holds": may_keep_holds(who(request)),
        "now": timezone.now(),
    }
    return render(request, "voyage.html", context)


def _cargo(voyage: Voyage, user: User) -> dict[str, int]:
    """Return the numbers of bills, of containers and of alerts to decide about them. Without cargo nothing more is
    queried.
    """
    bills, boxes = voyage.bills.visible_to(user), voyage.boxes.visible_to(user).count()
    to_decide = open_for(user).filter(OF_CARGO, voyage=voyage)
    has_cargo = boxes or bills.exists()
    return {
        "bills": bills.filter(stands=True).count() if has_cargo else 0,
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
    return people.annotate(open_alerts=number_of(open_alerts(user, "traveller"), "traveller")).order_by(
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
