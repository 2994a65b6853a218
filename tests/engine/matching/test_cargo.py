"""Parties of bills against lists of firms and persons, all invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from roadstead.engine.records import (
    ADDRESS,
    Address,
    Consignment,
    Entry,
    Hit,
    HitKind,
    Kind,
    ListedName,
    Party,
    PartyRole,
)
from roadstead.engine.screening.run import build_screening_set, screen_bills

TODAY = date(2026, 11, 25)
LISTED = (
    Entry(list="L", id="F1", kind=Kind.ORGANISATION, names=(ListedName(text="Zephyrine Maritime Trading LLC"),)),
    Entry(list="L", id="P1", kind=Kind.PERSON, names=(ListedName(text="QUILLFEATHER, Ambrosius"),), born=("1970",)),
)


def met(*parties: Party) -> list[Hit]:
    bills = (Consignment(number="B0"), Consignment(number="B1", parties=parties))
    return screen_bills(bills, build_screening_set(LISTED), today=TODAY)


@pytest.mark.parametrize(
    "name", ["ZEPHYRINE MARITIME TRADING", "Zephyrine Maritime Trading Ltd.", "TRADING ZEPHYRINE MARITIME"]
)
def test_a_listed_firm_is_met_however_it_is_spelt_and_the_bill_is_named(name: str) -> None:
    (hit,) = met(Party(role=PartyRole.CONSIGNEE, name=name))
    assert (hit.kind, hit.entry, hit.bill, hit.parties, hit.traveller) == (HitKind.PARTY, "F1", 1, (0,), None)
    assert hit.reasons[0].text == f"{name} is the consignee of the bill."
    assert hit.score == pytest.approx(sum(reason.value for reason in hit.reasons), abs=0.05)


def test_a_person_is_met_by_the_whole_name_only() -> None:
    (hit,) = met(Party(role=PartyRole.CONSIGNOR, name="AMBROSIUS QUILLFEATHER"))
    assert (hit.kind, hit.entry, hit.bill) == (HitKind.NAME, "P1", 1)
    assert met(Party(role=PartyRole.CONSIGNOR, name="A. QUILLFEATHER")) == []


def test_others_are_left_in_peace() -> None:
    where = Address(country="BB", city="Bridgetown")
    assert (
        met(Party(role=PartyRole.NOTIFY, name="Island Imports Ltd", address=where), Party(role=PartyRole.AGENT)) == []
    )


@pytest.mark.parametrize("role", PartyRole)
def test_a_party_is_met_whatever_its_role(role: PartyRole) -> None:
    (hit,) = met(Party(role=role, name="ZEPHYRINE MARITIME TRADING"))
    assert hit.reasons[0].text.endswith("of the bill.")


def test_two_firms_of_one_name_are_asked_for_each_with_its_own_address() -> None:
    where = Address(street="14 Invented Quay", city="Bridgetown", country="BB")
    listed = replace(LISTED[0], identifiers={ADDRESS: "14 Invented Quay, Bridgetown, Barbados"})
    parties = [
        Party(role=PartyRole.CONSIGNEE, name="ZEPHYRINE MARITIME TRADING", address=each)
        for each in (where, Address(country="BB"))
    ]
    hits = screen_bills([Consignment(parties=(each,)) for each in parties], build_screening_set([listed]), today=TODAY)
    spoke = [{reason.feature for reason in hit.reasons} for hit in hits]
    assert ["address" in features for features in spoke] == [True, False]
