"""Content of the confirmation of a filing: what was filed, and the code to show at the counter.

The filer reads who is on the list as well. Officers of the states concerned read the rest, and the people at the page
of the voyage.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse

from roadstead.config import config
from roadstead.filings.intake.models import Message
from roadstead.filings.voyages.filed_lists import FiledVoyage, filed_voyages, is_over, valid_until
from roadstead.filings.voyages.models import Leg
from roadstead.platform.accounts.models import Role, User
from roadstead.web.carriers.response_views import MAX_ON_RECEIPT, current_responses

WRONG: Final = frozenset({"error", "warning"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """One filing. `names`: for the filer alone. `until`: end of its validity as an arrival, so that it is shown by the
    clock of that port. `address`: what the QR code holds.
    """

    message: Message
    voyages: list[FiledVoyage]
    people: int
    names: list[str]
    wrong: int  # number of problems to correct
    until: Leg
    is_over: bool
    address: str


def confirmation_of(message: Message, user: User) -> Confirmation:
    """Return the confirmation of a message that this user may see."""
    manifests = list(message.manifests.order_by("position"))
    voyages = filed_voyages(manifests)
    until = valid_until(message, voyages)
    return Confirmation(
        message=message,
        voyages=voyages,
        people=sum(each.traveller_count for each in manifests),
        names=_names(message, user),
        wrong=sum(problem["severity"] in WRONG for each in manifests for problem in each.problems),
        until=Leg(arrives_at=until, destination=voyages[-1].hop.destination if voyages else ""),
        is_over=is_over(until),
        address=f"{config().url.rstrip('/')}{reverse('counter')}?{urlencode({'code': message.receipt})}",
    )


def _names(message: Message, user: User) -> list[str]:
    """Return the people as the responses name them, in the order of the list: for the carrier that filed it."""
    if user.role != Role.CARRIER:
        return []
    rows = current_responses(message).visible_to(user)
    return [row.name for row in rows[:MAX_ON_RECEIPT] if row.name]
