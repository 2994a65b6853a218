"""What the voyage page says beside its people: their bookings, the lists in parts, who is only booked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from roadstead.filings.voyages.models import Booking, Manifest, Presence, Voyage
from roadstead.filings.voyages.retold import split_lists
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_compare_versions


def links_of(voyage: Voyage, user: User, manifests: Sequence[Manifest]) -> dict[str, Any]:
    """Context for `partials/person_links.html`, `partials/split_lists.html` and `partials/bookings.html`."""
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
