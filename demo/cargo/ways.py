"""Bills with which the hidden test cases begin. All invented."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from demo.cargo.lading import Hold, honest, with_parties
from demo.cargo.tables import goods
from roadstead.engine.records import Address, Consignment, Party, PartyRole

PRIVATE: Final = Party(
    role=PartyRole.CONSIGNEE,
    name="Rosalind Hyacinth Tull",
    address=Address(street="Lot 6 Clapham Ridge", city="St Michael", country="BRB"),
)
SENDER: Final = Party(
    role=PartyRole.CONSIGNOR,
    name="Delroy Whitmore Tull",
    address=Address(street="118 Egret Trail", city="Miami", country="USA"),
)

Hidden = Iterator[Consignment]


def small(hold: Hold) -> Consignment:
    """Return a bill of ordinary goods that do not fill a container."""
    return honest(hold, hold.chance.choice([good for good in goods() if not good.alone]))


def private(hold: Hold) -> Consignment:
    """Return a bill from one person to another."""
    return with_parties(small(hold), SENDER, PRIVATE)
