"""Messages after reading: manifests, the quality of filings, and responses of authorities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from roadstead.engine.records.cargo import CargoTotals, Consignment, Container, Movement, Party
from roadstead.engine.records.voyage import Booking, ReportingParty, Severity, Traveller, Voyage
from roadstead.engine.sentences import Sentence

# ── Quality of a filing


class Aspect(StrEnum):
    """Aspects of quality of a filing: complete, plausible, on time, and sufficient for the receiving authority."""

    COMPLETE = "complete"
    PLAUSIBLE = "plausible"
    ON_TIME = "on_time"
    SUFFICIENT = "sufficient"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One problem with the quality of a filing: a stable code, and a sentence for carrier and officer.

    Carriers read findings, so a finding never holds screening results. `text` is English; `sentence` is the same with
    its values, for readers of other languages.
    """

    aspect: Aspect
    code: str  # "document-expired", "birth-date-missing"
    text: str
    sentence: Sentence | None = field(default=None, compare=False)
    field: str = ""
    severity: Severity = Severity.WARNING


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """Quality of one traveller, one message or one voyage. No findings: no problems found."""

    findings: tuple[Finding, ...] = ()
    profile: str = ""  # the authority's profile that was applied, with its version
    missing: tuple[str, ...] = ()  # fields that the profile requires and that were not sent


# ── Responses of an authority about a traveller


class Verdict(StrEnum):
    """Content of a response to a carrier about a person (C13, S24): never a list, a score or a reason."""

    OK = "ok"
    NOT_OK = "not_ok"
    INSUFFICIENT = "insufficient"
    REFER = "refer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One response of an authority (CUSRES). Without booking, passenger and bill it concerns the whole voyage."""

    booking: str = ""
    passenger: str = ""  # RFF+ABO, which identifies the person; RFF+AVF if it is missing
    bill: str = ""  # number of the bill, waybill or cargo control document
    code: str = ""  # as sent: 0Z, 1Z, 8H …
    text: str = ""
    verdict: Verdict | None = None  # None: the code is not in the authority's profile
    missing: tuple[str, ...] = ()  # fields that are insufficient
    level: str = ""  # ERP 1049 as sent: 1 voyage, 2 person


class Function(StrEnum):
    """Purpose of a message: what the sender wants done with it."""

    PASSENGERS = "passengers"
    CREW = "crew"
    CHANGE = "change"
    CANCEL = "cancel"
    CLOSE = "close"
    CLOSED_ON_BOARD = "closed_on_board"
    CLOSED_NOT_ON_BOARD = "closed_not_on_board"
    BOOKINGS = "bookings"  # booked travellers: adds data, and never overrules a list of those on board
    ANSWER = "answer"
    CARGO = "cargo"  # bills and waybills; `action` says what to do with them
    STOWAGE = "stowage"  # a side list: bay plan, loading or discharge list, gate movement
    CONVEYANCE = "conveyance"  # about the craft alone: arrival, departure
    MOVEMENT = "movement"  # status of a consignment or craft
    DECLARATION = "declaration"  # an importer's customs declaration: recognised, but not a manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageHeader:
    """Identification of a message. `type`: "PAXLST"; `release`: "D:05B"; `code`, `subcode`: as in BGM."""

    type: str = ""
    type_sent: str = ""  # type as stated by a message that is not read
    release: str = ""
    association: str = ""
    function: Function | None = None
    code: str = ""  # BGM 1001: 745, 250, 266, 336 …
    subcode: str = ""  # BGM 1004: CP, XR, CL …
    action: str = ""  # BGM 1225: 9 original, 2 addition, 3 deletion, 4 change, 5 replacement, 1 cancellation …
    reference: str = ""  # transaction (RFF+TN), else document number, else UNH 0062
    revision: str = ""
    access_reference: str = ""  # UNH 0068: the same in every part of a list
    part: str = ""
    last_part: bool | None = None  # None: the sender does not say
    sender: str = ""
    recipient: str = ""
    interchange: str = ""  # UNB 0020
    sent_at: str = ""
    prepared_at: str = ""  # DTM+137: when the document was prepared
    syntax: str = ""  # "UNOA:4"
    references: tuple[tuple[str, str], ...] = ()  # of the whole document: (qualifier as sent, number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One message after reading.

    `declared`: counts for the whole voyage by kind ("passengers", "crew", "persons" for all on board).
    """

    message: MessageHeader = MessageHeader()
    voyage: Voyage = Voyage()
    reporting_party: ReportingParty = ReportingParty()
    travellers: tuple[Traveller, ...] = ()
    declared: Mapping[str, int] = field(default_factory=dict)
    bookings: tuple[Booking, ...] = ()
    answers: tuple[Response, ...] = ()
    consignments: Sequence[Consignment] = ()  # of a large message: stored packed, and unpacked during iteration
    containers: Sequence[Container] = ()
    totals: CargoTotals = CargoTotals()
    movements: tuple[Movement, ...] = ()
    office: str = ""  # customs office, as its own code
    parties: tuple[Party, ...] = ()  # of the whole manifest: carrier, agent, master of the ship, declarant
    references: tuple[tuple[str, str], ...] = ()  # of the whole manifest: (qualifier as sent, number)
