"""Test cases hidden in the parties of a bill."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from demo.cargo.lading import Hold, add, honest, told, with_parties
from demo.cargo.listed import FORWARDER, LISTED, NAMESAKE, PERSON, listed_party
from demo.cargo.tables import Firm, consignees
from demo.cargo.ways import Hidden, private, small
from roadstead.engine.records import PartyRole

SPELLINGS: Final = ("Pelican Reach Building Supplies Ltd", "PELICAN REACH BLDG SUPPLIES LIMITED",
                    "Pelican Reach Building Suplies Ltd.")  # fmt: skip


def regular(hold: Hold) -> Hidden:
    """An honest bill of a shipper and a consignee who have traded before."""
    yield add(hold, honest(hold))


def spelt_three_ways(hold: Hold) -> Hidden:
    firm = consignees("BBBGI")[0]
    for name in SPELLINGS:
        yield add(hold, with_parties(small(hold), replace(firm.as_party(PartyRole.CONSIGNEE), name=name, code="")))


def namesake_firm(hold: Hold) -> Hidden:
    """A firm that shares words with a listed one but has another trade and country."""
    yield add(hold, with_parties(small(hold), NAMESAKE))


def listed_consignee(hold: Hold) -> Hidden:
    yield add(hold, with_parties(small(hold), listed_party(LISTED["firm"], PartyRole.CONSIGNEE)))


def listed_notify(hold: Hold) -> Hidden:
    yield add(hold, with_parties(small(hold), listed_party(LISTED["other_spelling"], PartyRole.NOTIFY)))


def listed_person(hold: Hold) -> Hidden:
    yield add(hold, with_parties(private(hold), PERSON))


def listed_by_air(hold: Hold) -> Hidden:
    yield add(hold, with_parties(small(hold), listed_party(LISTED["by_air"], PartyRole.CONSIGNOR)))


def to_order_of_forwarder(hold: Hold) -> Hidden:
    yield add(hold, with_parties(told(small(hold), "CONSOLIDATED CARGO", ""), FORWARDER))


def elsewhere(hold: Hold) -> Hidden:
    """Goods unloaded in Saint Lucia for a consignee in another country, without onward carriage."""
    stranger = Firm(
        name="Orchid Gate Trading Est",
        side="in",
        place="",
        street="8 Dock Street",
        town="Georgetown",
        country="GUY",
        code="",
    )
    yield add(hold, with_parties(small(hold), stranger.as_party(PartyRole.CONSIGNEE)))
