"""The records that move through the pipeline. Frozen: a stage never edits its input, it returns a new record.

Dates are ISO 8601 text and may be partial ("1980", "1980-04"); times are local to the port, without zone, as
carriers send them ("2026-11-25T16:20"). What is unknown is "" (text), () (many) or None (numbers, yes/no).
What was sent stays beside what we made of it in `sent`, with the number of the segment it came from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class Severity(StrEnum):
    """How much a problem costs: a value lost, a value in doubt, or only worth knowing."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something wrong with what we were sent. It travels beside the data instead of being raised.

    `code` is stable kebab-case ("birth-date-impossible"); `text` says what is wrong and what to do about it.
    """

    severity: Severity
    code: str
    text: str
    message: str = ""  # reference of the message (UNH 0062), or its number in the file
    segment: str = ""  # the segment's tag, or the column's heading
    number: int | None = None  # the segment's number in its message, counted from 1
    field: str = ""  # what an officer calls it: "birth date", with the data element where there is one
    sent: str = ""  # what stood there, cut to 80 characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One value as it was sent, before we made anything of it."""

    field: str
    value: str
    segment: int  # number of the segment in its message, counted from 1


# ── voyage ──────────────────────────────────────────────────────────────────────────────────


class Mode(StrEnum):
    AIR = "air"
    SEA = "sea"
    ROAD = "road"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One hop. Places as sent: IATA (3 letters) by air, UN/LOCODE (5) by sea; times local to each place."""

    origin: str = ""
    destination: str = ""
    departure: str = ""
    arrival: str = ""
    number: str = ""  # the flight or voyage number of this leg, where legs differ
    crosses_border: bool = False  # LOC 125/87: the leg by which the border is crossed


@dataclass(frozen=True, slots=True, kw_only=True)
class Voyage:
    mode: Mode = Mode.AIR
    carrier: str = ""
    number: str = ""
    craft: Craft = Craft()
    legs: tuple[Leg, ...] = ()
    category: str = ""  # "commercial" or "private"; "" where the message does not say

    @property
    def key(self) -> str:
        """Identity of the voyage: mode, carrier, number, first departure date, first port.

        A voyage without carrier and number goes by its ship: two yachts leave one port on one day.
        Where the list gives no departure, its first arrival date stands in for it.
        """
        first = self.legs[0] if self.legs else Leg()
        day = (first.departure or first.arrival)[:10]
        number = self.number.removeprefix(self.carrier).lstrip("0") if self.carrier else self.number
        craft = "" if self.carrier or number else self.craft.imo or self.craft.name.upper()
        return "/".join((self.mode.value, self.carrier, number or craft, day, first.origin))


# ── people ──────────────────────────────────────────────────────────────────────────────────


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


# ── bookings ────────────────────────────────────────────────────────────────────────────────


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


# ── answers ─────────────────────────────────────────────────────────────────────────────────


class Verdict(StrEnum):
    """All that a carrier is ever told of a person (C13, S24): never a list, a score or a reason."""

    OK = "ok"
    NOT_OK = "not_ok"
    INSUFFICIENT = "insufficient"
    REFER = "refer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer of an authority (CUSRES). Without booking and passenger it is about the whole voyage."""

    booking: str = ""
    passenger: str = ""  # RFF+ABO, by which the answer finds its person; RFF+AVF otherwise
    code: str = ""  # as sent: 0Z, 1Z, 8H …
    text: str = ""
    verdict: Verdict | None = None  # None: the authority's profile does not know the code
    missing: tuple[str, ...] = ()  # fields that are insufficient
    level: str = ""  # ERP 1049 as sent: 1 voyage, 2 person


# ── the message ─────────────────────────────────────────────────────────────────────────────


class Function(StrEnum):
    """What the sender wants done with the list."""

    PASSENGERS = "passengers"
    CREW = "crew"
    CHANGE = "change"
    CANCEL = "cancel"
    CLOSE = "close"
    CLOSED_ON_BOARD = "closed_on_board"
    CLOSED_NOT_ON_BOARD = "closed_not_on_board"
    BOOKINGS = "bookings"  # who has booked: fills in, and never overrules a list of those on board
    ANSWER = "answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageHeader:
    """Which message this is. `type` "PAXLST", `release` "D:05B", `code`/`subcode` as in BGM."""

    type: str = ""
    release: str = ""
    association: str = ""
    function: Function | None = None
    code: str = ""  # BGM 1001: 745, 250, 266, 336 …
    subcode: str = ""  # BGM 1004: CP, XR, CL …
    action: str = ""  # BGM 1225: 9 original, 2 addition, 5 replacement, 1 cancellation …
    reference: str = ""  # transaction (RFF+TN), else document number, else UNH 0062
    revision: str = ""
    access_reference: str = ""  # UNH 0068: the same in every part of a list
    part: str = ""
    last_part: bool | None = None  # None: the sender does not say
    sender: str = ""
    recipient: str = ""
    interchange: str = ""  # UNB 0020
    sent_at: str = ""
    syntax: str = ""  # "UNOA:4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One message, understood. Declared counts by kind ("passengers", "crew") are of the whole voyage."""

    message: MessageHeader = MessageHeader()
    voyage: Voyage = Voyage()
    reporting_party: ReportingParty = ReportingParty()
    travellers: tuple[Traveller, ...] = ()
    declared: Mapping[str, int] = field(default_factory=dict)
    bookings: tuple[Booking, ...] = ()
    answers: tuple[Answer, ...] = ()


# ── quality ─────────────────────────────────────────────────────────────────────────────────


class Aspect(StrEnum):
    """What is asked of a filing: all there, believable, in time, and enough for the authority it is sent to."""

    COMPLETE = "complete"
    PLAUSIBLE = "plausible"
    ON_TIME = "on_time"
    SUFFICIENT = "sufficient"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that speaks against the quality of a filing: a stable code, and the sentence for carrier and officer.

    Nothing of screening is ever in here: a carrier reads it.
    """

    aspect: Aspect
    code: str  # "document-expired", "birth-date-missing"
    text: str
    field: str = ""
    severity: Severity = Severity.WARNING


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """The quality of one traveller, one message or one voyage. No finding: nothing speaks against it."""

    findings: tuple[Finding, ...] = ()
    profile: str = ""  # the authority's profile it was weighed by, with its version
    missing: tuple[str, ...] = ()  # fields that the profile requires and that are not there


# ── listed ──────────────────────────────────────────────────────────────────────────────────


class Kind(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"
    VESSEL = "vessel"
    AIRCRAFT = "aircraft"
    OTHER = "other"


class Action(StrEnum):
    """What the list's owner wants done when the person is met."""

    STOP = "stop"
    REFER = "refer"
    DISCREET = "discreet"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedName:
    """One name of an entry. Weak aliases (OFAC quoted, UN low quality) need a second identifier to alert."""

    text: str
    weak: bool = False


ADDRESS: Final = "address"  # among the identifiers of an entry; several apart by semicolons


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One listed person or thing, from whatever list. `born` holds ISO dates, partial dates and
    ISO 8601 intervals ("1965/1967"); countries are ISO 3166 alpha-3 where the list's name could be resolved.
    """

    id: str  # unique within its list
    list: str
    kind: Kind = Kind.PERSON
    names: tuple[ListedName, ...] = ()
    born: tuple[str, ...] = ()
    birth_places: tuple[str, ...] = ()
    nationalities: tuple[str, ...] = ()
    sex: str = ""
    documents: tuple[Document, ...] = ()
    identifiers: Mapping[str, str] = field(default_factory=dict)  # imo, call_sign, tail_number …
    action: Action = Action.REFER
    reason: str = ""
    owner: str = ""  # state (alpha-3) or body that owns the entry
    expires: str = ""
    topics: tuple[str, ...] = ()
    review: str = ""  # the last day before which somebody must have looked at it again (S22)
    priority: str = ""  # high, normal or low, as its owner says; "" where the list has none

    @property
    def name(self) -> str:
        return self.names[0].text if self.names else self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedDocument:
    """A document reported lost, stolen or revoked. Issuer and type may be unknown ("")."""

    number: str
    issuer: str = ""
    type: str = ""
    list: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListVersion:
    """What stands behind a hit: which list, its content hash (SHA-256, hex), its entries by kind."""

    list: str
    version: str  # first twelve characters of the content hash
    sha256: str = ""
    published: str = ""  # the date the list itself gives, where it does
    counts: Mapping[str, int] = field(default_factory=dict)


# ── hit ─────────────────────────────────────────────────────────────────────────────────────


class HitKind(StrEnum):
    NAME = "name"
    DOCUMENT = "document"
    RULE = "rule"
    CRAFT = "craft"
    GOODS = "goods"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One sentence an officer reads, and what it added (or took away) from the score."""

    text: str
    value: float = 0.0
    feature: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """Which versions made this hit, so that years later the same input gives the same result (S19)."""

    list_version: str = ""
    rule_version: str = ""
    matcher_version: str = ""
    policy_version: str = ""
    threshold: float | None = None  # bits, of a likeness: what held for its list
    statistics_version: str = ""  # state of all lists on which it was counted how common a name is
    facts: Mapping[str, str | int | bool | list[str]] | None = None  # of a written rule: those it looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A possibility, never more: what was declared meets what is listed, or a rule speaks.

    `traveller` is the position of the traveller in the manifest, None for a hit on the voyage as a whole.
    """

    kind: HitKind
    traveller: int | None = None
    list: str = ""
    rule: str = ""
    entry: str = ""
    entry_name: str = ""
    action: Action = Action.REFER
    score: float = 0.0
    reasons: tuple[Reason, ...] = ()
    replay: Replay = Replay()
    name_score: float | None = None  # how alike the names read, 0–100; decides nothing
    probability: float | None = None  # 0–1, of the second stage where it is asked; advisory
