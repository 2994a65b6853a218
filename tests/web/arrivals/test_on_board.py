"""The voyage page says who on board shares what, and stays small and quick for a cruise ship."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from roadstead.engine.voyages.identity import hashed_key
from roadstead.filings.voyages.models import Booking, Document, Manifest, Traveller, Voyage
from roadstead.filings.voyages.shared_values import SharedValue, shared_values
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.database.scope import REGION, enter
from roadstead.web.arrivals.shared_values import masked
from tests.conftest import make_user
from tests.web.arrivals.test_board import voyage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]


def person(on: Voyage, name: str, booking: str = "", **fields: Any) -> Traveller:
    """On the voyage; `declared` beside name and booking as given."""
    manifest = Manifest.objects.get(voyage=on)
    declared = {"surname": name, "born": fields.pop("born", "1980-01-01"), **fields.pop("declared", {})}
    return Traveller.objects.create(
        voyage=on,
        manifest=manifest,
        role="passenger",
        surname=name,
        booking=booking,
        person_key=hashed_key(name),
        declared=declared,
        **{"states": ["BRB"], **fields},
    )


def paper(of: Traveller, number: str, issuer: str = "GBR") -> None:
    Document.objects.create(
        traveller=of, manifest=of.manifest, type="P", number=number, key=number, issuer=issuer, states=of.states
    )


def found(on: Voyage, user: User) -> dict[str, SharedValue]:
    """By kind; the tests share one value of each."""
    return {each.kind: each for each in shared_values(on, user, limit=50)[0]}


def booked(on: Voyage, locator: str, people: list[Traveller], **detail: Any) -> None:
    Booking.objects.create(
        voyage=on,
        manifest=Manifest.objects.get(voyage=on),
        position=Booking.objects.count(),
        carrier="X9",
        locator=locator,
        order="1",
        states=["BRB"],
        travellers=[each.pk for each in people],
        detail=detail,
    )


def test_each_kind_of_value_is_found_however_it_is_written(officer_a: User) -> None:
    on = voyage("900", 1, 0)
    home = {"street": "12 Palm Road", "city": "Castries"}
    one = person(on, "ONE", "AAA111", declared={"contact": ["+44 20 7946 0018"], "address": home})
    two = person(on, "TWO", "BBB222", declared={"contact": ["0044-2079460018"]})
    three = person(on, "THREE", "bbb222", declared={"address": {"street": "12, PALM ROAD", "city": "CASTRIES"}})
    paper(one, "T1234567")
    paper(two, "T1234567")
    paper(three, "T1234567", "LCA")  # another state's number
    card = {"form": "CC", "number": "411111XXXXXX1111"}
    booked(on, "AAA111", [one], payments=[card])
    booked(on, "BBB222", [two, three], payments=[card])
    said = found(on, officer_a)
    assert {kind: sorted(each.people) for kind, each in said.items()} == {
        "document": [one.pk, two.pk],
        "contact": [one.pk, two.pk],
        "address": [one.pk, three.pk],
        "booking": [two.pk, three.pk],
        "payment": [one.pk, two.pk, three.pk],
    }
    assert said["contact"].value == "+44 20 7946 0018"
    assert said["document"].bookings == 2


def test_nobody_shares_with_who_is_not_there_nor_with_themselves(officer_a: User) -> None:
    on = voyage("900", 1, 0)
    alone = person(on, "ALONE", declared={"contact": ["020 7946 0018", "02079460018"]})
    gone = person(on, "GONE", declared={"contact": ["020 7946 0018"]}, presence="withdrawn")
    left = person(on, "LEFT", presence="not_on_board")
    for each in (alone, gone, left):
        paper(each, "T1234567")
    assert found(on, officer_a) == {}


def test_people_of_another_state_are_neither_named_nor_counted(officer_a: User, officer_b: User) -> None:
    on = voyage("900", 1, 0)
    Voyage.objects.filter(pk=on.pk).update(states=["BRB", "LCA"])
    for name, states in (("ONE", ["BRB"]), ("TWO", ["BRB", "LCA"]), ("THREE", ["LCA"])):
        paper(person(on, name, states=states), "T1234567")
    assert found(on, officer_a)["document"].count == 2
    enter(REGION)
    analyst = make_user("an-analyst", Role.ANALYST)
    assert found(on, analyst)["document"].count == 3
    assert len(found(on, officer_b)["document"].people) == 2


def test_the_page_names_them_marks_children_and_leads_to_all_of_them(client: Client, officer_a: User) -> None:
    on = voyage("900", 3, 0)
    Voyage.objects.filter(pk=on.pk).update(arrives_local="2026-11-26T14:05")
    both = [person(on, "PARENT", "AAA111"), person(on, "CHILD", "BBB222", born="2015-06-01")]
    for each in both:
        paper(each, "T1234567")
    client.force_login(officer_a)
    text = client.get(f"/voyages/{on.pk}").content.decode()
    words = re.sub(r"<[^>]+>|\s+", " ", text)
    assert "T1234567 GBR" in words
    assert re.search(r"PARENT ?; CHILD +under 18", words)
    assert "in 2 bookings" in words
    link = re.search(r'href="(\?people=[\d.]+)#travellers"', text)
    assert link
    people = client.get(f"/voyages/{on.pk}{link[1]}").context["travellers"]
    assert [each.surname for each in people] == ["CHILD", "PARENT"]


def test_what_a_family_has_in_common_is_folded_and_a_shared_document_is_not(client: Client, officer_a: User) -> None:
    on = voyage("900", 1, 0)
    for name in ("ONE", "TWO"):
        paper(person(on, name, booking="AAA111", declared={"contact": ["020 7946"]}), "T1234567")
    client.force_login(officer_a)
    response = client.get(f"/voyages/{on.pk}")
    assert [each.kind for each in response.context["across"]] == ["document"]
    assert {each.kind for each in response.context["together"]} == {"booking", "contact"}
    shared = response.content.decode().partition('id="shared"')[2]
    folded = "2 details shared within one booking"
    assert shared.index("T1234567") < shared.index(folded) < shared.index("AAA111</span>")
    person(on, "THREE", declared={"contact": ["020 7946"]})
    response = client.get(f"/voyages/{on.pk}")
    assert {each.kind for each in response.context["across"]} == {"document", "contact"}  # one of them is in no booking


def test_who_watches_or_is_a_focal_point_sees_shared_values_masked(client: Client) -> None:
    on = voyage("900", 1, 0)
    for name in ("ONE", "TWO"):
        person(on, name, declared={"contact": ["ada@example.org"]})
    for role, shown in ((Role.OFFICER, True), (Role.AUDITOR, False), (Role.FOCAL_POINT, False)):
        enter(REGION)
        client.force_login(make_user(f"a-{role}", role, state="BRB"))
        text = client.get(f"/voyages/{on.pk}").content.decode()
        assert ("ada@example.org" in text) is shown
        assert ("•••org" in text) is not shown


@pytest.mark.parametrize(("value", "shown"), [("1234567", "•••567"), ("123456", "•••"), ("", "•••")])
def test_a_masked_value_keeps_three_signs_at_most(value: str, shown: str) -> None:
    assert masked(value) == shown


@pytest.mark.parametrize("query", ["people=x.9", "people=" + "9" * 30, "shared=x", "shared=0", "shared=99", "people=²"])
def test_an_address_made_up_by_somebody_is_answered(query: str, client: Client, officer_a: User) -> None:
    on = voyage("900", 3, 0)
    client.force_login(officer_a)
    assert client.get(f"/voyages/{on.pk}?{query}").status_code == 200


def test_the_same_craft_and_number_are_told_for_the_month_before(client: Client, officer_a: User) -> None:
    on, now = voyage("900", 1, 0), timezone.now()
    for number, fields in (
        ("901", {"number": "X9900", "arrives_at": now - timedelta(days=3)}),
        ("902", {"craft_imo": "9074729", "arrives_at": now - timedelta(days=20)}),
        ("903", {"number": "X9900", "arrives_at": now - timedelta(days=31)}),
        ("904", {"number": "X9900", "arrives_at": now - timedelta(days=1), "states": ["LCA"]}),
        ("905", {"arrives_at": now - timedelta(days=1)}),
    ):
        Voyage.objects.filter(pk=voyage(number, 1, 0).pk).update(**fields)
    Voyage.objects.filter(pk=on.pk).update(craft_imo="9074729")
    client.force_login(officer_a)
    told = client.get(f"/voyages/{on.pk}").context["recent"]
    assert [each.key for each in told] == ["air/X9/901", "air/X9/902"]


@pytest.mark.long
def test_a_cruise_of_six_thousand_is_a_small_page_in_bounded_time(client: Client, officer_a: User) -> None:
    on = voyage("900", 6000, 60)
    people = list(on.travellers.order_by("pk"))
    for at, each in enumerate(people):
        each.booking = f"BK{at // 2:05}"
        each.declared = {"surname": each.surname, "born": "1980-01-01", "contact": [f"020 79{at // 4:06}"]}
    Traveller.objects.bulk_update(people, ["booking", "declared"], batch_size=2000)
    manifest = Manifest.objects.get(voyage=on)
    Booking.objects.bulk_create(
        Booking(
            voyage=on,
            manifest=manifest,
            position=at,
            carrier="X9",
            locator=f"BK{at:05}",
            order="1",
            states=["BRB"],
            travellers=[people[2 * at].pk, people[2 * at + 1].pk],
            detail={"contact": [f"020 79{at // 2:06}"]},
        )
        for at in range(3000)
    )
    client.force_login(officer_a)
    began = time.monotonic()
    with CaptureQueriesContext(connection) as queries:
        response = client.get(f"/voyages/{on.pk}")
    assert response.context["shared_total"] == 4500  # 1,500 telephones and 3,000 bookings
    assert response.context["shared"][0].bookings == 2
    assert len(response.content) < 200_000
    assert len(queries) <= 32  # three of them count its cargo
    assert time.monotonic() - began < 8  # the page alone a fraction of that; the machine may be busy
