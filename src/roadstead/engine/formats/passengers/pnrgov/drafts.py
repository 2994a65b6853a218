"""A booking and its travellers while being read. They become records once, at the end."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from roadstead.engine.formats.common.quick import quick
from roadstead.engine.formats.passengers.pnrgov.docs import Docs
from roadstead.engine.formats.passengers.pnrgov.groups import Found
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

QuickSent = quick(Sent)
CUT: Final = 80  # characters of a sent value that are kept
NO_ADDRESS: Final = Address()
NO_AGENCY: Final = Agency()
NO_BAGS: Final = Bags()


@dataclass(slots=True)
class Person:
    """A traveller of the booking. `reference` is the sender's number of the person (9944), within the booking."""

    place: int  # in the booking, counted from 0
    number: int
    surname: str = ""
    given: str = ""
    tif_given: str = ""  # as sent, with its title
    reference: str = ""
    age_group: str = ""
    sex: str = ""
    born: str = ""
    child_born: str = ""  # as SSR CHLD tells it: counts where no document does
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
        self.sent.append(QuickSent(field=name, value=value[:CUT], segment=number))


@dataclass(slots=True)
class Segment5:
    """A flight of the itinerary (group 5)."""

    flight: BookedFlight
    operating: str = ""  # the carrier that flies, until its number is told too


class Seat(NamedTuple):
    """A seat that SSR gives or asks for; `flight` is its place in the itinerary, None outside it."""

    rank: int  # 0 given, 1 asked for
    flight: int | None
    origin: str
    destination: str
    person: int | None
    reference: str
    seat: str


class Infant(NamedTuple):
    """An infant as INFT names it."""

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
    """One booking. `level` says among which segments we are: booking, person, seat, flight, history or other."""

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
    extra_seats: dict[str, str] = field(default_factory=dict)  # seats for nobody: reference, whose it may be
    docs: list[Docs] = field(default_factory=list)
    early: list[Found] = field(default_factory=list)  # services that came before the travellers they are of
    infants: list[Infant] = field(default_factory=list)
    segments: list[Segment5] = field(default_factory=list)
    check_ins: list[CheckIn] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)
    contact: dict[str, None] = field(default_factory=dict)
    addresses: dict[Address, None] = field(default_factory=dict)
    tickets: dict[str, Ticket] = field(default_factory=dict)
    payments: list[Payment] = field(default_factory=list)
    frequent_flyer: dict[str, None] = field(default_factory=dict)
    fares: dict[str, None] = field(default_factory=dict)
    splits: dict[str, None] = field(default_factory=dict)
    is_divided: bool = False  # EQN was met: the locator that follows is of the other booking
    history: list[BookingChange] = field(default_factory=list)
    envelopes: dict[str, tuple[str, str]] = field(default_factory=dict)  # LTS: who and when, by envelope
    waiting: list[tuple[int, str]] = field(default_factory=list)  # places in the history, and their envelopes
    change_at: str = ""
    change_by: str = ""
    has_open_change: bool = False
    dropped: Counter[str] = field(default_factory=Counter)

    @property
    def name(self) -> str:
        """How problems call it."""
        return f"Booking {self.locator or '(no locator)'}"

    @property
    def person(self) -> Person | None:
        """The traveller whose segments we are among."""
        return self.people[-1] if self.people and self.level == "person" else None

    def by_reference(self, reference: str) -> Person | None:
        """`1`, `001` and `1.1` are written for the same person."""
        wanted = plain_reference(reference)
        if not wanted:
            return None
        return next((person for person in self.people if person.reference == wanted), None)


def plain_reference(reference: str) -> str:
    return reference.strip().lstrip("0") or ("0" if "0" in reference else "")
