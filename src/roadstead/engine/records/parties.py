"""Who sends, gets, is told of or carries goods."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from roadstead.engine.records.people import Address


class PartyRole(StrEnum):
    """What a party is to a consignment, however a format calls it (UN/EDIFACT 3035)."""

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
    """Who sends, gets, is told of or carries the goods. `code`: the number by which customs or a carrier know them."""

    role: PartyRole
    name: str = ""
    code: str = ""
    address: Address = Address()
    lines: tuple[str, ...] = ()  # name and address as sent, line by line
    contact: tuple[str, ...] = ()  # telephone, mail
    account: str = ""
    role_sent: str = ""  # where `role` is OTHER: what it was called
