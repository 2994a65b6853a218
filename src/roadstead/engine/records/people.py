"""Travellers and crew, their documents, and who declares them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from roadstead.engine.records.voyage import Sent


class Role(StrEnum):
    PASSENGER = "passenger"
    CREW = "crew"
    TRANSIT_PASSENGER = "transit_passenger"
    TRANSIT_CREW = "transit_crew"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A travel document. `type` as sent (P, V, A, C, I, AC …); `issuer` ISO or ICAO 9303 code, as sent."""

    type: str = ""
    number: str = ""
    issuer: str = ""
    expires: str = ""
    issued: str = ""
    segment: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    street: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class References:
    """How others number this person (RFF AVF, ABO, AEA, CR and YZY)."""

    booking: str = ""
    passenger: str = ""
    government: str = ""
    customer: str = ""
    ticket: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bags:
    count: int | None = None
    weight_kg: float | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Traveller:
    """One person on board, as declared. A person of whom next to nothing is known is still on board."""

    role: Role = Role.PASSENGER
    surname: str = ""
    given: str = ""  # all given names, blank between them
    sex: str = ""  # M, F, X, or "" (unknown)
    born: str = ""
    birth_place: str = ""
    nationality: str = ""  # as sent: alpha-3, alpha-2 or an ICAO 9303 code
    residence: str = ""
    embark: str = ""
    disembark: str = ""
    clearance: str = ""
    documents: tuple[Document, ...] = ()
    references: References = References()
    seat: str = ""
    bags: Bags = Bags()
    contact: tuple[str, ...] = ()
    address: Address = Address()
    employment: str = ""
    verified: bool | None = None
    capture_method: str = ""  # how the data were taken (S4): "machine", "manual"
    age_group: str = ""  # "adult", "child" or "infant", as a booking says
    boarding_number: str = ""  # given at check-in: whoever has one has checked in
    segment: int | None = None  # where this person begins in the message
    sent: tuple[Sent, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportingParty:
    id: str = ""
    name: str = ""
    contact: tuple[str, ...] = ()


# ── A booking: its flights, tickets, payment, agency and history.


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
