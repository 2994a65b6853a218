"""A bill of lading or air waybill, as one message tells of it.

Masses are kilograms, volumes cubic metres, whatever unit was sent; places as sent: UN/LOCODE by sea, IATA by air.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from roadstead.engine.records.goods import GoodsLine, Money
from roadstead.engine.records.parties import Party, PartyRole
from roadstead.engine.records.problems import Sent


class Level(StrEnum):
    """The carrier's own bill, or a forwarder's under it (UN/EDIFACT 1153 MB and HWB, BM and BH; ASYCUDA MSB, HSB)."""

    MASTER = "master"
    HOUSE = "house"


@dataclass(frozen=True, slots=True, kw_only=True)
class OnwardLeg:
    """A further stretch a consignment takes: flight or voyage number, day as sent or made whole."""

    carrier: str = ""
    number: str = ""
    origin: str = ""
    destination: str = ""
    departure: str = ""
    arrival: str = ""
    mode: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A remark with its code: customs information of a waybill (OCI), special handling, free text."""

    kind: str  # "customs", "handling", "remark", "service", "accounting", "dimensions"
    code: str = ""
    country: str = ""
    segment: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consignment:
    """A bill of lading or air waybill, as one message tells of it. `action`: UN/EDIFACT 1225, as in the header."""

    level: Level = Level.MASTER
    number: str = ""
    master: str = ""  # of a house: its master's number
    line: str = ""
    nature: str = ""  # "import", "export", "transit", "transhipment"; "" where not said
    type: str = ""  # as sent: BOL, MSB, HSB, AWB, 740, 703 …
    action: str = ""
    parties: tuple[Party, ...] = ()
    origin: str = ""  # where the goods come from, before loading
    load: str = ""  # put on board of this voyage
    discharge: str = ""  # taken off this voyage
    destination: str = ""  # where they go in the end
    transhipment: str = ""  # where it changes ship or aircraft on the way
    origin_country: str = ""
    onward: tuple[OnwardLeg, ...] = ()
    packages: int | None = None
    package_type: str = ""
    packages_total: int | None = None  # of the whole waybill, where this is only a part of it
    split: str = ""  # T total, P part, S split, D divided (Cargo-IMP)
    pieces_inside: int | None = None  # shipper's load and count (SLAC)
    gross_mass_kg: float | None = None
    volume_m3: float | None = None
    goods: tuple[GoodsLine, ...] = ()
    containers: tuple[str, ...] = ()
    seals: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    values: tuple[Money, ...] = ()
    handling: tuple[str, ...] = ()  # special handling codes: PER, EAW, DGR …
    notes: tuple[Note, ...] = ()
    consolidated: bool | None = None
    dangerous: bool | None = None  # whether the sender says that some of it is dangerous
    references: tuple[tuple[str, str], ...] = ()  # (qualifier as sent, number)
    location: str = ""  # warehouse or shed where the goods will lie
    sent: tuple[Sent, ...] = ()

    def parties_as(self, role: PartyRole) -> tuple[Party, ...]:
        return tuple(party for party in self.parties if party.role is role)


@dataclass(frozen=True, slots=True, kw_only=True)
class CargoTotals:
    """What the sender says all of it adds up to."""

    bills: int | None = None
    items: int | None = None  # lines of goods
    containers: int | None = None
    packages: int | None = None
    gross_mass_kg: float | None = None
    volume_m3: float | None = None
