"""Voyages (craft, route, times), travellers, crew and their documents, reporting parties and bookings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Self

from roadstead.engine.sentences import Sentence, as_sentence

# ── Problems of a message, and values as they were sent


MAX_SENT_CHARS: Final = 80  # characters kept of a sent value


class Severity(StrEnum):
    """Severity of a problem: a value lost, a value in doubt, or information only."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A problem with data that we received. It is returned beside the data, not raised.

    `code` is stable kebab-case ("birth-date-impossible"); `text` says in English what is wrong and what to do about it.
    `sentence` is the same with its values, for readers of other languages; None in rows stored before it existed.
    """

    severity: Severity
    code: str
    text: str
    sentence: Sentence | None = field(default=None, compare=False)
    message: str = ""  # reference of the message (UNH 0062), or its number in the file
    segment: str = ""  # the segment's tag, or the column's heading
    number: int | None = None  # the segment's number in its message, counted from 1
    field: str = ""  # field as an officer knows it: "birth date", with the data element if there is one
    sent: str = ""  # value as sent, cut to 80 characters

    @property
    def wording(self) -> Sentence:
        """Return the sentence; of a row stored before it existed the English text."""
        return self.sentence or Sentence(self.text)

    @classmethod
    def of(
        cls,
        severity: Severity,
        code: str,
        text: Sentence | str,
        *,
        message: str = "",
        segment: str = "",
        number: int | None = None,
        field: str = "",
        sent: str = "",
    ) -> Self:
        """Return a problem with its sentence; `sent` is cut to what is kept."""
        return cls(
            severity=severity,
            code=code,
            text=str(text),
            message=message,
            segment=segment,
            number=number,
            field=field,
            sent=sent[:MAX_SENT_CHARS],
            sentence=as_sentence(text),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One value as it was sent, before normalisation."""

    field: str
    value: str
    segment: int  # number of the segment in its message, counted from 1


class Mode(StrEnum):
    AIR = "air"
    SEA = "sea"
    ROAD = "road"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """A number of a vehicle. `kind`: "VIN", "DOT number", "licence plate" …, or the code as sent."""

    kind: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Craft:
    name: str = ""
    imo: str = ""
    call_sign: str = ""
    registration: str = ""
    flag: str = ""  # country, ISO 3166 alpha-3
    kind: str = ""  # as sent: "cruise ship", "sailing yacht", "C172"
    mmsi: str = ""
    home_port: str = ""
    net_tonnage: float | None = None
    gross_tonnage: float | None = None
    identifiers: tuple[Identifier, ...] = ()  # all numbers of a vehicle, where several are sent


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One hop. Places as sent: IATA (3 letters) by air, UN/LOCODE (5) by sea; times local to each place."""

    origin: str = ""
    destination: str = ""
    departure: str = ""
    arrival: str = ""
    number: str = ""  # the flight or voyage number of this leg, where legs differ
    crosses_border: bool = False  # LOC 125/87: this leg crosses the border


@dataclass(frozen=True, slots=True, kw_only=True)
class Transport:
    """A further transport of the same goods, such as a feeder vessel or the truck to the port. `stage`: UN/EDIFACT
    8051.
    """

    stage: str = ""
    mode: str = ""
    carrier: str = ""
    number: str = ""
    craft: Craft = Craft()
    legs: tuple[Leg, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Voyage:
    mode: Mode = Mode.AIR
    carrier: str = ""
    number: str = ""
    craft: Craft = Craft()
    legs: tuple[Leg, ...] = ()
    category: str = ""  # "commercial" or "private"; "" where the message does not say
    is_mode_assumed: bool = False  # no transport was named: the mode is the usual one of such messages
    further_transports: tuple[Transport, ...] = ()  # before or after this voyage

    @property
    def calls(self) -> tuple[str, ...]:
        """Return the ports of all legs in order, origin and destination of each."""
        return tuple(code for leg in self.legs for code in (leg.origin, leg.destination) if code)

    @property
    def key(self) -> str:
        """Return the identity of the voyage: mode, carrier, number, first departure date, first port.

        A voyage without carrier and number is identified by its ship, since two yachts may leave one port on one day.
        The first arrival date replaces a missing departure date.
        """
        first = self.legs[0] if self.legs else Leg()
        day = (first.departure or first.arrival)[:10]
        number = self.number.removeprefix(self.carrier).lstrip("0-") if self.carrier else self.number
        craft = "" if self.carrier or number else self.craft.imo or self.craft.name.upper()
        return "/".join((self.mode.value, self.carrier, number or craft, day, first.origin))


# ── Travellers and crew, their documents, and reporting parties


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
    """Identifiers that others use for this person (RFF AVF, ABO, AEA, CR and YZY)."""

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
    """One person on board, as declared. A person with almost no data still counts as on board."""

    role: Role = Role.PASSENGER
    surname: str = ""
    given: str = ""  # all given names, separated by blanks
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
    boarding_number: str = ""  # assigned at check-in: a traveller with a number has checked in
    segment: int | None = None  # number of the segment where this person begins in the message
    sent: tuple[Sent, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportingParty:
    id: str = ""
    name: str = ""
    contact: tuple[str, ...] = ()


# ── Bookings: flights, tickets, payment, agency and history


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
    """A form of payment. Of a card number only the issuer's six digits and the last four are stored."""

    form: str = ""  # CC, CA, CK … as sent
    number: str = ""
    payer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """Agency that made the booking: office, IATA number, place."""

    name: str = ""
    iata_number: str = ""
    city: str = ""
    country: str = ""
    agent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingChange:
    """One line of a booking's history: time (local, as sent), user, action (added, cancelled) and text."""

    at: str = ""
    by: str = ""
    action: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """One booking (PNR; ICAO Doc 9944). Its travellers are those of the manifest, by position.

    Values that reveal faith, health or opinions (meals, special services, remarks) are dropped before storage.
    `dropped` counts them by kind (S1, S2).
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
    splits: tuple[str, ...] = ()  # locators of bookings that this one was split from or into
    history: tuple[BookingChange, ...] = ()
    dropped: Mapping[str, int] = field(default_factory=dict)
    segment: int | None = None
