"""Cargo pages: description and code of goods, trade lanes, tabs of a voyage's cargo, and connections."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from roadstead.engine.records import Craft, GoodsLine, PartyRole
from roadstead.engine.voyages.identity import hashed_key
from roadstead.filings.cargo.models import Bill
from roadstead.filings.voyages.models import Traveller
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from tests.filings.cargo.told import SHIP, bill, cargo, party, take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]


def filed(number: str, *, ship: int = 0, **rest: Any) -> Bill:
    enter(REGION)  # a page asked before has narrowed what this connection sees
    voyage = replace(SHIP, number=f"1{ship}", craft=Craft(name=f"SHIP {ship}"))
    take(replace(cargo(bill(number, **rest)), voyage=voyage))
    return Bill.objects.get(number=number)


def usual(times: int) -> None:
    for at in range(times):
        filed(f"U{at}", ship=10 + at, gross_mass_kg=18_000.0 + at * 1_200, packages=1_000)


def page(client: Client, user: User, name: str, query: str = "", **about: Any) -> str:
    client.force_login(user)
    response = client.get(reverse(name, kwargs=about) + query)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def test_declared_as_one_thing_and_described_as_another_is_said_in_a_sentence(client: Client, officer_a: User) -> None:
    row = filed("B1", goods=(GoodsLine(description="RIFLE BARRELS AND TRIGGER ASSEMBLIES", hs="87089900"),))
    text = page(client, officer_a, "bill", pk=row.pk)
    assert "Declared as 8708 (Parts of vehicles), but the description fits 9305 (Parts of arms); words:" in text
    assert "Customs classify the goods." in text


def test_one_word_of_a_weapon_among_others_is_said_though_the_rest_fits_the_code(
    client: Client, officer_a: User
) -> None:
    row = filed("B1", goods=(GoodsLine(description="AUTO PARTS BUMPERS AND RIFLE BARRELS", hs="870829"),))
    text = page(client, officer_a, "bill", pk=row.pk)
    assert "The description names arms, ammunition or explosives (rifle barrel, rifle)." in text
    assert "The description fits the code." not in text


def test_words_that_fit_say_so_and_vague_ones_suggest_nothing(client: Client, officer_a: User) -> None:
    goods = (
        GoodsLine(description="BRAKE DISCS FOR CARS", hs="870830"),
        GoodsLine(description="PARTS", hs="870830"),
        GoodsLine(description="WOODEN DOORS"),
    )
    text = page(client, officer_a, "bill", pk=filed("B1", goods=goods).pk)
    assert text.count("The description fits the code.") == 1
    assert text.count("The description is too short to suggest a heading.") == 1
    assert "Possible heading: 4418" in text
    assert "but the description fits" not in text


def test_a_light_bill_is_compared_with_what_is_usual_on_its_lane(client: Client, officer_a: User) -> None:
    usual(6)
    text = page(client, officer_a, "bill", pk=filed("LIGHT", gross_mass_kg=3_000.0, packages=100).pk)
    assert "6 bills for such goods on this lane, on other voyages" in text
    assert "Weight of a container: usually 19.5–22.5 t; this bill 3 t (0.143 times the median)." in text
    assert "Weight of a package: usually 19.5–22.5 kg; this bill 30 kg (1.43 times the median)." in text


def test_a_bill_on_a_lane_of_few_or_of_none_says_that(client: Client, officer_a: User) -> None:
    one = filed("ONE")
    assert "No other voyage has carried such goods on this lane" in page(client, officer_a, "bill", pk=one.pk)
    usual(3)
    assert "Fewer than 5 bills for such goods on this lane" in page(client, officer_a, "bill", pk=one.pk)


def test_lanes_sort_filter_and_export_with_small_numbers_kept_back(client: Client, officer_a: User) -> None:
    usual(6)
    filed("FEW", ship=60, goods=(GoodsLine(description="CEMENT", hs="252329"),))
    text = page(client, officer_a, "lanes", "?sort=-bills")
    assert text.index("2008 Fruit and nuts otherwise prepared") < text.index("2523 Cement")
    assert "&lt;5" in text
    assert "19.5–22.5 t" in text
    few = page(client, officer_a, "lanes", "?goods=25")
    assert "2523" in few
    assert "2008" not in few
    assert "No trade lane matches these filters." in page(client, officer_a, "lanes", "?from=JMKIN")
    client.force_login(officer_a)
    rows = client.get(reverse("lanes") + "?as=csv&sort=bills").content.decode().splitlines()
    assert "USMIA,BBBGI,2008,6,under 5" in rows[1]
    assert "USMIA,BBBGI,2523,under 5,under 5" in rows[2]


def test_suppressed_numbers_are_last_in_either_order(client: Client, officer_a: User) -> None:
    """S38: its place would say something about its size."""
    usual(6)
    filed("FEW", ship=60, goods=(GoodsLine(description="CEMENT", hs="252329"),))
    for order in ("bills", "-bills", "container", "-container"):
        text = page(client, officer_a, "lanes", f"?sort={order}")
        assert text.index("2008 Fruit") < text.index("2523 Cement"), order


@pytest.mark.parametrize("query", ["?by=nonsense", "?sort=nothing", "?page=999", "?goods=' or 1=1"])
def test_an_odd_address_of_lanes_is_answered(client: Client, officer_a: User, query: str) -> None:
    assert "Trade lanes" in page(client, officer_a, "lanes", query)


def test_another_states_people_see_nothing_of_it_and_reading_is_written_down(
    client: Client, officer_a: User, officer_b: User
) -> None:
    usual(6)
    assert "USMIA" not in page(client, officer_b, "lanes")
    page(client, officer_a, "lanes")
    assert Record.objects.filter(user="officer-a", subject="lanes of cargo", action="read").exists()


def test_the_chart_says_the_same_as_its_table_and_begins_where_it_was_asked(client: Client, officer_a: User) -> None:
    usual(2)
    row = filed("B1", gross_mass_kg=1.0)
    text = page(client, officer_a, "bill-links", pk=row.pk)
    assert "Connections of B1" in text
    drawn = re.findall(r'<a class="rs-links__node [^"]*" href="([^"]+)"', text)
    told = re.findall(r'<a class="[^"]*" href="([^"]+)" data-row>', text)
    assert sorted(drawn) == sorted(told)
    assert len(drawn) == 9  # three bills on three voyages, one container, two parties
    assert text.count("rs-links__start") == 1
    assert "Consignor: Bill B1" in text
    assert "start here" in text
    assert Record.objects.filter(action="read", subject=f"links of bill {row.pk}").exists()


def test_equal_words_are_called_that_and_nothing_more(client: Client, officer_a: User) -> None:
    row = filed("B1", parties=(party(PartyRole.CONSIGNEE, "Ann Example-Tester"),))
    Traveller.objects.create(
        voyage=row.voyage,
        manifest=row.manifest,
        role="crew",
        surname="EXAMPLE TESTER",
        given="ANN",
        person_key=hashed_key("p"),
        states=["BRB"],
    )
    text = page(client, officer_a, "voyage-links", pk=row.voyage_id)
    assert "<em>same name only</em>: Traveller EXAMPLE TESTER, ANN" in text
    assert 'class="rs-links__line rs-links__words"' in text


def test_what_was_left_out_of_a_chart_is_said(client: Client, officer_a: User) -> None:
    enter(REGION)
    take(cargo(*(bill(f"B{at:03}", containers=()) for at in range(45))))
    text = page(client, officer_a, "voyage-links", pk=Bill.objects.all()[0].voyage_id)
    assert re.search(r"Left out: \d+ bills\.", text)


def test_a_port_sent_by_another_code_is_named_and_its_code_shown_as_sent(client: Client, officer_a: User) -> None:
    row = filed("B1", load="MIA", discharge="BBBGI")
    text = page(client, officer_a, "bill", pk=row.pk)
    assert "USMIA, sent as MIA" in text
    assert "sent as BBBGI" not in text
    row = filed("B2", ship=1, discharge="LCCAS", destination="POS")
    assert "bound for Port of Spain, sent as POS" in page(client, officer_a, "bill", pk=row.pk)


def test_a_wrong_filter_of_the_lanes_says_what_to_write(client: Client, officer_a: User) -> None:
    usual(6)
    text = page(client, officer_a, "lanes", "?from=US MIB&goods=fruit")
    assert "“US MIB” is not a port or airport we know. Did you mean Miami" in text
    assert "Write the first digits of a code of the Harmonized System, for example 8708." in text
    assert 'value="fruit"' in text
    assert "2008" in text  # a field with an error does not filter


def test_lanes_are_filtered_by_the_name_of_a_port_or_a_code_that_bills_have(client: Client, officer_a: User) -> None:
    usual(6)
    filed("NEAR", ship=70, load="CNTAO")
    assert "2008" in page(client, officer_a, "lanes", "?from=Miami&to=bridgetown")
    assert "No trade lane matches these filters." in page(client, officer_a, "lanes", "?from=Kingston")
    assert "CNTAO" in page(client, officer_a, "lanes", "?from=CNTAO").split("<table", 1)[1]
    assert "“CNTAP” is not a port or airport we know" in page(client, officer_a, "lanes", "?from=CNTAP")


def test_cargo_has_a_tab_each_for_bills_containers_and_checks(client: Client, officer_a: User) -> None:
    row = filed("B1")
    names = ("bills", "containers", "checks")
    tabs = {tab: page(client, officer_a, "cargo", f"?show={tab}", pk=row.voyage_id) for tab in names}
    for tab, text in tabs.items():
        assert re.search(rf'aria-current="page" href="\?show={tab}#cargo"', text)
    assert f"/bills/{row.pk}" in tabs["bills"]
    assert f"/bills/{row.pk}" not in tabs["containers"]
    assert 'id="boxes"' in tabs["containers"]
    assert "CUSCAR M1" in tabs["checks"]
    assert page(client, officer_a, "cargo", "?show=nonsense", pk=row.voyage_id).count("Bills (1)") == 1


def test_a_route_that_all_bills_share_is_named_once(client: Client, officer_a: User) -> None:
    enter(REGION)
    take(cargo(bill("B1"), bill("B2")))
    text = page(client, officer_a, "cargo", pk=Bill.objects.get(number="B1").voyage_id)
    assert "All loaded at" in text
    assert 'data-label="From"' not in text
    enter(REGION)
    take(replace(cargo(bill("B3"), bill("B4", load="USNYC")), voyage=replace(SHIP, number="2")))
    text = page(client, officer_a, "cargo", pk=Bill.objects.get(number="B3").voyage_id)
    assert "All loaded at" not in text
    assert 'data-label="From"' in text


def test_withdrawn_bills_are_shown_on_request(client: Client, officer_a: User) -> None:
    row = filed("B1")
    Bill.objects.filter(pk=row.pk).update(is_declared=False)
    assert "No cargo that concerns you" in page(client, officer_a, "cargo", pk=row.voyage_id)
    text = page(client, officer_a, "cargo", "?withdrawn=on", pk=row.voyage_id)
    assert f"/bills/{row.pk}" in text
    assert "<strong>withdrawn</strong>" in text


def test_a_chart_starts_with_the_nearest_and_opens_by_links(client: Client, officer_a: User) -> None:
    usual(12)
    row = filed("B1")
    text = page(client, officer_a, "bill-links", pk=row.pk)
    drawn = re.findall(r'<a class="rs-links__node', text)
    opening = re.search(r'class="rs-links__more" href="(\?open=[^"#]+)#chart"', text)
    assert len(drawn) < 10
    assert opening
    opened = page(client, officer_a, "bill-links", opening[1], pk=row.pk)
    assert len(re.findall(r'<a class="rs-links__node', opened)) > len(drawn)
    assert "Start again" in opened


def test_what_bills_share_is_listed_above_the_chart(client: Client, officer_a: User) -> None:
    usual(2)
    row = filed("B1")
    text = page(client, officer_a, "bill-links", pk=row.pk)
    shared = text.partition("Shared parties, containers and names")[2].partition('id="chart"')[0]
    assert shared.count("<li>") >= 1
    for number in ("U0", "U1", "B1"):
        assert f">{number}</a>" in shared


@pytest.mark.parametrize("query", ["?open=x", "?open=bill-", "?open=bill-999.firm-0", "?open=" + "bill-1." * 99])
def test_an_opened_node_that_does_not_exist_is_ignored(client: Client, officer_a: User, query: str) -> None:
    assert "Connections of B1" in page(client, officer_a, "bill-links", query, pk=filed("B1").pk)


def test_a_voyage_that_every_bill_is_on_is_not_drawn(client: Client, officer_a: User) -> None:
    enter(REGION)
    take(cargo(bill("B1"), bill("B2")))
    text = page(client, officer_a, "bill-links", pk=Bill.objects.get(number="B1").pk)
    assert "rs-links__bill" in text
    assert "rs-links__voyage" not in text
