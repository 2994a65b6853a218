"""Read receipts: a message is read when a page of the other side first shows it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from roadstead.cooperation.requests.models import Message, Receipt, Request
from roadstead.cooperation.requests.sides import organisation_of, own_side
from roadstead.platform.accounts.models import Organisation, User


def record_read(request: Request, messages: Iterable[Message], *, by: User, now: datetime) -> None:
    """Record that the reader's organisation has these messages of the other side; the first time counts. By nobody if
    its system has fetched them. What was shown blank was not read.
    """
    organisation = organisation_of(request, by)
    if not organisation:  # an auditor of neither side reads for nobody
        return
    own = own_side(request, organisation)
    Receipt.objects.bulk_create(
        [
            Receipt(request=request, message=each, organisation_id=organisation, at=now, by=by if by.pk else None)
            for each in messages
            if each.organisation_id not in own and not each.is_restricted
        ],
        ignore_conflicts=True,
    )


def seen_by(request: Request, organisation: Organisation) -> str:
    """Return the hash of the last message of the other side that the organisation has read; "" if there is none."""
    rows = Receipt.objects.filter(request=request, organisation=organisation).order_by("-message__number")
    return rows.values_list("message__hash", flat=True).first() or ""
