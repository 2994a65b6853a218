"""Containers and unit load devices, and what happened to goods on their way. Masses in kilograms."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from roadstead.engine.records.goods import DangerousGoods
from roadstead.engine.records.problems import Sent


class Load(StrEnum):
    """Whether there is anything in a container."""

    FULL = "full"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """A container, trailer or unit load device, as one message tells of it. `bills`: numbers of what is in it."""

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
    origin: str = ""  # where it first went on board of a ship, before this voyage
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
    """What happened to a consignment, a container or a craft: a status, an acknowledgement, a departure.

    `code` as sent: RCF, DLV, FIW, FMA, AD …; `number` of what it is about, "" for the craft itself.
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
