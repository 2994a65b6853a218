"""A booking: its flights, tickets, payment, agency and history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from roadstead.engine.records.people import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedFlight:
    """One segment of an itinerary; times local to each place. `status` as sent (HK, XX …)."""

    carrier: str = ""
    number: str = ""
    origin: str = ""
    destination: str = ""
    departure: str = ""
    arrival: str = ""
    booking_class: str = ""
    status: str = ""
    sold_as: str = ""  # carrier and number under which a codeshare was sold


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    number: str
    traveller: int | None = None  # position in the manifest; None: of the whole booking


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """A form of payment. Of a card only the issuer's six digits and the last four are kept."""

    form: str = ""  # CC, CA, CK … as sent
    number: str = ""
    payer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """Who made the booking: office, its IATA number, its place."""

    name: str = ""
    iata_number: str = ""
    city: str = ""
    country: str = ""
    agent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingChange:
    """One line of a booking's history: when (local, as sent), by whom, what (added, cancelled) and the text of it."""

    at: str = ""
    by: str = ""
    action: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """One booking (PNR; ICAO Doc 9944). Its travellers are those of the manifest, by position.

    What would tell faith, health or opinions (meals, special services, remarks) is not here: it is dropped before it is
    kept, and only counted, by kind, in `dropped` (S1, S2).
    """

    locator: str = ""
    system: str = ""  # the carrier or reservation system that holds it
    other_locators: tuple[str, ...] = ()  # "1A/ABC123"
    created: str = ""
    agency: Agency = Agency()
    travellers: tuple[int, ...] = ()
    itinerary: tuple[BookedFlight, ...] = ()
    contact: tuple[str, ...] = ()
    addresses: tuple[Address, ...] = ()
    tickets: tuple[Ticket, ...] = ()
    payments: tuple[Payment, ...] = ()
    frequent_flyer: tuple[str, ...] = ()
    fares: tuple[str, ...] = ()
    splits: tuple[str, ...] = ()  # locators this booking was divided from or into
    history: tuple[BookingChange, ...] = ()
    dropped: Mapping[str, int] = field(default_factory=dict)
    segment: int | None = None
