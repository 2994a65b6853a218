"""The cargo of record on a real database: versions by time sent, whose it is, and whom it concerns."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from itertools import permutations

import pytest
from django.test.utils import CaptureQueriesContext

from roadstead.engine.records import (
    CargoTotals,
    Container,
    Craft,
    Function,
    GoodsLine,
    Leg,
    Level,
    Load,
    Party,
    PartyRole,
)
from roadstead.engine.records import Voyage as Declared
from roadstead.engine.sentences import from_stored
from roadstead.filings.cargo.firm_resolver import MAX_CANDIDATES, FirmResolver, add_states
from roadstead.filings.cargo.models import Bill, CargoReport, ContainerStatement, Firm, Mention, VoyageContainer
from roadstead.filings.cargo.record import house_totals, report_totals
from roadstead.filings.voyages.models import Voyage
from tests.filings.cargo.told import SHIP, bill, cargo, party, take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]


def standing() -> list[str]:
    return list(Bill.objects.filter(is_declared=True).values_list("number", flat=True))


def test_bills_are_kept_with_what_they_carry() -> None:
    take(cargo(bill("B1"), bill("B2", gross_mass_kg=2.5)))
    (first, second) = Bill.objects.order_by("number")
    assert (first.consignor, first.consignee, first.goods) == ("Acme Export Inc", "Island Imports Ltd", "CANNED FRUIT")
    assert (first.load, first.discharge, first.packages, second.gross_mass_kg) == ("USMIA", "BBBGI", 10, 2.5)
    assert (first.hs, first.containers) == (["2008"], ["CSQU3054383"])
    assert str(VoyageContainer.objects.get()) == "container CSQU3054383"


def test_an_amendment_counts_by_when_it_was_sent_whatever_came_first() -> None:
    original = cargo(bill("B1"), bill("B2"))
    changed = cargo(bill("B1", packages=12), action="4", sent_at="2026-11-24T12:00")
    deleted = cargo(bill("B2"), action="3", sent_at="2026-11-24T13:00")
    for place, messages in enumerate(permutations([original, changed, deleted])):
        ship = replace(SHIP, number=f"07{place}", craft=Craft(name=f"SHIP {place}"))
        for message in messages:
            take(replace(message, voyage=ship))
        bills = Voyage.objects.get(number=f"07{place}").bills
        assert bills.get(number="B1").packages == 12
        assert not bills.get(number="B2").is_declared


def test_a_list_sent_anew_takes_the_place_of_the_one_of_its_reference() -> None:
    take(cargo(bill("B1"), bill("B2")))
    take(cargo(bill("B7"), reference="M7"))
    take(cargo(bill("B2"), bill("B3"), action="5", sent_at="2026-11-24T11:00"))
    assert standing() == ["B2", "B3", "B7"]


def test_a_cancelled_list_takes_its_bills_with_it_and_keeps_them() -> None:
    take(cargo(bill("B1")))
    take(cargo(action="1", sent_at="2026-11-24T11:00"))
    assert standing() == []
    assert Bill.objects.get().goods == "CANNED FRUIT"


def test_a_deletion_takes_off_the_bills_it_names_and_no_others_of_its_reference() -> None:
    original = cargo(bill("B1"), bill("B2"))
    deleted = cargo(bill("B2"), action="3", sent_at="2026-11-24T11:00")
    for place, messages in enumerate(permutations([original, deleted])):
        ship = replace(SHIP, number=f"07{place}", craft=Craft(name=f"SHIP {place}"))
        for message in messages:
            take(replace(message, voyage=ship))
        bills = Voyage.objects.get(number=f"07{place}").bills.filter(is_declared=True)
        assert [row.number for row in bills] == ["B1"]


def test_a_deletion_that_names_nothing_takes_off_all_of_its_reference() -> None:
    take(cargo(bill("B1"), bill("B2")))
    take(cargo(bill("B7"), reference="M7"))
    take(cargo(action="3", sent_at="2026-11-24T11:00"))
    assert standing() == ["B7"]


def test_a_cancellation_takes_off_all_of_its_reference_whatever_it_names() -> None:
    take(cargo(bill("B1"), bill("B2")))
    take(cargo(bill("B2"), action="1", sent_at="2026-11-24T11:00"))
    assert standing() == []


def test_nobody_takes_another_agents_bill_off_a_ship() -> None:
    take(cargo(bill("B1")), account="AGT1")
    take(cargo(bill("B1"), action="3", sent_at="2026-11-24T11:00"), account="AGT2")
    assert standing() == ["B1"]
    take(cargo(bill("B1"), action="3", sent_at="2026-11-24T12:00"), account="CLMX")
    assert standing() == []


def test_a_bill_concerns_the_states_where_the_ship_calls_with_it_on_board() -> None:
    take(cargo(bill("B1"), bill("B2", discharge="LCCAS")))
    assert Bill.objects.get(number="B1").states == ["BRB"]
    assert Bill.objects.get(number="B2").states == ["BRB", "LCA"]


def test_a_bill_that_goes_on_by_another_ship_concerns_where_it_passes_through_as_well() -> None:
    take(cargo(bill("B1", discharge="TTPOS"), bill("B2", load="", discharge="")))
    assert Bill.objects.get(number="B1").states == ["BRB", "LCA", "TTO"]
    assert Bill.objects.get(number="B2").states == ["BRB", "LCA"]


def test_agents_of_one_ship_speak_of_one_voyage_and_change_nothing_of_it() -> None:
    take(cargo(bill("B1")))
    other = replace(SHIP, carrier="OTHR", number="77", legs=(replace(SHIP.legs[0], arrival="2026-11-26T09:00"),))
    take(cargo(bill("B9"), voyage=other, reference="M2", sent_at="2026-11-24T11:00"), account="AGT2")
    voyage = Voyage.objects.get()
    assert (voyage.number, voyage.arrives_local, voyage.bills.count()) == ("0426N", "2026-11-27T20:00", 2)


def test_a_house_manifest_that_comes_first_joins_the_flight_that_carries_its_master() -> None:
    house = bill("H1", master="157-67568642", level=Level.HOUSE, load="", discharge="")
    take(cargo(house, voyage=None, type="FHL"), account="FWDR")
    assert not Bill.objects.exists()
    take(cargo(bill("15767568642", parties=(), goods=(GoodsLine(description="CONSOLIDATED CA"),)), type="FFM"))
    assert standing() == ["15767568642", "H1"]
    late = bill("157-67568642", goods=(GoodsLine(description="SPARE PARTS FOR PUMPS"),), load="", discharge="")
    take(cargo(late, voyage=None, type="FWB", sent_at="2026-11-24T09:00"), account="FWDR")
    master = Bill.objects.get(number="15767568642")
    assert (master.goods, master.consignee, master.load) == ("SPARE PARTS FOR PUMPS", "Island Imports Ltd", "USMIA")


def test_bill_stowage_plan_and_gate_are_laid_side_by_side() -> None:
    full = Container(number="CSQU3054383", load=Load.FULL, gross_mass_kg=14_000, seals=("S1",))
    take(cargo(bill("B1"), boxes=(full,)))
    empty = Container(number="CSQU 305438-3", load=Load.EMPTY, verified_mass_kg=2_250, stowed="0100406")
    take(cargo(boxes=(empty,), type="BAPLIE", function=Function.STOWAGE))
    box = VoyageContainer.objects.get()
    assert box.sources == ["bill", "stowage"]
    assert [each["field"] for each in box.differences] == ["load", "gross mass"]
    assert box.differences[0]["stated"] == [["bill", "full"], ["stowage", "empty"]]
    assert ContainerStatement.objects.count() == 2


def test_one_shipper_spelt_three_ways_is_one_firm_with_the_evidence() -> None:
    where = {"street": "12 Harbour Road", "city": "Bridgetown"}
    for number, name in {"B1": "Island Imports Ltd", "B2": "ISLAND IMPORTS LIMITED", "B3": "Iland Imports"}.items():
        take(cargo(bill(number, parties=(party(PartyRole.CONSIGNEE, name, **where),)), reference=number))
    firm = Firm.objects.get()
    whys = [mention.reasons for mention in firm.mentions.order_by("id")]
    assert whys[0] == ["The first time this party is named."]
    assert whys[1][0] == "The names differ only in legal form or word order."
    assert "letters" in str(from_stored(whys[2][0]))
    assert "12" in str(from_stored(whys[2][1]))


def test_other_firms_stay_apart_and_nobody_is_no_firm() -> None:
    parties = (
        party(PartyRole.CONSIGNOR, "Acme Export Inc", "US"),
        party(PartyRole.CONSIGNEE, "Acme Export", "BB"),
        Party(role=PartyRole.NOTIFY, name="TO ORDER"),
        party(PartyRole.AGENT, "Pier 7 Trading"),
        party(PartyRole.CARRIER, "Pier 9 Trading"),
    )
    take(cargo(bill("B1", parties=parties)))
    assert Firm.objects.count() == 4


def test_a_message_is_open_whole_to_those_alone_whom_all_its_bills_concern() -> None:
    recorded = take(cargo(bill("B1"), bill("B2", discharge="LCCAS")))
    assert (recorded.manifest.states, recorded.manifest.cargo_report.states) == (["BRB"], ["BRB"])
    told = {row.number: row.states for row in recorded.manifest.billstatements.all()}
    assert told == {"B1": ["BRB"], "B2": ["BRB", "LCA"]}


def test_a_report_keeps_what_its_sender_says_it_comes_to_and_by_when_it_was_due() -> None:
    recorded = take(cargo(bill("B1", discharge="LCCAS")))
    report = CargoReport.objects.get()
    assert (report.bills, report.containers, report.source) == (1, 0, "bill")
    assert report.due_at is not None
    assert "section 25" in report.due_source
    assert recorded.manifest.cargo_report == report


def test_a_message_without_voyage_and_bills_breaks_nothing() -> None:
    take(cargo(voyage=Declared()))
    assert CargoReport.objects.get().voyage is None


def test_a_ship_calls_where_its_bills_are_discharged_though_the_manifest_names_first_and_last_port_alone() -> None:
    direct = replace(SHIP, legs=(Leg(origin="USMIA", destination="LCCAS", departure="2026-11-22T08:00"),))
    take(cargo(bill("B1", discharge="BBBGI"), voyage=direct))
    assert set(Voyage.objects.get().states) == {"LCA", "BRB"}
    assert "BRB" in CargoReport.objects.get().states


def test_what_a_message_adds_up_to_is_kept_and_a_master_is_compared_with_the_houses_that_are_seen() -> None:
    houses = [bill(f"H{at}", master="M1", level=Level.HOUSE, packages=2, gross_mass_kg=500.0) for at in (1, 2)]
    told = replace(cargo(bill("M1", packages=5), *houses), totals=CargoTotals(bills=3, packages=9))
    report = take(told).manifest.cargo_report
    report.refresh_from_db()
    assert {each.name: (each.declared, each.added_up) for each in report_totals(report)} == {
        "bills": (3, 3),
        "containers": (None, 1),
        "packages": (9, 5),
        "gross_mass_kg": (None, 1000.0),
    }
    master = Bill.objects.get(number="M1")
    packages, mass = house_totals(master, Bill.objects.filter(master="M1"))
    assert (packages.added_up, packages.is_consistent, mass.is_consistent) == (4, False, True)
    assert house_totals(master, Bill.objects.none()) == []


def test_who_is_named_for_the_first_time_stays_so_when_the_bill_is_told_anew() -> None:
    take(cargo(bill("B1"), bill("B2")))
    kept = set(Mention.objects.values_list("pk", flat=True))
    take(cargo(bill("B1", packages=12), action="4", sent_at="2026-11-24T12:00"))
    assert set(Mention.objects.values_list("pk", flat=True)) == kept
    whys = Mention.objects.filter(name="Acme Export Inc").order_by("bill__number").values_list("reasons", flat=True)
    assert list(whys) == [
        ["The first time this party is named."],
        ["The names differ only in legal form or word order."],
    ]
    moved = party(PartyRole.CONSIGNOR, "Acme Export Inc", "US", street="9 Dock Street")
    take(cargo(bill("B1", parties=(moved,)), action="4", sent_at="2026-11-24T13:00"))
    assert Mention.objects.get(bill__number="B1").reasons == ["The first time this party is named."]


def test_a_word_that_the_whole_island_bears_does_not_bring_every_firm_to_the_desk() -> None:
    where = {"city": "Bridgetown", "postcode": "BB11000"}
    names = [f"{chr(65 + at % 26)}{chr(97 + at // 26)}lorimar Trading" for at in range(120)]
    take(
        cargo(*(bill(f"B{at}", parties=(party(PartyRole.CONSIGNEE, name, **where),)) for at, name in enumerate(names)))
    )
    asked = party(PartyRole.CONSIGNEE, "Xylophone Trading", **where)
    assert len(FirmResolver([asked]).firms) <= 2 * MAX_CANDIDATES


def test_the_same_number_of_statements_records_ten_bills_and_two_hundred(
    django_assert_max_num_queries: Callable[..., AbstractContextManager[CaptureQueriesContext]],
) -> None:
    for number, voyage in ((10, "1N"), (200, "2N")):
        ship = replace(SHIP, number=voyage, craft=Craft(name=f"SHIP {voyage}"))
        message = cargo(*(bill(f"{voyage}{at}", containers=(f"BOX{at}",)) for at in range(number)), voyage=ship)
        with django_assert_max_num_queries(75):
            take(message)


def test_a_firm_keeps_the_states_that_another_worker_has_added() -> None:
    take(cargo(bill("B1")))
    firm = Firm.objects.get(mentions__role="consignee")
    add_states({firm.pk: ["TTO"]})
    add_states({firm.pk: ["BRB"]})
    assert Firm.objects.get(pk=firm.pk).states == ["BRB", "TTO"]
