"""The quarterly look at who may sign in (S27), and who looks after whom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from roadstead.platform.accounts.models import Role, User
from tests.conftest import make_user
from tests.platform.accounts.conftest import acts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_ceremony(in_service: None, settings: Settings) -> None:
    settings.SECOND_FACTOR = "off"


def text(client: Client, user: User, address: str = "/people") -> str:
    client.force_login(user)
    return client.get(address).content.decode()


def test_a_supervisor_sees_the_own_people_an_administrator_everybody(
    client: Client, supervisor_a: User, officer_a: User, officer_b: User, analyst: User, carrier_user: User
) -> None:
    mine = text(client, supervisor_a)
    assert officer_a.username in mine
    for other in (officer_b, analyst, carrier_user):
        assert f">{other.username}<" not in mine
        assert client.get(f"/people/{other.pk}").status_code == 404
        assert client.post(f"/people/{other.pk}/link").status_code == 404
    everything = text(client, make_user("administrator", Role.ADMINISTRATOR))
    assert all(user.username in everything for user in (officer_a, officer_b, analyst, carrier_user))


def test_the_centres_supervisor_looks_after_the_centre_and_no_carrier(
    client: Client, supervisor: User, analyst: User, officer_a: User, carrier_user: User
) -> None:
    seen = text(client, supervisor)
    assert analyst.username in seen
    assert client.get(f"/people/{officer_a.pk}").status_code == 404
    assert client.get(f"/people/{carrier_user.pk}").status_code == 404


@pytest.mark.parametrize("act", ["switch", "certify", "link"])
def test_supervisors_do_not_look_after_each_other_nor_after_themselves(
    act: str, client: Client, supervisor_a: User
) -> None:
    other = make_user("other-chief", Role.SUPERVISOR, state="BRB")
    client.force_login(supervisor_a)
    for account in (other, supervisor_a):
        client.post(f"/people/{account.pk}/{act}")
        account.refresh_from_db()
        assert (account.is_active, account.certified_at, account.invitations.count()) == (True, None, 0)


def test_what_is_overdue_is_marked_until_it_is_certified(client: Client, supervisor_a: User, officer_a: User) -> None:
    today = timezone.now().date()
    long_ago = timezone.now() - timedelta(days=93)
    User.objects.filter(pk=officer_a.pk).update(date_joined=long_ago, clearance_until=today - timedelta(days=1))
    overdue = text(client, supervisor_a, "/people?show=overdue")
    for mark in ("review overdue", "no certificate recorded", "clearance expired"):
        assert mark in overdue
    dates = {"certificate_until": f"{today + timedelta(days=300)}", "clearance_until": f"{today + timedelta(days=99)}"}
    client.post(f"/people/{officer_a.pk}/certify", dates)
    assert f"/people/{officer_a.pk}" not in text(client, supervisor_a, "/people?show=overdue")
    assert "account certified" in acts()


def test_a_date_that_is_none_is_said_so(client: Client, supervisor_a: User, officer_a: User) -> None:
    client.force_login(supervisor_a)
    for wrong in ("soon", "2027-02-30"):
        answer = client.post(f"/people/{officer_a.pk}/certify", {"certificate_until": wrong})
        assert "year-month-day" in answer.content.decode()
    officer_a.refresh_from_db()
    assert officer_a.certified_at is None


def test_a_certificate_that_ends_within_a_month_is_marked(client: Client, supervisor_a: User, officer_a: User) -> None:
    soon = timezone.now().date() + timedelta(days=20)
    User.objects.filter(pk=officer_a.pk).update(certificate_until=soon)
    assert "certificate expires soon" in text(client, supervisor_a)


def test_a_wrong_date_is_shown_at_its_field_and_the_other_date_is_kept(
    client: Client, supervisor_a: User, officer_a: User
) -> None:
    client.force_login(supervisor_a)
    given = {"certificate_until": "soon", "clearance_until": "2030-01-31"}
    page = client.post(f"/people/{officer_a.pk}/certify", given).content.decode()
    assert "“soon” is not a day" in page.partition('<div id="certificate_until_error">')[2].partition("</div>")[0]
    assert 'href="#certificate_until"' in page
    assert 'value="2030-01-31"' in page
