"""Goods lines of a consignment. Masses are kilograms, volumes cubic metres, whatever unit was sent."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DangerousGoods:
    """`un_number` four digits, `hazard` class and division ("3", "2.1"), `code` by which rules ("IMD", "ADR")."""

    un_number: str = ""
    hazard: str = ""
    packing_group: str = ""
    flash_point_c: float | None = None
    name: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InContainer:
    """What of a goods line is in which container."""

    container: str
    packages: int | None = None
    gross_mass_kg: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """`kind`: freight, customs, insurance, transport, goods. Amount as sent, in `currency` (ISO 4217)."""

    kind: str
    amount: float
    currency: str = ""
    payment: str = ""  # prepaid or collect, as sent: PP, CC, P, C


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsLine:
    """One line of goods. `hs`: digits of the harmonised code, national extension included; `more_hs` where several."""

    number: str = ""
    description: str = ""
    hs: str = ""
    more_hs: tuple[str, ...] = ()
    packages: int | None = None
    package_type: str = ""  # UNECE recommendation 21 where the sender keeps to it
    package_text: str = ""  # what the sender calls the packages, in words: it may tell another story than the goods
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
