"""A booking as an officer reads it. Card numbers are shown masked, as far as they were stored."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roadstead.engine import records as model
from roadstead.filings.voyages.models import Booking

VISIBLE_DIGITS = 4  # last digits of a card that are shown


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingView:
    """Parts of the booking as text, each empty if the sender states nothing."""

    detail: model.Booking
    agency: str
    payments: tuple[str, ...]
    addresses: tuple[str, ...]
    dropped: tuple[tuple[str, int], ...]
    dropped_count: int


def booking_view(row: Booking) -> BookingView:
    detail = msgspec.convert(row.detail, model.Booking)
    return BookingView(
        detail=detail,
        agency=_agency(detail.agency),
        payments=tuple(_payment(each) for each in detail.payments),
        addresses=tuple(_address(each) for each in detail.addresses),
        dropped=tuple((kind.replace("_", " ").replace("-", " "), number) for kind, number in detail.dropped.items()),
        dropped_count=sum(detail.dropped.values()),
    )


def sections(shown: BookingView) -> tuple[tuple[str | Promise, tuple[str, ...]], ...]:
    """Return the rest of a booking as label and lines; the page leaves out a label without lines."""
    detail = shown.detail
    return (
        (_("Tickets"), tuple(each.number for each in detail.tickets)),
        (_("Payment"), shown.payments),
        (_("Contact"), detail.contact),
        (_("Addresses"), shown.addresses),
        (_("Frequent flyer"), detail.frequent_flyer),
        (_("Fares"), detail.fares),
        (_("Split from or into"), detail.splits),
    )


def _agency(agency: model.Agency) -> str:
    number = f"IATA {agency.iata_number}" if agency.iata_number else ""
    return ", ".join(part for part in (agency.name, number, agency.city, agency.country, agency.agent) if part)


def _payment(payment: model.Payment) -> str:
    return ", ".join(part for part in (payment.form, masked(payment.number), payment.payer) if part)


def masked(number: str) -> str:
    """Return `•••• 1234`: the part of a card number that may be shown."""
    digits = [char for char in number if char.isalnum()]
    return f"•••• {''.join(digits[-VISIBLE_DIGITS:])}" if len(digits) > VISIBLE_DIGITS else number


def _address(where: model.Address) -> str:
    return ", ".join(part for part in (where.street, where.city, where.region, where.postcode, where.country) if part)
