"""A booking and its travellers while being read, turned into records at the end."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from roadstead.engine.formats.common.fast_records import fast_constructor
from roadstead.engine.formats.passengers.pnrgov.docs import Docs
from roadstead.engine.formats.passengers.pnrgov.groups import NumberedSegment
from roadstead.engine.records import (
    Address,
    Agency,
    Bags,
    BookedFlight,
    BookingChange,
    Document,
    Payment,
    Sent,
    Ticket,
)
from roadstead.engine.sentences import Sentence

QuickSent = fast_constructor(Sent)
MAX_SENT_CHARS: Final = 80  # characters of a sent value that are kept
NO_ADDRESS: Final = Address()
NO_AGENCY: Final = Agency()
NO_BAGS: Final = Bags()


@dataclass(slots=True)
class Person:
    """A traveller of the booking. `reference`: the sender's number of the person (9944), within the booking."""

    place: int  # in the booking, counted from 0
    number: int
    surname: str = ""
    given: str = ""
    tif_given: str = ""  # as sent, with its title
    reference: str = ""
    age_group: str = ""
    sex: str = ""
    born: str = ""
    child_born: str = ""  # from SSR CHLD; used if no document has a birth date
    nationality: str = ""
    birth_place: str = ""
    residence: str = ""
    unique: str = ""  # REF
    ticket: str = ""
    seat: str = ""
    boarding_number: str = ""
    bags: Bags = NO_BAGS
    contact: list[str] = field(default_factory=list)
    address: Address = NO_ADDRESS
    documents: dict[tuple[str, str], Document] = field(default_factory=dict)
    has_passport_name: bool = False
    sent: list[Sent] = field(default_factory=list)

    def keep(self, name: str, value: str, number: int) -> None:
        """Remember a value as it was sent."""
        self.sent.append(QuickSent(field=name, value=value[:MAX_SENT_CHARS], segment=number))


@dataclass(slots=True)
class BookedSegment:
    """A flight of the itinerary (group 5)."""

    flight: BookedFlight
    operating: str = ""  # the operating carrier, until its flight number is known too


class Seat(NamedTuple):
    """A seat assigned or requested by SSR; `flight` is its place in the itinerary, None outside the itinerary."""

    rank: int  # 0 assigned, 1 requested
    flight: int | None
    origin: str
    destination: str
    person: int | None
    reference: str
    seat: str


class Infant(NamedTuple):
    """An infant named in INFT."""

    surname: str
    given: str
    born: str
    number: int


@dataclass(slots=True)
class CheckIn:
    """Groups 6 to 9 of one traveller on one flight: TRI, TIF, SSD, TBD."""

    flight: int
    number: int
    reference: str = ""
    boarding_number: str = ""
    surname: str = ""
    given: str = ""
    has_name: bool = False
    age_group: str = ""
    seat: str = ""
    bags: Bags = NO_BAGS


@dataclass(slots=True)
class Draft:
    """One booking. `level`: the part being read: booking, person, seat, flight, history or other."""

    number: int
    flight_date: str
    flight_number: str = ""  # the reported flight
    level: str = "booking"
    locator: str = ""
    system: str = ""
    created: str = ""
    other_locators: dict[str, None] = field(default_factory=dict)
    agency: Agency = NO_AGENCY
    people: list[Person] = field(default_factory=list)
    extra_seats: dict[str, str] = field(default_factory=dict)  # seats without a traveller: reference, possible holder
    docs: list[Docs] = field(default_factory=list)
    early: list[NumberedSegment] = field(default_factory=list)  # services sent before their travellers
    infants: list[Infant] = field(default_factory=list)
    segments: list[BookedSegment] = field(default_factory=list)
    check_ins: list[CheckIn] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)
    contact: dict[str, None] = field(default_factory=dict)
    addresses: dict[Address, None] = field(default_factory=dict)
    tickets: dict[str, Ticket] = field(default_factory=dict)
    payments: list[Payment] = field(default_factory=list)
    frequent_flyer: dict[str, None] = field(default_factory=dict)
    fares: dict[str, None] = field(default_factory=dict)
    splits: dict[str, None] = field(default_factory=dict)
    is_divided: bool = False  # after EQN: the next locator is the other booking's
    history: list[BookingChange] = field(default_factory=list)
    envelopes: dict[str, tuple[str, str]] = field(default_factory=dict)  # LTS: author and time, by envelope
    waiting: list[tuple[int, str]] = field(default_factory=list)  # places in the history, and their envelopes
    change_at: str = ""
    change_by: str = ""
    has_open_change: bool = False
    dropped: Counter[str] = field(default_factory=Counter)

    @property
    def name(self) -> Sentence:
        """Return the booking's name in problems."""
        return Sentence("Booking %(locator)s", {"locator": self.locator or "(no locator)"})

    @property
    def person(self) -> Person | None:
        """Return the traveller whose segments are being read, or None."""
        return self.people[-1] if self.people and self.level == "person" else None

    def by_reference(self, reference: str) -> Person | None:
        """Return the person with this reference, or None. `1`, `001` and `1.1` mean the same person."""
        wanted = plain_reference(reference)
        if not wanted:
            return None
        return next((person for person in self.people if person.reference == wanted), None)


def plain_reference(reference: str) -> str:
    return reference.strip().lstrip("0") or ("0" if "0" in reference else "")
