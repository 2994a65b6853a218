"""The voyage: by what craft, from where to where, when."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

# ── What is wrong with a message, and how a value was sent.


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
    crosses_border: bool = False  # LOC 125/87: the leg by which the border is crossed


@dataclass(frozen=True, slots=True, kw_only=True)
class Transport:
    """A further transport of the same goods: a feeder vessel, the truck to the port. `stage`: UN/EDIFACT 8051."""

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
    is_mode_assumed: bool = False  # no transport is named: the mode is only what such messages mostly are of
    further_transports: tuple[Transport, ...] = ()  # before or after this voyage

    @property
    def calls(self) -> tuple[str, ...]:
        """Its ports as the legs have them, beginning and end of each."""
        return tuple(code for leg in self.legs for code in (leg.origin, leg.destination) if code)

    @property
    def key(self) -> str:
        """Identity of the voyage: mode, carrier, number, first departure date, first port.

        A voyage without carrier and number goes by its ship: two yachts leave one port on one day.
        Where the list gives no departure, its first arrival date stands in for it.
        """
        first = self.legs[0] if self.legs else Leg()
        day = (first.departure or first.arrival)[:10]
        number = self.number.removeprefix(self.carrier).lstrip("0-") if self.carrier else self.number
        craft = "" if self.carrier or number else self.craft.imo or self.craft.name.upper()
        return "/".join((self.mode.value, self.carrier, number or craft, day, first.origin))
