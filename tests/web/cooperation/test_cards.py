"""The directory to take along: a duty card on one page, a vCard, and the own duty in a calendar."""

from __future__ import annotations

from datetime import time

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from roadstead.platform.accounts.models import State, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.directory.editing import add_competence, add_method, add_point, name_holder
from roadstead.platform.directory.models import Duty, DutyFeed
from tests.platform.directory.conftest import Cast
from tests.platform.directory.conftest import cast as cast

pytestmark = pytest.mark.django_db
LONG = "Desk; of, the \\ port <b>&amp;" + " long" * 18


@pytest.fixture(autouse=True)
def _no_second_factor(settings: Settings) -> None:
    settings.SECOND_FACTOR = "off"


def fill(cast: Cast, points: int) -> None:
    """Contact points with the longest texts."""
    now = timezone.now()
    enter(cast.fiu.scope)
    for number in range(points):
        point = add_point(
            cast.point.organisation, f"{number} {LONG}"[:120], ["duty_desk"], by=cast.fiu, today=now.date()
        )
        name_holder(point, by=cast.fiu, now=now, name="Ada Test " * 12)
        for _each in range(5):
            add_method(point, "mail", "a" * 290 + "@x.example", by=cast.fiu, now=now, hours="h" * 120)
        for measure in ("surrender", "trace", "hearing", "vetting"):
            add_competence(point, measure, "Act", by=cast.fiu, today=now.date())


def pages(raw: bytes) -> int:
    return raw.count(b"/Type /Page") - raw.count(b"/Type /Pages")


@pytest.mark.parametrize("points", [0, 2, 20])
def test_a_duty_card_is_one_page_however_long_the_texts(client: Client, cast: Cast, points: int) -> None:
    fill(cast, points)
    client.force_login(cast.other_state)
    answer = client.get("/directory/cards/BRB")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert pages(answer.content) == 1
    enter(REGION)
    line = Record.objects.filter(action="exported", user="other").get()
    assert (line.subject, line.detail, line.purpose) == ("directory", "duty card of BRB", "cooperation")
    assert client.get("/directory/cards/XXX").status_code == 404


def test_a_vcard_has_the_post_and_how_to_reach_it_and_no_line_that_somebody_typed(client: Client, cast: Cast) -> None:
    now = timezone.now()
    enter(cast.fiu.scope)
    name_holder(cast.point, by=cast.fiu, now=now, name="Coralie Best", telephone="+1 246 555 0144")
    type(cast.point).objects.filter(pk=cast.point.pk).update(title="Desk; night\r\nTEL:999")
    add_method(cast.point, "mail", "desk@fiu.example", by=cast.fiu, now=now, hours="08:00 to 16:00")
    add_method(cast.point, "telephone", "ask the guard", by=cast.fiu, now=now)
    client.force_login(cast.other_state)
    answer = client.get(f"/directory/points/{cast.point.pk}/vcard")
    assert answer["Content-Type"] == "text/vcard; charset=utf-8"
    lines = answer.content.decode().split("\r\n")
    assert lines[:3] == ["BEGIN:VCARD", "VERSION:4.0", "KIND:org"]
    assert lines[-2:] == ["END:VCARD", ""]
    assert "FN:Desk\\; night\\nTEL:999\\, Organisation BRB-FIU" in lines
    assert "TEL;VALUE=uri;TYPE=work,voice:tel:+12465550100" in lines
    assert "TEL;VALUE=text:ask the guard" in lines
    assert "EMAIL:desk@fiu.example" in lines
    assert "TEL:999" not in lines
    text = answer.content.decode()
    assert "Coralie" not in text
    assert "0144" not in text


def on_duty(cast: Cast, person: User, **at: object) -> Duty:
    turn = {
        "days": list(range(7)),
        "begins": time(18),
        "ends": time(6),
        "made_by": cast.border,
        "made_at": timezone.now(),
    }
    return Duty.objects.create(state="BRB", states=["BRB"], person=person, **turn | at)


def link_of(client: Client) -> str:
    page = client.post("/duty/feed", {"act": "make"}).content.decode()
    return page.split("http://testserver", 1)[1].split("<", 1)[0]


def test_a_calendar_reads_the_own_duty_alone_by_the_link_and_without_signing_in(client: Client, cast: Cast) -> None:
    State.objects.filter(pk="BRB").update(zone="America/Barbados")
    enter(cast.border.scope)
    on_duty(cast, cast.officer, note="Private note")
    on_duty(cast, cast.officer, contact_point=cast.point, begins=time(8), ends=time(9))
    on_duty(cast, cast.border, begins=time(6), ends=time(18))
    client.force_login(cast.officer)
    link = link_of(client)
    assert link not in client.get("/duty").content.decode()  # shown once
    answer = Client().get(link)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    text = answer.content.decode()
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert text.endswith("END:VCALENDAR\r\n")
    assert 125 <= text.count("BEGIN:VEVENT") <= 128  # nine weeks, two turns a day
    assert "SUMMARY:On duty: FIU duty desk" in text
    begins = {line.rpartition("T")[2] for line in text.split("\r\n") if line.startswith("DTSTART:")}
    assert {"220000Z", "120000Z"} <= begins  # 18:00 and 08:00 in Barbados
    assert "100000Z" not in begins  # another's
    assert "Private note" not in text
    Client().get(link)
    enter(REGION)
    lines = Record.objects.filter(user="officer", subject="duty roster").exclude(action="read")
    assert [each.action for each in lines.order_by("pk")] == ["calendar link made", "exported"]  # once a day


def test_a_new_link_ends_the_one_before_and_a_deleted_one_opens_nothing(client: Client, cast: Cast) -> None:
    client.force_login(cast.officer)
    first = link_of(client)
    second = link_of(client)
    assert (Client().get(first).status_code, Client().get(second).status_code) == (404, 200)
    assert first.rpartition("/")[2] not in str(DutyFeed.objects.values_list())
    client.post("/duty/feed", {"act": "delete"})
    assert Client().get(second).status_code == 404
    assert Client().get("/duty/feed/" + "x" * 5000).status_code == 404


def test_the_link_of_a_closed_account_opens_nothing(client: Client, cast: Cast) -> None:
    client.force_login(cast.officer)
    link = link_of(client)
    User.objects.filter(pk=cast.officer.pk).update(is_active=False)
    assert Client().get(link).status_code == 404
