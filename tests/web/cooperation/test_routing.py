"""Whom to ask at night: the search of the directory, and the table of measures and states."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from roadstead.platform.accounts.models import State
from roadstead.platform.database.scope import enter
from roadstead.platform.directory.editing import add_competence, add_method, add_point, name_holder
from roadstead.platform.directory.models import ContactMethod, ContactPoint
from roadstead.web.templatetags.telephone import tel
from tests.platform.directory.conftest import Cast
from tests.platform.directory.conftest import cast as cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_second_factor(settings: Settings) -> None:
    settings.SECOND_FACTOR = "off"


@pytest.fixture
def named(cast: Cast) -> Cast:
    """The FIU's desk of Barbados is named for ballistics by day, a laboratory by night; the centre has a watch room."""
    State.objects.filter(pk="BRB").update(name="Barbados", zone="America/Barbados")
    now = timezone.now()
    enter(cast.fiu.scope)
    ContactMethod.objects.filter(pk=cast.telephone.pk).update(hours="08:00 to 16:00", confirmed_at=now)
    add_competence(cast.point, "ballistic_comparison", "Act", by=cast.fiu, today=now.date() - timedelta(days=12))
    name_holder(cast.point, by=cast.fiu, now=now, name="Coralie Best")
    night = desk(cast, "Night laboratory", "+1 (246) 555-0177", now)
    add_competence(night, "ballistic_comparison", "Act", by=cast.fiu, today=now.date())
    enter(cast.centre.scope)
    room = add_point(cast.centre.organisation, "Watch room", ["duty_desk"], by=cast.centre, today=now.date())  # type: ignore[arg-type]
    add_method(room, "telephone", "+1 246 555 0190", by=cast.centre, now=now)
    name_holder(room, by=cast.centre, now=now, name="Gail Bartholomew")
    return cast


def desk(cast: Cast, title: str, number: str, now: object) -> ContactPoint:
    point = add_point(cast.point.organisation, title, ["examiner"], by=cast.fiu, today=now.date())  # type: ignore[attr-defined]
    add_method(point, "telephone", number, by=cast.fiu, now=now)  # type: ignore[arg-type]
    name_holder(point, by=cast.fiu, now=now, name="Deputy One", kind="deputy")  # type: ignore[arg-type]
    return point


def search(client: Client, words: str) -> str:
    answer = client.get("/directory", {"q": words})
    assert answer.status_code == 200
    return unescape(" ".join(answer.content.decode().split()))


def test_a_search_gives_contact_points_in_order_with_reason_and_number_to_press(client: Client, named: Cast) -> None:
    client.force_login(named.other_state)
    text = search(client, "ballistics Barbados")
    assert "Understood: <strong>Barbados · ballistic comparison</strong>" in text
    order = [text.index(each) for each in ("FIU duty desk", "Night laboratory", "Watch room")]
    assert order == sorted(order)
    assert "Barbados names it for ballistic comparison; confirmed 12 days ago" in text
    assert 'href="tel:+12465550177"' in text
    assert "a deputy stands in" in text


def test_at_night_those_who_answer_at_night_come_first(client: Client, named: Cast) -> None:
    client.force_login(named.other_state)
    text = search(client, "ballistics Barbados night")
    assert "at night" in text
    assert text.index("Night laboratory") < text.index("FIU duty desk")
    assert "closed at this hour" in text


def test_words_that_are_not_understood_are_named_and_escaped(client: Client, named: Cast) -> None:
    client.force_login(named.other_state)
    text = search(client, "balistics Barbados smurfs")
    assert "Not understood: “balistics”. Did you mean “ballistics”?" in text
    assert "Not understood: “smurfs”." in text
    assert "No measure named" in text
    raw = client.get("/directory", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in raw
    assert "Type a measure and a state" in search(client, "smurfs")


def test_without_a_state_every_state_gives_its_first_and_one_outside_is_named(client: Client, named: Cast) -> None:
    client.force_login(named.other_state)
    text = search(client, "ballistics")
    assert "No state named" in text
    assert "FIU duty desk" in text
    assert "Night laboratory" not in text
    assert "Haiti does not take part" in search(client, "ballistics Haiti")


def test_a_search_that_is_too_long_says_so(client: Client, named: Cast) -> None:
    client.force_login(named.other_state)
    assert "Shorten it" in search(client, "a" * 300)


def test_the_table_has_a_cell_for_each_state_and_measure_red_if_nobody_is_named(client: Client, named: Cast) -> None:
    client.force_login(named.centre)
    whole = client.get("/directory/measures").content.decode()
    assert whole.count("<td") == 46 * (State.objects.count() + 1)
    assert "FIU duty desk" in whole
    assert "rs-matrix__red" in whole
    client.force_login(named.border)
    own = unescape(client.get("/directory/measures").content.decode())
    assert "FIU duty desk" in own
    assert "Asked instead: Watch room" in own
    one = unescape(client.get("/directory/measures?state=all&measure=ballistic_comparison").content.decode())
    assert one.count("FIU duty desk") == 1
    assert client.get("/directory/measures?state=XX&measure=XX").status_code == 200


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("+1 (246) 555-0110", "tel:+12465550110"),
        ("999", "tel:999"),
        ("javascript:alert(1)", ""),
        ("+1 246 555 0110 ext. 4", ""),
        ("", ""),
    ],
)
def test_a_number_can_be_pressed_if_it_is_a_number(typed: str, address: str) -> None:
    assert tel(typed) == address


def test_referral_pathways_name_whom_to_call_in_a_state_and_offer_no_form_about_a_person(
    client: Client, named: Cast
) -> None:
    enter(named.fiu.scope)
    now = timezone.now()
    helper = desk(named, "Family help", "+1 (246) 555-0188", now)
    add_competence(helper, "welfare", "Act", by=named.fiu, today=now.date())
    client.force_login(named.other_state)
    answer = client.get("/directory/pathways", {"state": "BRB"})
    text = unescape(" ".join(answer.content.decode().split()))
    assert 'href="tel:+12465550188"' in text
    assert "Watch room" not in text  # of the centre, which is competent for none of it
    assert text.count("Nobody is named.") == 3
    assert 'method="post"' not in text.partition("<main")[2].partition("</main>")[0]
    assert "Family help" not in client.get("/directory/pathways").content.decode()  # of the reader's own state
