"""The filters of the board are in its URL, the map shows what the table shows, and what is new is announced."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from roadstead.casework.alerts.models import Alert
from roadstead.filings.voyages.models import Leg, Voyage
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.web.arrivals.news import Mark
from tests.web.arrivals.test_board import voyage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]
NOTHING: dict[str, object] = {"findings": [], "codes": {}}


def changed(number: str, **fields: object) -> Voyage:
    made = voyage(number, 1, 0)
    Voyage.objects.filter(pk=made.pk).update(**fields)
    return made


def numbers(client: Client, query: str) -> list[str]:
    return [row.number for row in client.get(f"/arrivals?{query}").context["voyages"]]


@pytest.fixture
def signed_in(client: Client, officer_a: User) -> Client:
    client.force_login(officer_a)
    return client


@pytest.mark.parametrize(
    ("when", "hours", "seen"),
    [
        ("next-6", 5, True),
        ("next-6", 7, False),
        ("next-24", 23, True),
        ("next-72", 71, True),
        ("", 71, True),
        ("", 73, False),
        ("coming", 73, True),
        ("next-6", -5, True),
        ("coming", -7, False),
        ("arrived", -7, True),
    ],
)
def test_the_board_shows_the_hours_that_are_asked_for(when: str, hours: int, seen: bool, signed_in: Client) -> None:
    changed("901", arrives_at=timezone.now() + timedelta(hours=hours))
    assert (numbers(signed_in, f"when={when}") == ["X9901"]) is seen


def test_a_voyage_whose_arrival_nobody_declared_is_never_hidden_by_the_hours(signed_in: Client) -> None:
    changed("901", arrives_at=None)
    assert numbers(signed_in, "when=next-6") == ["X9901"]


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("mode=sea", {"mode": "sea"}),
        ("way=all&port=lca", {"destination": "LCA"}),
        ("carrier=y8", {"carrier": "Y8"}),
        ("state=LCA", {"states": ["BRB", "LCA"]}),
        ("filed=missing", {"filed_at": None, "due_at": timezone.now()}),
        ("filed=late", {"filed_at": timezone.now(), "due_at": timezone.now() - timedelta(hours=1)}),
        ("filed=on_time", {"filed_at": timezone.now(), "due_at": timezone.now() + timedelta(hours=1)}),
        ("quality=good", {"quality": NOTHING}),
        ("quality=error", {"quality": {"findings": [{"severity": "error"}], "codes": {}}}),
        ("quality=warning", {"quality": {"findings": [], "codes": {"x": {"severity": "warning"}}}}),
    ],
)
def test_a_filter_keeps_what_it_names_and_nothing_else(
    query: str, fields: dict[str, object], signed_in: Client
) -> None:
    changed("901", filed_at=timezone.now(), quality={"codes": {}, "findings": [{"severity": "note"}]})
    changed("902", **{"filed_at": timezone.now(), **fields})
    assert numbers(signed_in, query) == ["X9902"]
    assert len(numbers(signed_in, "way=all")) == 2


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("", ["X9901", "X9903", "X9904", "X9905"]),
        ("way=arriving", ["X9901", "X9903", "X9904", "X9905"]),
        ("way=leaving", ["X9902", "X9903"]),
        ("way=all", ["X9901", "X9902", "X9903", "X9904", "X9905"]),
    ],
)
def test_a_state_begins_with_what_arrives_there(query: str, seen: list[str], signed_in: Client) -> None:
    changed("901", origin="MIA", destination="BGI")
    changed("902", origin="BGI", destination="MIA")
    cruise = changed("903", origin="USMIA", destination="USMIA", mode="sea")
    changed("904", origin="USMIA", destination="BBXXX", mode="sea")
    changed("905", origin="MIA", destination="")
    for position, (origin, destination) in enumerate([("USMIA", "BBBGI"), ("BBBGI", "USMIA")]):
        Leg.objects.create(voyage=cruise, position=position, origin=origin, destination=destination, states=["BRB"])
    assert sorted(numbers(signed_in, query)) == seen
    assert numbers(signed_in, "way=sideways") == numbers(signed_in, "")


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("port=Bridgetown", ["X9901", "X9902"]),
        ("port=BGI", ["X9901", "X9902"]),
        ("port=bbbgi&mode=sea", ["X9902"]),
        ("port=LCXXX", ["X9903"]),
        ("q=Bridgetown", ["X9901", "X9902"]),
    ],
)
def test_a_port_is_found_by_any_code_and_by_its_name(query: str, seen: list[str], signed_in: Client) -> None:
    changed("901", destination="BGI")
    changed("902", destination="BBBGI", mode="sea")
    changed("903", destination="LCXXX", mode="sea")
    assert sorted(numbers(signed_in, f"way=all&{query}")) == seen


def test_an_unknown_port_is_an_error_that_names_near_ones(signed_in: Client) -> None:
    text = signed_in.get("/arrivals?port=Bridgtown").content.decode()
    assert "Did you mean Bridgetown, Barbados (BBBGI); Sir Grantley Adams, Barbados (BGI)" in text
    assert '<details class="rs-filter__more" open>' in text


def test_the_pages_of_a_voyage_are_titled_with_ports_and_countries(signed_in: Client) -> None:
    made = changed("901", origin="LHR", destination="BGI")
    for page in ("", "/versions", "/cargo"):
        text = signed_in.get(f"/voyages/{made.pk}{page}").content.decode()
        route = "London Heathrow (United Kingdom) to Sir Grantley Adams (Barbados)"
        titles = (re.search(r"<title>(.*?)</title>", text, re.S), re.search(r"<h1.*?>(.*?)</h1>", text, re.S))
        assert all(found and route in found[1] for found in titles)


def test_a_voyage_is_added_to_a_case_from_its_page_by_who_may(client: Client, officer_a: User, auditor: User) -> None:
    made = changed("901")
    address = f"/cases/new?voyage={made.pk}"
    client.force_login(officer_a)
    assert f'href="{address}">Add to case</a>' in client.get(f"/voyages/{made.pk}").content.decode()
    assert f"Voyage {made.pk} will be added to the case." in client.get(address).content.decode()
    client.force_login(auditor)
    assert "/cases/new" not in client.get(f"/voyages/{made.pk}").content.decode()


def test_the_regional_centre_has_no_tabs_and_sees_every_way(client: Client, analyst: User) -> None:
    changed("901", origin="BGI", destination="MIA")
    client.force_login(analyst)
    assert numbers(client, "") == ["X9901"]
    assert "Arriving or leaving" not in client.get("/arrivals").content.decode()


@pytest.mark.parametrize(
    ("query", "field"), [("when=soon", "when"), ("mode=rail", "mode"), ("state=XXX", "state"), ("q=" + "x" * 101, "q")]
)
def test_a_filter_that_is_wrong_says_so_at_its_field_and_keeps_the_others(
    query: str, field: str, signed_in: Client
) -> None:
    changed("901", carrier="Y8")
    changed("902")
    for address in ("/arrivals", "/arrivals/map"):
        text = signed_in.get(f"{address}?{query}&carrier=y8").content.decode()
        assert f'href="#filter-{field}"' in text
        assert f'id="filter-{field}_error"' in text
        assert 'value="y8"' in text
        assert re.search(r"<title>\s*Error:", text)
    assert numbers(signed_in, f"{query}&carrier=y8") == ["X9901"]


def test_the_filters_of_the_url_are_those_of_the_form(signed_in: Client) -> None:
    text = signed_in.get("/arrivals?when=next-24&mode=sea&alerts=1&filed=late").content.decode()
    for chosen in ('value="next-24" selected', 'value="sea" selected', 'value="late" selected', " checked"):
        assert chosen in text
    assert re.search(r'<details class="rs-filter__more"\s+open', text)
    assert 'value="next-72" selected' in signed_in.get("/arrivals").content.decode()


def test_the_board_sorts_by_quality_the_gravest_first(signed_in: Client) -> None:
    changed("901", quality=NOTHING)
    changed("902", quality={"findings": [{"severity": "error"}, {"severity": "note"}]})
    assert numbers(signed_in, "sort=quality") == ["X9902", "X9901"]
    assert numbers(signed_in, "sort=-quality") == ["X9901", "X9902"]


def test_the_map_counts_what_the_table_counts_and_leads_there(signed_in: Client) -> None:
    voyage("901", 2, 3)
    stops = voyage("902", 1, 0)
    for position, (origin, destination) in enumerate([("MIA", "ANU"), ("ANU", "BGI")]):
        Leg.objects.create(voyage=stops, position=position, origin=origin, destination=destination, states=["BRB"])
    changed("903", mode="sea", origin="LCCAS", destination="BBBGI")
    changed("904", mode="sea", origin="LCCAS", destination="XXNOW")
    changed("905", cancelled=True)
    response = signed_in.get("/arrivals/map?when=next-24&way=all")
    text = response.content.decode()
    ports = {port.code: port for port in response.context["chart"].ports}
    assert (ports["BGI"].voyages, ports["BGI"].alerts, sorted(ports["BGI"].origins)) == (2, 3, [("ANU", 1), ("MIA", 1)])
    assert ports["XXNOW"].x is None
    assert "not on the map: position unknown" in text
    link = "/arrivals?when=next-24&amp;way=all&amp;mode=sea&amp;port=BBBGI"
    assert text.count(link) == 3  # in the map for a desk, in that for a phone and in the list
    assert numbers(signed_in, link.partition("?")[2].replace("&amp;", "&")) == ["X9903"]
    assert len(text) < 60_000


def test_the_board_is_told_what_is_new_and_answered_304_while_nothing_is(signed_in: Client) -> None:
    first = voyage("901", 1, 0)
    address = signed_in.get("/arrivals").context["news"]
    quiet = signed_in.get(address)
    assert quiet.json() == {"text": ""}
    assert signed_in.get(address, headers={"If-None-Match": quiet["ETag"]}).status_code == 304
    enter(REGION)
    voyage("902", 2, 2)
    told = signed_in.get(address, headers={"If-None-Match": quiet["ETag"]})
    assert told.json() == {"text": "1 new voyage, 2 new alerts"}
    assert signed_in.get("/arrivals?mode=sea").context["news"] != address
    enter(REGION)
    first.craft_name = "Anew"
    first.save()
    Alert.objects.all().delete()
    Voyage.objects.filter(number="X9902").update(states=["LCA"])
    assert signed_in.get(address).json() == {"text": "This list has changed"}


def test_news_are_not_written_down_and_tell_another_state_nothing(
    client: Client, officer_a: User, officer_b: User
) -> None:
    client.force_login(officer_b)
    address = client.get("/arrivals").context["news"]
    enter(REGION)
    voyage("901", 1, 1)
    written = Record.objects.count()
    assert client.get(address).json() == {"text": ""}
    client.force_login(officer_a)
    assert client.get(address).json() == {"text": "1 new voyage, 1 new alert"}
    enter(REGION)
    assert Record.objects.count() == written


@pytest.mark.parametrize("text", ["", "x", "1-2", "-1-2-3", "1--x", "9" * 30 + "-0-x", "²-0-x"])
def test_what_is_no_mark_was_never_shown(text: str) -> None:
    assert Mark.parse(text) is None or re.fullmatch(r"\d+-\d+-.*", str(Mark.parse(text)))
