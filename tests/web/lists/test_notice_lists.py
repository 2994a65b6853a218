"""Notices on pages: loaded with or without a check, checked by an officer, shown on lists, alerts and home pages."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from roadstead.casework.alerts.models import Alert
from roadstead.engine.formats.lists import load_bytes
from roadstead.platform.accounts.models import Role, State, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.targeting.watchlists.models import Version, WatchList
from roadstead.targeting.watchlists.publish import publish
from tests.casework.alerts.test_desk import OF_TOBIAS, typed
from tests.conftest import make_user
from tests.pipeline.test_pipeline import TOBIAS, file
from tests.samples import paxlst
from tests.web.lists.test_lists import compare, load

pytestmark = pytest.mark.django_db
TODAY = datetime.now(UTC).date()
DAY = timedelta(days=1)
UNTIL = TODAY + 30 * DAY
NOT_A_WARRANT = "A notice is not a warrant. Refer to the national bureau."


def notices(*numbers: int) -> bytes:
    first = {"entity_id": "2099/1", "name": "QUILLIMANE", "forename": "TOBIAS", "date_of_birth": "1975/03/04"}
    return json.dumps([first | {"entity_id": f"2099/{n}", "nationalities": ["GY"]} for n in numbers]).encode()


def upload(*numbers: int) -> SimpleUploadedFile:
    return SimpleUploadedFile("red.json", notices(*numbers))


def put(*numbers: int, checked_on: object = TODAY, owner: str = "BRB") -> WatchList:
    enter(REGION)
    State.objects.get_or_create(code="BRB", defaults={"name": "BRB"})
    given = {"checked_on": checked_on} if checked_on else {}
    version = publish(load_bytes(notices(*numbers), "red.json"), name="Notices", owner=owner, **given)  # type: ignore[arg-type]
    return version.watch_list


def shown(client: Client, user: User, address: str) -> str:
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def record(client: Client, user: User, of: WatchList, day: object) -> tuple[int, str]:
    client.force_login(user)
    sent = client.post(reverse("check-notices", args=[of.pk]), {"checked_on": str(day)}, follow=True)
    return sent.status_code, " ".join(sent.content.decode().split())


def test_a_file_with_the_day_of_a_check_is_in_force_for_thirty_days(client: Client, supervisor_a: User) -> None:
    status, text = compare(client, supervisor_a, upload(1, 2), checked_on=str(TODAY))
    assert (status, f"all of them raise alerts until {UNTIL}" in text) == (200, True)
    status, text = load(client, supervisor_a, upload(1, 2), checked_on=str(TODAY))
    assert (status, "0 of 2" in text, str(UNTIL) in text) == (200, True, True)
    assert f"INTERPOL notices, checked until {UNTIL}" in shown(client, supervisor_a, reverse("lists"))


def test_a_file_without_one_says_that_its_notices_raise_no_alerts(client: Client, supervisor_a: User) -> None:
    _status, text = compare(client, supervisor_a, upload(1, 2))
    assert "2 notices have not been checked with the national bureau in time and raise no alerts" in text
    _status, text = load(client, supervisor_a, upload(1, 2))
    assert ("2 of 2" in text, "not checked in time" in text) == (True, True)
    assert "INTERPOL notices, to be checked with the national bureau" in shown(client, supervisor_a, reverse("lists"))


def test_another_day_than_the_one_compared_is_compared_again(client: Client, supervisor_a: User) -> None:
    _status, text = compare(client, supervisor_a, upload(1), checked_on=str(TODAY))
    seen = text.partition('name="seen" value="')[2].partition('"')[0]
    compare(client, supervisor_a, upload(1), checked_on=str(TODAY - DAY), seen=seen)
    enter(REGION)
    assert not Version.objects.exists()


@pytest.mark.parametrize(
    ("day", "said"), [(TODAY + 2 * DAY, "The day of the check is in the future"), (TODAY - 60 * DAY, "ended on")]
)
def test_a_day_that_does_not_fit_is_refused_at_its_field(
    client: Client, supervisor_a: User, day: object, said: str
) -> None:
    status, text = compare(client, supervisor_a, upload(1), checked_on=str(day))
    assert (status, said in text, 'id="checked_on_error"' in text) == (409, True, True)


def test_only_notices_have_a_check(client: Client, supervisor_a: User) -> None:
    own = SimpleUploadedFile("own.csv", b"id,name\n1,Zubo Maran\n")
    status, text = compare(client, supervisor_a, own, checked_on=str(TODAY))
    assert (status, "Only INTERPOL notices are checked" in text) == (409, True)
    papers = SimpleUploadedFile("lost.csv", b"issuer,type,number\nBRB,P,T0000001\n")
    status, text = compare(client, supervisor_a, papers, checked_on=str(TODAY), kind="documents")
    assert (status, "Only INTERPOL notices are checked" in text) == (409, True)


def test_a_file_that_asks_to_stop_is_refused_with_the_reason(client: Client, supervisor_a: User) -> None:
    put(1)
    stops = SimpleUploadedFile("own.csv", b"id,name,action\n1,Zubo Maran,stop\n")
    status, text = compare(client, supervisor_a, stops, name="Notices")
    assert (status, "its action is to refer to the national bureau, never to stop" in text) == (409, True)
    assert 'name="anyway"' not in text


def test_an_officer_of_the_owner_records_a_check_on_the_page_of_the_list(client: Client, officer_a: User) -> None:
    of = put(1, 2, checked_on=None)
    assert "Record check" in shown(client, officer_a, reverse("list", args=[of.pk]))
    status, text = record(client, officer_a, of, TODAY)
    assert (status, f"The notices raise alerts until {UNTIL}" in text, "0 of 2" in text) == (200, True, True)
    assert f"checked with the national bureau on {TODAY}, in force until {UNTIL}" in shown(
        client, officer_a, reverse("list", args=[of.pk]) + "?show=versions"
    )
    enter(REGION)
    assert Record.objects.get(action="notices checked").user == officer_a.username


@pytest.mark.parametrize("day", ["", "soon", str(TODAY + 2 * DAY)])
def test_a_check_on_no_day_is_refused_on_the_page(client: Client, officer_a: User, day: str) -> None:
    status, text = record(client, officer_a, put(1, checked_on=None), day)
    assert (status, 'id="checked_on_error"' in text) == (409, True)


def test_others_see_the_days_and_record_nothing(client: Client, officer_a: User) -> None:
    of = put(1, checked_on=None, owner="REGION")
    auditor = make_user("auditor-a", Role.AUDITOR, state="BRB")
    for user, expected in ((officer_a, 409), (auditor, 403)):
        assert "Record check" not in shown(client, user, reverse("list", args=[of.pk]))
        assert record(client, user, of, TODAY)[0] == expected


def test_the_page_of_another_list_says_nothing_of_checks(client: Client, supervisor_a: User) -> None:
    _status, text = load(client, supervisor_a, SimpleUploadedFile("own.csv", b"id,name\n1,Zubo Maran\n"))
    assert "national bureau" not in text


@pytest.mark.parametrize(
    ("checked_on", "reminds"), [(TODAY - 24 * DAY, True), (TODAY - 20 * DAY, False), (None, True), (TODAY, False)]
)
def test_the_first_page_reminds_a_week_before_a_check_ends(
    client: Client, officer_a: User, checked_on: object, reminds: bool
) -> None:
    put(1, checked_on=checked_on)
    assert ("Check the notices with the national bureau" in shown(client, officer_a, reverse("home"))) is reminds


def raised() -> Alert:
    put(1)
    enter(REGION)
    file(paxlst(TOBIAS))
    return Alert.objects.get()


def test_an_alert_says_that_a_notice_is_no_warrant_and_when_it_was_checked(client: Client, officer_a: User) -> None:
    State.objects.get_or_create(code="LCA", defaults={"name": "LCA"})
    alert = raised()
    assert alert.action == "refer"
    text = shown(client, officer_a, reverse("alert", args=[alert.pk]))
    assert f"<strong>{NOT_A_WARRANT}</strong>" in text
    assert f"{TODAY} <small>" in text
    assert f"The notice raises alerts until {UNTIL}." in text
    assert 'href="/directory?q=BRB+hit_confirmation"' in text
    assert "secondary inspection" not in text.partition("Action to be taken")[2].partition("</dd>")[0]


def test_an_alert_shows_the_check_as_it_is_now(client: Client, officer_a: User, supervisor_a: User) -> None:
    State.objects.get_or_create(code="LCA", defaults={"name": "LCA"})
    alert, address = raised(), ""
    address = reverse("alert", args=[alert.pk])
    enter(REGION)
    late = str(TODAY - DAY)
    for row in WatchList.objects.get().entries.all():
        row.listed = row.listed | {"review": late}
        row.save()
    assert "Not checked in time: the notice raises no alerts." in shown(client, officer_a, address)
    load(client, supervisor_a, upload(2), name="Notices", checked_on=str(TODAY))
    assert "The notice is no longer on the list." in shown(client, officer_a, address)


def test_the_desk_says_so_too_of_a_person_whom_no_carrier_declared(client: Client, officer_a: User) -> None:
    put(1)
    client.force_login(officer_a)
    text = " ".join(client.post("/desk", {"zone": typed(OF_TOBIAS)}).content.decode().split())
    assert "Possible match with" in text
    assert f"{NOT_A_WARRANT} Red notice 2099/1" in text
