"""Values that people on board share, and other voyages of the same craft, for the voyage page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from roadstead.filings.voyages.models import Traveller, Voyage
from roadstead.filings.voyages.shared_values import MAX_NAMED, SharedValue, shared_values
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_see_shared_values

GROUPS_PER_PAGE = 20  # groups of shared values on a page
USUAL_IN_BOOKING = frozenset({"address", "contact"})  # values that people of one booking usually share
MAX_LISTED = 6  # people of a group shown by name; a link shows the rest
VISIBLE_CHARS = 3  # last characters of a masked value that are shown
MAX_RECENT, RECENT_PERIOD = 10, timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A shared value as displayed: masked for users who may not see it, with some of its people and the ids of more."""

    kind: str
    value: str
    people: Sequence[Traveller]
    more: int
    count: int
    bookings: int
    all_booked: bool
    rows: str  # ids of the first MAX_NAMED, as `people` in the URL takes them

    @property
    def is_usual(self) -> bool:
        """True for a family or friends: that is usual, and shown apart from what is not."""
        return self.kind == "booking" or (self.kind in USUAL_IN_BOOKING and self.bookings == 1 and self.all_booked)


def groups_of(voyage: Voyage, user: User, request: HttpRequest) -> dict[str, Any]:
    """Return the context for `partials/shared.html`. The URL has `shared`, the number of the page, from 1."""
    page = _number(request.GET.get("shared", ""))
    found, total = shared_values(voyage, user, limit=GROUPS_PER_PAGE, offset=(page - 1) * GROUPS_PER_PAGE)
    known = {each.pk: each for each in voyage.travellers.visible_to(user).filter(pk__in=_listed_people(found))}
    groups = [_group(each, known, may_see_shared_values(user)) for each in found]
    return {
        "shared": groups,
        "across": [each for each in groups if not each.is_usual],
        "together": [each for each in groups if each.is_usual],
        "shared_total": total,
        "shared_page": page,
        "shared_next": page + 1 if page * GROUPS_PER_PAGE < total else 0,
    }


def requested_people(request: HttpRequest) -> list[int]:
    """Return the ids of the people that `people` in the URL names ("12.15"); anything but numbers is ignored."""
    return [int(part) for part in request.GET.get("people", "").split(".")[:MAX_NAMED] if _is_number(part)]


def recent_voyages(voyage: Voyage, user: User) -> list[Voyage]:
    """Return the newest voyages of the same craft, or of the same carrier and number, in the month before this one."""
    same = Q(pk=None)
    if voyage.craft_imo:
        same |= Q(craft_imo=voyage.craft_imo)
    if voyage.number:
        same |= Q(carrier=voyage.carrier, number=voyage.number)
    if voyage.arrives_at is None:
        return []
    rows = Voyage.objects.visible_to(user).filter(same, arrives_at__range=_month(voyage.arrives_at))
    return list(rows.exclude(pk=voyage.pk).order_by("-arrives_at")[:MAX_RECENT])


def masked(value: str) -> str:
    """Return `•••199`: enough to tell two values apart, too little to use one."""
    return "•••" + value[-VISIBLE_CHARS:] if len(value) > 2 * VISIBLE_CHARS else "•••"


def _month(until: datetime) -> tuple[datetime, datetime]:
    return until - RECENT_PERIOD, until


def _listed_people(found: Iterable[SharedValue]) -> list[int]:
    return [pk for each in found for pk in each.people[:MAX_LISTED]]


def _group(shared: SharedValue, known: Mapping[int, Traveller], may: bool) -> Group:
    people = [known[pk] for pk in shared.people[:MAX_LISTED] if pk in known]
    return Group(
        kind=shared.kind,
        value=shared.value if may else masked(shared.value),
        people=people,
        more=shared.count - len(people),
        count=shared.count,
        bookings=shared.bookings,
        all_booked=shared.all_booked,
        rows=".".join(map(str, shared.people)),
    )


def _number(text: str) -> int:
    return max(1, int(text)) if _is_number(text) and len(text) < 6 else 1


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
