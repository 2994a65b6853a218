"""Bills of lading and air waybills, as one message declares them.

Masses are kilograms and volumes cubic metres, whatever unit was sent. Places as sent: UN/LOCODE by sea, IATA by air.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from roadstead.engine.records.voyage import Address, Sent

# ── Goods lines of a consignment


@dataclass(frozen=True, slots=True, kw_only=True)
class DangerousGoods:
    """`un_number`: four digits; `hazard`: class and division ("3", "2.1"); `code`: the rules applied ("IMD", "ADR")."""

    un_number: str = ""
    hazard: str = ""
    packing_group: str = ""
    flash_point_c: float | None = None
    name: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InContainer:
    """The part of a goods line that is in one container."""

    container: str
    packages: int | None = None
    gross_mass_kg: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """`kind`: freight, customs, insurance, transport or goods. `amount`: as sent, in `currency` (ISO 4217)."""

    kind: str
    amount: float
    currency: str = ""
    payment: str = ""  # prepaid or collect, as sent: PP, CC, P, C


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsLine:
    """One line of goods. `hs`: digits of the harmonised code with the national extension; `more_hs`: further codes."""

    number: str = ""
    description: str = ""
    hs: str = ""
    more_hs: tuple[str, ...] = ()
    packages: int | None = None
    package_type: str = ""  # UNECE recommendation 21 where the sender keeps to it
    package_text: str = ""  # the sender's words for the packages; they can contradict the description of the goods
    gross_mass_kg: float | None = None
    net_mass_kg: float | None = None
    volume_m3: float | None = None
    marks: tuple[str, ...] = ()
    origin: str = ""  # country, as sent
    dangerous: tuple[DangerousGoods, ...] = ()
    containers: tuple[InContainer, ...] = ()
    vehicle: str = ""  # chassis number
    values: tuple[Money, ...] = ()
    references: tuple[tuple[str, str], ...] = ()  # of this line: (qualifier as sent, number)


# ── Containers and unit load devices, and movements of goods. Masses in kilograms.


class Load(StrEnum):
    """Loading state of a container."""

    FULL = "full"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """A container, trailer or unit load device, as one message declares it. `bills`: numbers of the bills in it."""

    number: str
    size_type: str = ""  # ISO 6346 "22G1", or as sent; of a unit load device its type: PMC, AKE
    kind: str = "container"  # "container", "unit load device", "trailer", "bulk"
    load: Load | None = None
    service: str = ""  # how it is filled and emptied, as sent: FCL, LCL/FCL, 1/1
    seals: tuple[str, ...] = ()
    sealed_by: str = ""  # UN/EDIFACT 9303, as sent: CA, SH, CU
    gross_mass_kg: float | None = None
    tare_mass_kg: float | None = None
    goods_mass_kg: float | None = None
    verified_mass_kg: float | None = None  # VGM, SOLAS VI/2
    packages: int | None = None
    stowed: str = ""  # bay, row, tier
    origin: str = ""  # where it was first loaded on a ship, before this voyage
    loaded_at: str = ""
    discharged_at: str = ""
    final_place: str = ""
    carrier: str = ""
    temperature_c: float | None = None
    dangerous: tuple[DangerousGoods, ...] = ()
    goods: str = ""
    bills: tuple[str, ...] = ()
    nature: str = ""  # as of a consignment
    at: str = ""  # when it was loaded, discharged or went through the gate
    references: tuple[tuple[str, str], ...] = ()
    sent: tuple[Sent, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """An event of a consignment, a container or a craft: a status, an acknowledgement, a departure.

    `code`: as sent (RCF, DLV, FIW, FMA, AD …). `number`: of the consignment or container, "" for the craft itself.
    """

    code: str
    number: str = ""
    place: str = ""
    at: str = ""
    packages: int | None = None
    gross_mass_kg: float | None = None
    flight: str = ""
    party: str = ""
    text: str = ""


# ── Parties to a consignment


class PartyRole(StrEnum):
    """Role of a party in a consignment, independent of the format (UN/EDIFACT 3035)."""

    CONSIGNOR = "consignor"
    CONSIGNEE = "consignee"
    NOTIFY = "notify"
    CARRIER = "carrier"
    AGENT = "agent"
    FORWARDER = "forwarder"
    SELLER = "seller"
    BUYER = "buyer"
    OWNER = "owner"
    MASTER = "master"  # of the ship
    DECLARANT = "declarant"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A party that sends, receives, carries or is notified of goods. `code`: its number at customs or at a carrier."""

    role: PartyRole
    name: str = ""
    code: str = ""
    address: Address = Address()
    lines: tuple[str, ...] = ()  # name and address as sent, line by line
    contact: tuple[str, ...] = ()  # telephone, mail
    account: str = ""
    role_sent: str = ""  # the role as sent, where `role` is OTHER


class Level(StrEnum):
    """The carrier's own bill, or a forwarder's under it (UN/EDIFACT 1153 MB and HWB, BM and BH; ASYCUDA MSB, HSB)."""

    MASTER = "master"
    HOUSE = "house"


@dataclass(frozen=True, slots=True, kw_only=True)
class OnwardLeg:
    """A further leg of a consignment: flight or voyage number; dates as sent, or completed."""

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
    """A bill of lading or air waybill, as one message declares it. `action`: UN/EDIFACT 1225, as in the header."""

    level: Level = Level.MASTER
    number: str = ""
    master: str = ""  # of a house: its master's number
    line: str = ""
    nature: str = ""  # "import", "export", "transit", "transhipment"; "" if not sent
    type: str = ""  # as sent: BOL, MSB, HSB, AWB, 740, 703 …
    action: str = ""
    parties: tuple[Party, ...] = ()
    origin: str = ""  # origin of the goods, before loading
    load: str = ""  # place where it is loaded on this voyage
    discharge: str = ""  # place where it is discharged from this voyage
    destination: str = ""  # final destination
    transhipment: str = ""  # place where it changes ship or aircraft
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
    dangerous: bool | None = None  # the sender's statement that the consignment holds dangerous goods
    references: tuple[tuple[str, str], ...] = ()  # (qualifier as sent, number)
    location: str = ""  # warehouse or shed where the goods will be stored
    sent: tuple[Sent, ...] = ()

    def parties_as(self, role: PartyRole) -> tuple[Party, ...]:
        return tuple(party for party in self.parties if party.role is role)


@dataclass(frozen=True, slots=True, kw_only=True)
class CargoTotals:
    """Totals of a manifest, as the sender states them."""

    bills: int | None = None
    items: int | None = None  # lines of goods
    containers: int | None = None
    packages: int | None = None
    gross_mass_kg: float | None = None
    volume_m3: float | None = None
