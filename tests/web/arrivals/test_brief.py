"""Arrival brief: what one desk needs to know about a voyage for an hour, as a page and as a PDF."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from roadstead.casework.alerts.checks import CheckStatement, record_check
from roadstead.casework.alerts.logic.checks import CheckedSystem, CheckResult
from roadstead.casework.alerts.models import Alert
from roadstead.filings.voyages.models import Traveller, Voyage
from roadstead.oversight.retention.models import Restriction
from roadstead.platform.accounts.models import Role, State, User
from roadstead.platform.accounts.organisations import first_organisation
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, clear_hidden_ids, enter
from roadstead.platform.directory.models import ContactMethod, ContactPoint
from roadstead.web.arrivals.brief_content import brief_of
from tests.casework.cases.pdf_text import pages_of, text_of
from tests.casework.examinations.cargo import SHARED, selected, ship
from tests.conftest import make_user
from tests.cooperation.lookouts.test_lookouts import ESCAPED, VEHICLE, live
from tests.pipeline.test_pipeline import ANNA, NOW, TOBIAS, file, put_in_force
from tests.samples import paxlst

pytestmark = pytest.mark.django_db
PEOPLE = 300


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> list[datetime]:
    settings.SECOND_FACTOR = "off"
    now = [NOW]
    monkeypatch.setattr(timezone, "now", lambda: now[0])
    return now


@pytest.fixture
def alert(region: None, officer_a: User) -> Alert:
    """On a flight to Barbados, by the region's list."""
    put_in_force()
    file(paxlst(ANNA, TOBIAS))
    return Alert.objects.select_related("voyage").get()


def page(client: Client, user: User, voyage: Voyage, status: int = 200) -> str:
    client.force_login(user)
    response = client.get(f"/voyages/{voyage.pk}/brief")
    enter(REGION)
    assert response.status_code == status
    return re.sub(r"\s+", " ", unescape(response.content.decode()))


def pdf(client: Client, user: User, voyage: Voyage) -> bytes:
    client.force_login(user)
    response = client.get(f"/voyages/{voyage.pk}/brief?as=pdf")
    enter(REGION)
    assert response.headers["Content-Type"] == "application/pdf"
    return response.content


def more_alerts(alert: Alert, *seats: str) -> None:
    assert alert.traveller
    manifest = alert.traveller.manifest
    for at, seat in enumerate(seats):
        person = Traveller.objects.create(
            voyage=alert.voyage, manifest=manifest, role="passenger", states=alert.states, surname=f"SEATED{at}",
            seat=seat, born="1990-01-01",
        )  # fmt: skip
        Alert.objects.create(
            voyage=alert.voyage, traveller=person, kind="name", list_name=alert.list_name, entry_id=f"e{at}",
            entry_name=f"Listed {at}", action="refer", score=30, states=alert.states, reasons=[{"text": "Same name"}],
        )  # fmt: skip


def test_the_page_says_who_sits_where_why_and_what_to_do(alert: Alert, officer_a: User, client: Client) -> None:
    Traveller.objects.filter(alerts=alert).update(seat="14C")
    shown = page(client, officer_a, alert.voyage)
    for words in ("Valid until", "14C", "QUILLIMANE, TOBIAS", "Test list", "Passenger: 2", "TLP:GREEN"):
        assert words in shown, words
    assert "Stop the person or the craft" in shown or "Refer the person" in shown
    assert "TESTER" not in shown  # nobody without an alert
    assert f'href="/voyages/{alert.voyage_id}/brief"' in client.get(f"/voyages/{alert.voyage_id}").content.decode()
    assert f'href="/voyages/{alert.voyage_id}/brief"' in client.get("/arrivals?when=all").content.decode()


def test_it_is_valid_for_an_hour_by_the_ports_clock(alert: Alert, officer_a: User, client: Client) -> None:
    shown = page(client, officer_a, alert.voyage)
    until = NOW + timedelta(hours=1)
    assert f'data-valid-until="{until.isoformat()}"' in shown
    assert re.search(rf"Valid until <time[^>]*><span[^>]*>[^<]*{until - timedelta(hours=4):%H:%M} AST", shown)
    printed = pdf(client, officer_a, alert.voyage)
    assert text_of(printed).count("Valid until") == pages_of(printed) + 1  # at the top, and at the foot of each page


def test_seats_are_in_the_order_of_the_cabin_and_those_without_come_last(
    alert: Alert, officer_a: User, client: Client
) -> None:
    more_alerts(alert, "12A", "9C", "", "B204", "12B")
    shown = page(client, officer_a, alert.voyage)
    found = [shown.index(f"SEATED{at}") for at in (1, 0, 4, 3, 2)]
    assert found == sorted(found)


def test_what_is_decided_or_dealt_with_is_a_number_alone(alert: Alert, officer_a: User, client: Client) -> None:
    more_alerts(alert, "1A")
    Alert.objects.filter(pk=alert.pk).update(state="cleared")
    shown = page(client, officer_a, alert.voyage)
    assert "QUILLIMANE" not in shown
    assert "1 more is decided or dealt with" in shown


def test_reading_and_printing_are_each_one_export_with_the_reference_of_the_voyage(
    alert: Alert, officer_a: User, client: Client
) -> None:
    page(client, officer_a, alert.voyage)
    pdf(client, officer_a, alert.voyage)
    lines = Record.objects.filter(action="exported").order_by("pk")
    assert [(each.subject, each.detail) for each in lines] == [
        (f"voyage {alert.voyage_id}", "arrival brief"),
        (f"voyage {alert.voyage_id}", "arrival brief, pdf"),
    ]


@pytest.mark.parametrize(
    "changes",
    [{"tlp": "red", "named": [0]}, {"action": "discreet"}, {"tlp": "amber+strict", "owner": "LCA"}],
)
def test_what_may_not_leave_in_a_file_is_in_no_form_of_it(
    alert: Alert, officer_a: User, supervisor_a: User, client: Client, changes: dict[str, object]
) -> None:
    named = {"named": [officer_a.pk, supervisor_a.pk]} if "named" in changes else {}
    Alert.objects.filter(pk=alert.pk).update(**{**changes, **named})
    for user in (officer_a, supervisor_a):
        shown = page(client, user, alert.voyage)
        assert "QUILLIMANE" not in shown
        assert "decided or dealt" not in shown  # nor is it counted
        assert "QUILLIMANE" not in text_of(pdf(client, user, alert.voyage))


def test_a_restricted_person_is_blank(alert: Alert, officer_a: User, client: Client) -> None:
    person = alert.traveller
    assert person
    Restriction.objects.create(voyage=alert.voyage, traveller=person, owner="BRB", at=NOW, states=alert.states)
    clear_hidden_ids(machine=True)
    shown = page(client, officer_a, alert.voyage)
    assert "QUILLIMANE" not in shown
    assert "Restricted" in shown
    assert "QUILLIMANE" not in text_of(pdf(client, officer_a, alert.voyage))


def test_another_states_desk_does_not_find_it(alert: Alert, client: Client) -> None:
    page(client, make_user("grd.officer", Role.OFFICER, state="GRD"), alert.voyage, status=404)
    assert not Record.objects.filter(action="exported").exists()


def test_a_check_without_a_reply_stands_beside_its_alert(alert: Alert, officer_a: User, client: Client) -> None:
    said = CheckStatement(system=CheckedSystem.INTERPOL, result=CheckResult.WAITING, at=NOW, asked="NCB")
    enter(officer_a.scope)
    record_check(alert.pk, said, by=officer_a, now=NOW)
    enter(REGION)
    assert "No reply yet" in page(client, officer_a, alert.voyage)
    assert "Checks made elsewhere without a reply" in text_of(pdf(client, officer_a, alert.voyage))


def test_selected_goods_are_in_the_brief_of_a_ship_and_of_its_state_alone(
    region: None, officer_a: User, officer_b: User, client: Client
) -> None:
    voyage = ship()
    selected(voyage, officer_a)
    assert SHARED in page(client, officer_a, voyage)
    assert SHARED in text_of(pdf(client, officer_a, voyage))
    assert SHARED not in page(client, officer_b, voyage)


def test_live_lookouts_of_people_are_there_for_the_states_that_watch_and_those_of_vehicles_are_not(
    alert: Alert, officer_a: User, client: Client
) -> None:
    for code in ("GRD", "LCA"):
        State.objects.get_or_create(code=code, defaults={"name": code})
    issuer, second = (make_user(f"lca.{each}", Role.SUPERVISOR, state="LCA") for each in ("first", "second"))
    person = live(issuer, second, ESCAPED, now=NOW)
    vehicle = live(issuer, second, VEHICLE, now=NOW)
    elsewhere = live(issuer, second, replace(ESCAPED, chosen=["GRD"]), now=NOW)
    shown = page(client, officer_a, alert.voyage)
    assert person.reference in shown
    assert "A lookout is no warrant" in shown
    assert person.reference in text_of(pdf(client, officer_a, alert.voyage))
    assert not {each for each in (vehicle.reference, elsewhere.reference) if each in shown}


def test_the_contact_points_of_the_own_state_are_there_with_their_telephones(
    alert: Alert, officer_a: User, client: Client
) -> None:
    organisation = first_organisation(officer_a.state)
    for owner, title, number in (("BRB", "Duty desk", "+1 246 555 0100"), ("LCA", "Other desk", "+1 758 555 0100")):
        point = ContactPoint.objects.create(
            organisation=organisation, owner=owner, title=title, functions=["duty_desk"], since=NOW.date()
        )
        ContactMethod.objects.create(contact_point=point, owner=owner, method="telephone", target=number)
    shown = page(client, officer_a, alert.voyage)
    assert 'href="tel:+12465550100"' in shown
    assert "Other desk" not in shown
    assert "+1 246 555 0100" in text_of(pdf(client, officer_a, alert.voyage))


def test_the_brief_of_a_flight_of_300_takes_as_many_statements_as_one_of_few(
    alert: Alert, officer_a: User, client: Client
) -> None:
    client.force_login(officer_a)
    address = f"/voyages/{alert.voyage_id}/brief"
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    enter(REGION)
    more_alerts(alert, *(f"{row}{seat}" for row in range(1, 51) for seat in "ABCDEF"))
    with CaptureQueriesContext(connection) as many:
        shown = client.get(address).content.decode()
    assert "more alerts have no room here" in shown
    assert len(many) == len(few)
    assert client.get(f"{address}?as=pdf").status_code == 200
    enter(REGION)
    assert brief_of(alert.voyage, officer_a, NOW).aboard == PEOPLE + 2
