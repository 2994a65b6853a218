"""What is usual on a lane: counted from what was filed, for whom it may be shown to."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from roadstead.engine.records import Craft, GoodsLine, Leg, Level, Mode, Money, PartyRole, Voyage
from roadstead.filings.cargo.lane_order import busiest_with
from roadstead.filings.cargo.lanes import PERIOD, LaneFilters, busiest, lane_of, lanes, lanes_of_bills, with_statistics
from roadstead.filings.cargo.logic.lane_statistics import (
    MIN_VALUES,
    Grouping,
    LaneStatistics,
    Quartiles,
    bill_ratios,
    weight_times_usual,
)
from roadstead.filings.cargo.models import Bill
from roadstead.filings.voyages.models import Voyage as Row
from roadstead.platform.accounts.models import Role, User
from tests.conftest import make_user
from tests.filings.cargo.told import NOW, SHIP, bill, cargo, party, take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]


def filed(at: int, *bills: Any) -> None:
    """The bills, on a ship of their own."""
    take(replace(cargo(*bills), voyage=replace(SHIP, number=f"1{at}", craft=Craft(name=f"SHIP {at}"))))


def usual(times: int = 6, **rest: Any) -> None:
    """So many voyages with one bill each, 18 to 24 t of canned fruit in a container."""
    for at in range(times):
        filed(at, bill(f"U{at}", **({"gross_mass_kg": 18_000.0 + at * 6_000 / 5, "packages": 1_000} | rest)))


def officer(state: str = "BRB") -> User:
    return make_user(f"lane.{state}", Role.OFFICER if state else Role.ANALYST, state=state)


def test_a_lane_has_its_bills_its_shippers_and_half_of_their_weights() -> None:
    usual()
    (found,) = lanes(officer(), now=NOW)
    assert (found.load, found.discharge, found.goods, found.bills, found.shippers) == ("USMIA", "BBBGI", "2008", 6, 1)
    assert found.per_container == Quartiles(low=19_500.0, median=21_000.0, high=22_500.0, count=6)
    assert found.per_package == Quartiles(low=19.5, median=21.0, high=22.5, count=6)
    assert found.first_seen == NOW
    assert found.value_per_kg is None


def test_goods_are_told_apart_by_heading_by_chapter_or_not_at_all() -> None:
    usual(3)
    for at in range(3):
        filed(10 + at, bill(f"J{at}", goods=(GoodsLine(description="JAM", hs="200799"),)))
    filed(9, bill("N1", goods=(GoodsLine(description="STONES"),)))
    who = officer()
    assert {each.goods for each in lanes(who, now=NOW)} == {"2007", "2008", ""}
    assert {each.goods for each in lanes(who, now=NOW, filters=LaneFilters(by=Grouping.CHAPTER))} == {"", "20"}
    (found,) = lanes(who, now=NOW, filters=LaneFilters(by=Grouping.ALL))
    assert (found.goods, found.bills) == ("", 7)


def test_a_state_sees_figures_of_bills_that_concern_it_and_of_no_others() -> None:
    usual()
    for at in range(6):
        filed(20 + at, bill(f"L{at}", discharge="LCCAS", gross_mass_kg=5_000.0))
    assert {each.discharge for each in lanes(officer("BRB"), now=NOW)} == {"BBBGI", "LCCAS"}
    assert {each.discharge for each in lanes(officer("LCA"), now=NOW)} == {"LCCAS"}
    assert lanes(officer("TTO"), now=NOW) == []
    assert len(lanes(officer(""), now=NOW)) == 2


def test_figures_for_a_bill_are_made_of_bills_that_every_state_it_concerns_may_see() -> None:
    """S25: an alert shown to two states must not tell the one what only the other may know."""
    for at in range(6):
        filed(at, bill(f"B{at}", discharge="TTPOS", gross_mass_kg=20_000.0))
    seen_by_all = Bill.objects.get(number="B0")
    assert seen_by_all.states == ["BRB", "LCA", "TTO"]
    Bill.objects.exclude(pk=seen_by_all.pk).update(states=["BRB"])
    assert lanes_of_bills([seen_by_all], now=NOW) == {}
    Bill.objects.update(states=["BRB", "LCA", "TTO"])
    assert lanes_of_bills([seen_by_all], now=NOW)[seen_by_all.pk].bills == 5
    Bill.objects.filter(pk=seen_by_all.pk).update(states=["TTO"])
    seen_by_all.refresh_from_db()
    assert lanes_of_bills([seen_by_all], now=NOW)[seen_by_all.pk].bills == 5


def test_the_bill_looked_at_and_those_beside_it_are_not_what_is_usual() -> None:
    usual()
    filed(50, bill("LIGHT", gross_mass_kg=3_000.0), bill("ALSO", gross_mass_kg=3_000.0))
    light = Bill.objects.get(number="LIGHT")
    found = lane_of(light, officer(), now=NOW)
    assert found == lanes_of_bills([light], now=NOW)[light.pk]
    assert found is not None
    assert found.bills == 6
    times = weight_times_usual(found, bill_ratios(light.gross_mass_kg, light.packages, len(light.containers)))
    assert times == pytest.approx(3 / 21)


def test_a_master_is_not_counted_beside_its_houses_nor_what_was_withdrawn_nor_what_is_old() -> None:
    usual(5)
    filed(30, bill("M1", gross_mass_kg=90_000.0), bill("H1", master="M1", level=Level.HOUSE, gross_mass_kg=20_000.0))
    who = officer()
    assert [each.bills for each in lanes(who, now=NOW)] == [6]
    Bill.objects.filter(number="H1").update(first_at=NOW - PERIOD)
    Bill.objects.filter(number="U0").update(is_declared=False)
    (found,) = lanes(who, now=NOW)
    assert found.bills == 4
    assert found.per_container is None


def test_values_are_compared_in_the_money_most_of_them_are_in() -> None:
    usual(
        5,
        values=(
            Money(kind="freight", amount=9.0, currency="XCD"),
            Money(kind="customs", amount=40_000.0, currency="USD"),
        ),
        gross_mass_kg=20_000.0,
    )
    filed(40, bill("EUR", values=(Money(kind="customs", amount=1.0, currency="EUR"),)))
    (found,) = lanes(officer(), now=NOW)
    assert found.value_per_kg == Quartiles(low=2.0, median=2.0, high=2.0, count=5)
    assert found.currency == "USD"


def test_shippers_are_counted_as_firms_and_not_as_spellings() -> None:
    usual(2)
    filed(60, bill("S1", parties=(party(PartyRole.CONSIGNOR, "ACME EXPORT INCORPORATED", "US"),)))
    filed(61, bill("S2", parties=(party(PartyRole.CONSIGNOR, "Quite Another Ltd", "US"),)))
    (found,) = lanes(officer(), now=NOW)
    assert (found.bills, found.shippers) == (4, 2)


def test_no_quartile_is_told_of_few_and_nothing_is_divided_by_nought() -> None:
    usual(MIN_VALUES - 1)
    (found,) = lanes(officer(), now=NOW)
    assert found.per_container is None
    assert weight_times_usual(found, bill_ratios(3_000.0, None, 1)) is None
    assert weight_times_usual(None, bill_ratios(3_000.0, 1, 1)) is None
    assert bill_ratios(None, 1, 1) == bill_ratios(0.0, 1, 1)
    assert Quartiles(low=0, median=0, high=0, count=9).times_usual(3.0) is None


def test_the_package_speaks_where_no_container_does() -> None:
    figures = LaneStatistics(
        load="USMIA",
        discharge="BBBGI",
        goods="",
        bills=9,
        shippers=1,
        first_seen=NOW - timedelta(days=3),
        per_package=Quartiles(low=1, median=2, high=3, count=9),
    )
    assert weight_times_usual(figures, bill_ratios(80.0, 10, 1)) == 4.0


def test_many_bills_ask_few_questions(django_assert_max_num_queries: Any) -> None:
    usual(6)
    rows = list(Bill.objects.all())
    with django_assert_max_num_queries(1):
        assert len(lanes_of_bills(rows, now=NOW)) == 6


def test_the_busiest_lanes_are_those_of_the_whole_table_and_a_page_is_told_whole() -> None:
    usual()
    filed(20, bill("V1", goods=(GoodsLine(description="JAM", hs="200799"),)))
    who = officer()
    all_of_it, quick = lanes(who, now=NOW), busiest(who, now=NOW)
    assert [(each.goods, each.bills, each.first_seen) for each in quick] == [
        (each.goods, each.bills, each.first_seen) for each in all_of_it
    ]
    assert with_statistics(quick, who, now=NOW) == all_of_it
    assert with_statistics(quick[:1], who, now=NOW) == all_of_it[:1]
    assert with_statistics([], who, now=NOW) == []


def test_the_database_keeps_heading_and_worth_beside_each_bill() -> None:
    worth = (Money(kind="freight", amount=9.0, currency="USD"), Money(kind="goods", amount=500.0, currency="BBD"))
    filed(1, bill("W1", values=worth), bill("W2"))
    assert list(Bill.objects.order_by("number").values_list("heading", "worth", "currency")) == [
        ("2008", 500.0, "BBD"),
        ("2008", None, None),
    ]


def test_a_port_is_asked_for_by_any_of_its_codes() -> None:
    filed(1, bill("S1", load="MIA", discharge="BGI"))
    hop = Leg(origin="MIA", destination="BGI", departure="2026-11-22T08:00", arrival="2026-11-22T12:00")
    flight = Voyage(mode=Mode.AIR, carrier="2X", number="2X101", legs=(hop,))
    take(cargo(bill("A1", load="USMIA", discharge="BBBGI"), voyage=flight, reference="M2"))
    who = officer()
    for load, discharge in (("MIA", "BBBGI"), ("USMIA", ""), ("", "BGI")):
        asked = LaneFilters(load=load, discharge=discharge, any_code=True)
        assert sorted(each.load for each in lanes(who, now=NOW, filters=asked)) == ["MIA", "USMIA"]
    assert [each.load for each in lanes(who, now=NOW, filters=LaneFilters(load="MIA"))] == ["MIA"]


def test_bills_of_a_cancelled_voyage_are_not_usual() -> None:
    usual()
    light = Bill.objects.get(number="U0")
    Row.objects.filter(pk=Bill.objects.get(number="U5").voyage_id).update(cancelled=True)
    who = officer()
    assert [each.bills for each in lanes(who, now=NOW)] == [5]
    assert [each.bills for each in busiest(who, now=NOW)] == [5]
    assert lanes_of_bills([light], now=NOW)[light.pk].bills == 4


@pytest.mark.parametrize("figure", ["per_container", "per_package", "value_per_kg", "shippers"])
def test_what_a_table_is_sorted_by_is_counted_alone_as_in_the_whole_table(figure: str) -> None:
    money = ("USD", "USD", "EUR", "EUR", "EUR", "USD", "USD", "EUR", "EUR", "USD")  # as many of each
    for at, currency in enumerate(money):
        values = (Money(kind="goods", amount=1_000.0 * (at + 1), currency=currency),)
        filed(at, bill(f"E{at}", values=values, gross_mass_kg=500.0 * (at + 1), packages=at + 1))
    filed(20, bill("V1", goods=(GoodsLine(description="JAM", hs="200799"),)))
    who = officer()
    told, whole = busiest_with(figure, who, now=NOW, filters=LaneFilters()), lanes(who, now=NOW)
    assert [getattr(each, figure) for each in told] == [getattr(each, figure) for each in whole]
    assert getattr(told[0], figure) is not None
    assert [(each.goods, each.bills, each.first_seen) for each in told] == [
        (each.goods, each.bills, each.first_seen) for each in whole
    ]
    assert busiest_with(figure, officer("TTO"), now=NOW, filters=LaneFilters()) == []
